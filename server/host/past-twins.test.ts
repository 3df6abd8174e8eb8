import { appendFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalog } from '@twinloom/nodes/catalog';
import { RandomStream } from '@twinloom/runtime/run/random-stream';
import { Twin } from '@twinloom/runtime/run/twin';
import { afterEach, describe, expect, it } from 'vitest';
import { encodeBlock } from '../disk/block.ts';
import { segmentPath } from '../disk/segments.ts';
import { packSnapshot } from '../journal/packed-snapshot.ts';
import { encodeBatch, type JournalRecord } from '../journal/record.ts';
import { compileDocument } from './compile-twins.ts';
import { PastTwins } from './past-twins.ts';
import { stateOf } from './read-samples.ts';

const EPOCH = 1_700_000_000;
const flow = {
  twinloom: 1,
  nodes: {
    in: { type: 'sources/mqtt', params: { topic: 'a', unit: 'm3/s', staleAfter: '4 s' } },
    wobble: {
      type: 'sources/waveform',
      params: { shape: 'noise', amplitude: 0.001, unit: 'm3/s', every: '1 s' },
    },
    sum: {
      type: 'transforms/expression',
      params: { inputs: { a: { unit: 'm3/s' }, b: { unit: 'm3/s' } }, expression: 'a + b', unit: 'm3/s' },
    },
    tank: { type: 'physics/tank', params: { area: 2, orifice: 0.002 } },
    smooth: { type: 'transforms/low-pass', params: { timeConstant: '5 s' } },
    high: { type: 'sinks/alarm', params: { above: 0.5 } },
  },
  edges: [
    'in.value -> sum.a',
    'wobble.value -> sum.b',
    'sum.out -> tank.inflow',
    'tank.level -> smooth.in',
    'smooth.out -> high.in',
  ],
  kpis: {
    volume: { title: 'Level seconds', expression: 'integral(tank.level)', unit: 'm.s' },
    highest: { expression: 'max(tank.level)', unit: 'cm' },
    heard: { expression: 'mean(in.value)' },
    ratio: { expression: 'mean(tank.level) / (min(tank.level) - min(tank.level))' },
  },
};

