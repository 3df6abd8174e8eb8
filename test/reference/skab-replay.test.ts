import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCli } from '../fixtures/run-cli.ts';
import { referenceFile } from './reference-data.ts';

const folder = mkdtempSync(join(tmpdir(), 'twinloom-skab-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A real pump test bed: Katser and Kozitsin, Skoltech Anomaly Benchmark (SKAB), 2020. */
const CSV = referenceFile('skab/valve1/0.csv');

const flow = {
  twinloom: 1,
  nodes: {
    Current: { type: 'sources/mqtt', params: { topic: 'bed/current', unit: 'A' } },
    Voltage: { type: 'sources/mqtt', params: { topic: 'bed/voltage', unit: 'V' } },
    Pressure: { type: 'sources/mqtt', params: { topic: 'bed/pressure', unit: 'bar' } },
    power: { type: 'transforms/expression', params: { inputs: ['u', 'i'], expression: 'u*i', unit: 'V.A' } },
    smooth: { type: 'transforms/low-pass', params: { timeConstant: '10 s' } },
    high: { type: 'transforms/compare', params: { threshold: '0.2 bar', hysteresis: '0.1 bar' } },
  },
  edges: [
    'Voltage.value -> power.u',
    'Current.value -> power.i',
    'power.out -> smooth.in',
    'Pressure.value -> high.in',
  ],
};

/** The same by hand: seconds since the first row, u·i, the exact first-order lag, and a threshold with hysteresis. */
function byHand(text: string): { t: number; power: number; smooth: number; high: boolean }[] {
  const [header = [], ...rows] = text
    .trim()
    .split('\n')
    .map((line) => line.trim().split(';'));
  const column = (name: string): number => header.indexOf(name);
  const times = rows.map((row) => Date.parse(`${row[0]!.replace(' ', 'T')}Z`) / 1000);
  let smooth = Number.NaN;
  let high = false;
  return rows.map((row, i) => {
    const t = times[i]! - times[0]!;
    const power = Number(row[column('Voltage')]) * Number(row[column('Current')]);
    const dt = i === 0 ? 0 : times[i]! - times[i - 1]!;
    smooth = i === 0 ? power : power + (smooth - power) * Math.exp(-dt / 10);
    const pressure = Number(row[column('Pressure')]);
    high = pressure > 0.2 || (high && pressure >= 0.2 - 0.1);
    return { t, power, smooth, high };
  });
}

describe('a replay of a real pump test bed', () => {
  it.skipIf(CSV === undefined)('gives the numbers of a calculation by hand, row by row', () => {
    const file = join(folder, 'bed.flow.json');
    writeFileSync(file, JSON.stringify(flow));
    const { status, stdout } = runCli(
      'run',
      file,
      '--replay',
      CSV!,
      '--record',
      'power.out',
      '--record',
      'smooth.out',
      '--record',
      'high.out',
    );
    expect(status).toBe(0);
    const expected = byHand(readFileSync(CSV!, 'utf8'));
    const last = new Map(
      stdout
        .trim()
        .split('\n')
        .slice(1)
        .map((row) => [Number(row.split(',')[0]), row.split(',')]),
    );
    expect(expected.length).toBeGreaterThan(1000);
    expect(existsSync(CSV!)).toBe(true);
    for (const { t, power, smooth, high } of expected) {
      const [, gotPower = '', gotSmooth = '', gotHigh] = last.get(t) ?? [];
      expect(Number(gotPower)).toBeCloseTo(power, 9);
      expect(Math.abs(Number(gotSmooth) / smooth - 1)).toBeLessThan(1e-12);
      expect(gotHigh).toBe(String(high));
    }
    expect(new Set(expected.map(({ high }) => high)).size).toBe(2);
  });
});
