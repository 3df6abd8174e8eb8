import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalog } from '@twinloom/nodes/catalog';
import { compileFlow } from '@twinloom/runtime/compile/compile';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { Twin } from '@twinloom/runtime/run/twin';
import { readReferenceFigures, referenceFile } from './reference-data.ts';

/** Real bearings SKF 6205 with flaws of 0.007 inch: Case Western Reserve University Bearing Data Center. The acceleration at the drive end, in g. */
const RECORDS = {
  inner: { file: '12k_Drive_End_IR007_0_105_DE.f32', rate: 12_000, rpm: 1_797 },
  outer: { file: '12k_Drive_End_OR007_at_6_0_130_DE.f32', rate: 12_000, rpm: 1_796 },
  ball: { file: '12k_Drive_End_B007_0_118_DE.f32', rate: 12_000, rpm: 1_796 },
  none: { file: 'normal_0_97_DE.f32', rate: 48_000, rpm: 1_796 },
};
const FILES = Object.values(RECORDS).map(({ file }) => referenceFile(`bearing-cwru/${file}`));
const FIGURES = readReferenceFigures() as { bearing: Record<string, Record<string, number>> } | undefined;
const isAbsent = FIGURES === undefined || FILES.includes(undefined);

const flow: Flow = {
  twinloom: 1,
  nodes: {
    acceleration: {
      type: 'sources/mqtt',
      params: { topic: 'drive-end/waveform', type: 'vector', unit: '[g]' },
    },
    speed: { type: 'sources/mqtt', params: { topic: 'speed', unit: '{rpm}/min' } },
    envelope: {
      type: 'transforms/envelope-spectrum',
      params: { low: 2_000, high: 5_000, balls: 9, ballDiameter: '7.94 mm', pitchDiameter: '39.04 mm' },
    },
    ringing: { type: 'transforms/band-power', params: { low: 2_000, high: 5_000 } },
    struck: {
      type: 'transforms/compare',
      params: { threshold: 8 },
    },
  },
  edges: [
    'acceleration.value -> envelope.in',
    'speed.value -> envelope.speed',
    'acceleration.value -> ringing.in',
    'envelope.prominence -> struck.in',
  ],
};

interface Verdict {
  peakFrequency: number;
  outerRace: number;
  innerRace: number;
  ball: number;
  cage: number;
  prominence: number;
  struck: number;
  ringing: number;
}

const PORTS: Record<keyof Verdict, string> = {
  peakFrequency: 'envelope.peakFrequency',
  outerRace: 'envelope.outerRace',
  innerRace: 'envelope.innerRace',
  ball: 'envelope.ball',
  cage: 'envelope.cage',
  prominence: 'envelope.prominence',
  struck: 'struck.out',
  ringing: 'ringing.rms',
};

/** What the twin says of each of the first seconds, one waveform per second. */
function verdictsOf({ file, rate, rpm }: (typeof RECORDS)['inner'], seconds = 4): Verdict[] {
  const bytes = readFileSync(referenceFile(`bearing-cwru/${file}`)!);
  const { plan, diagnostics } = compileFlow(flow, catalog);
  expect(diagnostics).toEqual([]);
  const twin = new Twin(plan!, { id: 'test stand' });
  return Array.from({ length: seconds }, (_, second) => {
    const values = Array.from({ length: rate }, (_, n) => bytes.readFloatLE(4 * (second * rate + n)));
    twin.deliver(second, [
      { node: 'speed', value: rpm },
      { node: 'acceleration', value: { values, spacing: 1 / rate } },
    ]);
    const read = Object.entries(PORTS).map(([name, port]) => [name, twin.value(twin.portIndex(port))]);
    return Object.fromEntries(read) as Verdict;
  });
}

/** The frequency the bearing data predicts, Hz. */
function predicted(name: 'BPFO' | 'BPFI', rpm: number): number {
  return (FIGURES!.bearing['SKF6205_n9_d7.94_D39.04']![name]! * rpm) / 60;
}

describe.skipIf(isAbsent)('the envelope spectrum of a real bearing', () => {
  it('finds the flaw of an inner race: the line at 162.2 Hz stands out in each second', () => {
    const wanted = predicted('BPFI', RECORDS.inner.rpm);
    expect(wanted).toBeCloseTo(162.2, 1);
    for (const one of verdictsOf(RECORDS.inner)) {
      expect(Math.abs(one.peakFrequency / wanted - 1)).toBeLessThan(0.01);
      expect(one.innerRace).toBeGreaterThan(2 * Math.max(one.outerRace, one.ball, one.cage));
      expect(one.struck).toBe(1);
    }
  });

  it('finds the flaw of an outer race: the line at 107.3 Hz stands out in each second', () => {
    const wanted = predicted('BPFO', RECORDS.outer.rpm);
    expect(wanted).toBeCloseTo(107.3, 1);
    for (const one of verdictsOf(RECORDS.outer)) {
      expect(Math.abs(one.peakFrequency / wanted - 1)).toBeLessThan(0.01);
      // Two times BPFO lies within the slip of three times the ball's spin, so that level rises too.
      expect(one.outerRace).toBeGreaterThan(1.5 * Math.max(one.innerRace, one.ball, one.cage));
      expect(one.struck).toBe(1);
    }
  });

  it('says of a sound bearing that nothing stands out, and its levels are a tenth of those of a flaw or less', () => {
    const flawed = verdictsOf(RECORDS.inner)[0]!;
    for (const one of verdictsOf(RECORDS.none)) {
      expect(one.struck).toBe(0);
      expect(one.innerRace).toBeLessThan(flawed.innerRace / 10);
      expect(one.outerRace).toBeLessThan(flawed.innerRace / 10);
    }
  });

  it('claims nothing of the flawed ball, whose envelope is known to tell no clean story; its ringing alone is stronger', () => {
    const [sound] = verdictsOf(RECORDS.none, 1);
    for (const one of verdictsOf(RECORDS.ball)) {
      expect(one.struck).toBe(0);
      expect(one.ringing).toBeGreaterThan(2 * sound!.ringing);
    }
  });
});
