import { describe, expect, it } from 'vitest';
import { trace, type TraceOptions } from '@twinloom/runtime/run/harness';
import { buildRecord } from './build-record.ts';

const FIELDS = { level: 'm', pump: { type: 'boolean' }, mode: { type: 'string' } };

const run = (fields: unknown, inputs: TraceOptions['inputs'], units = {}) =>
  trace(buildRecord, { params: { fields }, inputs, units, for: 10 });

describe('a record that is built', () => {
  it('holds each value under the name of its field, numbers in its unit', () => {
    const { last, diagnostics } = run(FIELDS, { level: 250, pump: true, mode: 'auto' }, { level: 'cm' });
    expect(diagnostics).toEqual([]);
    expect(last('out')).toEqual({ t: 0, value: { level: 2.5, pump: true, mode: 'auto' }, quality: 'good' });
  });

  it('begins once every field has spoken', () => {
    const { samples } = run(['a', 'b'], { a: [[0, 1]], b: [[3, 2]] });
    expect(samples('out').map(({ t, value }) => [t, value])).toEqual([[3, { a: 1, b: 2 }]]);
  });

  it('leaves out what is bad, never writes 0 for it, and is bad while all are', () => {
    const { samples } = run(['a', 'b'], {
      a: [
        [0, 1],
        [1, 0, 'bad'],
        [3, 5],
      ],
      b: [
        [0, 2],
        [2, 0, 'bad'],
      ],
    });
    expect(samples('out').map(({ value, quality }) => [value, quality])).toEqual([
      [{ a: 1, b: 2 }, 'good'],
      [{ b: 2 }, 'good'],
      [undefined, 'bad'],
      [{ a: 5 }, 'good'],
    ]);
  });

  it('is as good as its least good field', () => {
    expect(run(['a', 'b'], { a: 1, b: [[0, 2, 'uncertain']] }).last('out').quality).toBe('uncertain');
  });

  it('refuses a field that cannot name a port', () => {
    expect(run(['a b'], {}).diagnostics.map(({ at }) => at[0]?.param)).toContain('fields');
  });
});