const opened: { past: PastTwins; dataDir: string }[] = [];
afterEach(() => {
  for (const { past, dataDir } of opened.splice(0)) {
    past.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
});

/** A twin that ran for a minute on readings at odd times and kept its journal; and what it put out at each instant. */
function livedTwin() {
  const dataDir = mkdtempSync(join(tmpdir(), 'past-twins-'));
  const folder = join(dataDir, 'journal');
  mkdirSync(folder);
  let first = 1;
  let block: JournalRecord[] = [
    { kind: 'document', twin: '', name: 'd', document: flow },
    { kind: 'deployed', twin: 'tank', version: 3, document: 'd', parameters: {} },
  ];
  const commit = (): void => {
    const batch = { life: 'one', first, engine: process.versions.v8, records: block };
    appendFileSync(segmentPath(folder, 1), encodeBlock(encodeBatch(batch)));
    first += block.length;
    block = [];
  };
  const { plan } = compileDocument(flow, catalog, { id: 'tank', parameters: {} });
  const shown: ReturnType<typeof stateOf>[] = [];
  const twin = new Twin(plan!, {
    id: 'tank',
    epoch: EPOCH,
    onEntry: (entry) => block.push({ kind: 'entry', twin: 'tank', entry }),
    onInstant: (at) => {
      const state = stateOf({ twin: at });
      if (shown.at(-1)?.t === state.t) shown.pop();
      shown.push(structuredClone(state));
    },
  });
  const keep = (): void => {
    block.push({ kind: 'checkpoint', twin: 'tank', version: 3, snapshot: packSnapshot(twin.snapshot()) });
    commit();
  };
  keep();
  const random = new RandomStream(1, 'readings');
  for (let t = 0, checkpoint = 5; t < 60;) {
    t += t > 30 && t < 36 ? 6 : random.uniform();
    twin.deliver(t, [{ node: 'in', value: 0.02 + 0.01 * random.uniform() }]);
    if (t < checkpoint) continue;
    checkpoint += 5;
    twin.mark(t);
    keep();
  }
  commit();
  const past = new PastTwins(dataDir, catalog);
  opened.push({ past, dataDir });
  return { past, shown };
}

describe('a twin as it was', () => {
  it('shows at each instant, and until the next, what the living twin put out then', async () => {
    const { past, shown } = livedTwin();
    expect(shown.length).toBeGreaterThan(700);
    for (let i = 0; i < shown.length - 1; i += 3) {
      const { t, ports } = shown[i]!;
      const between = (t + shown[i + 1]!.t) / 2;
      for (const time of i % 2 === 0 ? [t] : [between]) {
        const frame = await past.at('tank', time);
        if ('reason' in frame) throw new Error(frame.reason);
        expect(frame).toMatchObject({ t, time, version: 3 });
        expect(frame.next).toBe(shown[i + 1]!.t);
        expect(Object.keys(frame.ports)).toEqual(Object.keys(ports));
        for (const [port, sample] of Object.entries(ports)) expect(frame.ports[port]).toMatchObject(sample);
      }
    }
  });

  it('says what was to be said of its nodes: that a source was silent', async () => {
    const { past } = livedTwin();
    const frame = await past.at('tank', EPOCH + 35);
    if ('reason' in frame) throw new Error(frame.reason);
    expect(frame.ports['in.value']).toMatchObject({ value: null, quality: 'bad' });
    expect(frame.nodes['in']?.says).toMatch(/silent|nothing/);
  });

  it('has the KPIs of a stretch as its instants add up to, with what was missing', async () => {
    const { past, shown } = livedTwin();
    const [from, to] = [EPOCH + 20.03, EPOCH + 50.71];
    const figures = await past.figures('tank', from, to);
    if ('reason' in figures) throw new Error(figures.reason);
    const levels = shown.map(({ t, ports }) => ({ t, level: ports['tank.level']!.value as number }));
    let [volume, highest] = [0, -Infinity];
    for (const [i, { t, level }] of levels.entries()) {
      const [begin, end] = [Math.max(t, from), Math.min(levels[i + 1]?.t ?? Infinity, to)];
      if (end <= begin) continue;
      volume += level * (end - begin);
      highest = Math.max(highest, level);
    }
    expect(figures).toMatchObject({ twin: 'tank', from, to, version: 3 });
    const [area, most, heard, ratio] = figures.kpis;
    expect(area).toMatchObject({ name: 'volume', title: 'Level seconds', unit: 'm.s', missing: 0 });
    expect(area!.value).toBeCloseTo(volume, 9);
    expect(most!.value).toBeCloseTo(100 * highest, 9);
    // It was silent for 6 s, and bad after 4 of them.
    expect(heard!.missing).toBeGreaterThan(1);
    expect(heard!.missing).toBeLessThan(3);
    expect(ratio).not.toHaveProperty('value');
    expect(ratio!.says).toMatch(/divides by zero/);
  });

  it('has KPIs from when it began, where more is asked for', async () => {
    const { past } = livedTwin();
    expect(await past.figures('tank', EPOCH - 60, EPOCH + 10)).toMatchObject({ from: EPOCH, to: EPOCH + 10 });
  });

  it('is not shown before the log, after its end, or where its flow is not known here', async () => {
    const { past } = livedTwin();
    expect(await past.at('tank', EPOCH - 1)).toEqual({ reason: 'too-early', first: EPOCH });
    expect(await past.at('tank', EPOCH + 400)).toMatchObject({ reason: 'ended' });
    expect(await past.at('ghost', EPOCH)).toEqual({ reason: 'unknown-twin' });
  });
});
