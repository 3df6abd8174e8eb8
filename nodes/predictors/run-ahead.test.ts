import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { runAhead } from './run-ahead.ts';

describe('run ahead', () => {
  it('asks what its params say', () => {
    const p = runAhead.params.parse({ limit: 3, horizon: 60, sizes: { 'inflow.value': '1 m3/h' } });
    expect(runAhead.listen!.address(p)).toMatchObject({
      protocol: 'ahead',
      limit: 3,
      direction: 'above',
      horizon: 60,
      every: 600,
      runs: 50,
      inputs: 'hold',
      spread: 'walk',
      sizes: { 'inflow.value': '1 m3/h' },
    });
  });

  it('says nothing until forks have answered, and is bad when they are silent three times', () => {
    const quiet = trace(runAhead, { params: { limit: 3, every: 10 }, inputs: { in: [[0, 1]] }, for: 29 });
    expect(quiet.diagnostics).toEqual([]);
    expect(quiet.samples('value')).toEqual([]);
    const silent = trace(runAhead, { params: { limit: 3, every: 10 }, inputs: { in: [[0, 1]] }, for: 31 });
    expect(silent.last('value')).toMatchObject({ t: 30, quality: 'bad' });
  });

  it('refuses no copies, and a time of nothing', () => {
    for (const params of [
      { limit: 1, runs: 1 },
      { limit: 1, horizon: 0 },
      { limit: 1, every: 0 },
    ])
      expect(trace(runAhead, { params, inputs: { in: 1 }, for: 1 }).diagnostics).not.toEqual([]);
  });
});
