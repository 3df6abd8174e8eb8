import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { twin } from './twin.ts';

const GIVEN = { twin: 'pump-01', port: 'pipe.flow' };

const paramsOf = (params: Record<string, unknown>) =>
  twin.params.parse({ ...GIVEN, ...params }) as Record<string, unknown>;

const decode = (sample: unknown, params: Record<string, unknown> = {}) =>
  twin.listen!.decode(new TextEncoder().encode(JSON.stringify(sample)), paramsOf(params));

const SAMPLE = { type: 'number', value: 0.005, unit: 'm3/s', quality: 'good', t: 1_700_000_000.25 };

describe('a source that follows a twin', () => {
  it('listens at a port of it', () => {
    expect(twin.listen!.address(paramsOf({}))).toEqual({ protocol: 'twin', ...GIVEN });
  });

  it('takes what it hears in order, whatever its time of measurement', () => {
    expect(twin.listen!.isOrdered).toBe(true);
  });

  it('brings the value to its own unit and keeps quality and time', () => {
    expect(decode(SAMPLE, { unit: 'm3/h' })).toEqual({ value: 18, quality: 0, t: SAMPLE.t });
    expect(decode({ ...SAMPLE, quality: 'uncertain' }, { unit: 'm3/s' })).toEqual({
      value: 0.005,
      quality: 1,
      t: SAMPLE.t,
    });
  });

  it.each([
    [{ ...SAMPLE, value: null, quality: 'bad' }],
    [{ ...SAMPLE, value: null, quality: 'absent' }],
    [{ value: null, quality: 'bad' }],
  ])('has no value out of %j', (sample) => {
    const decoded = decode(sample, { unit: 'm3/s' });
    expect([decoded.value, decoded.quality, decoded.problem]).toEqual([undefined, 2, undefined]);
  });

  it.each([
    ['boolean', true],
    ['string', 'run'],
    ['vector', { values: [1, 2], spacing: 0.5 }],
    ['record', { a: [1] }],
    ['event', true],
  ])('hears a %s', (type, value) => {
    expect(decode({ type, value, unit: '', quality: 'good', t: 1 }, { type })).toEqual({
      value,
      quality: 0,
      t: 1,
    });
  });

  it('converts the numbers of a vector', () => {
    const sample = {
      type: 'vector',
      value: { values: [1, 2], spacing: 0.5 },
      unit: 'm',
      quality: 'good',
      t: 1,
    };
    expect(decode(sample, { type: 'vector', unit: 'mm' }).value).toEqual({
      values: [1_000, 2_000],
      spacing: 0.5,
    });
  });

  it('says what is wrong where type or unit are others', () => {
    expect(decode(SAMPLE, { type: 'boolean' }).problem).toBe('it carries a number: choose that as Type');
    expect(decode(SAMPLE).problem).toBe('it is in m3/s: say in Unit what to have it in');
    expect(() => decode(SAMPLE, { unit: 'K' })).toThrow('m3/s does not convert to K');
  });

  it('takes a plain value as it stands in a column of a replay', () => {
    const text = (cell: string, params = {}) =>
      twin.listen!.decode(new TextEncoder().encode(cell), paramsOf(params));
    expect(text('12.5', { unit: 'm3/h' })).toEqual({ value: 12.5, quality: 0 });
    expect(text('run', { type: 'string' })).toEqual({ value: 'run', quality: 0 });
    expect(text('twelve').problem).toContain('expected a number');
  });

  it('holds the initial value until something is heard, and never turns stale by silence alone', () => {
    const { samples } = trace(twin, { params: { ...GIVEN, unit: 'm3/h', initial: 20 }, for: 3_600 });
    expect(samples('value')).toEqual([{ t: 0, value: 20, quality: 'good' }]);
  });

  it.each([
    [{ port: 'pipe' }, 'port'],
    [{ port: 'pipe.flow.x' }, 'port'],
    [{ twin: 'pump 01' }, 'twin'],
    [{ initial: 'x' }, 'initial'],
  ])('refuses %j', (params, param) => {
    const { diagnostics } = trace(twin, { params: { ...GIVEN, ...params }, for: 1 });
    expect(diagnostics.map(({ at }) => at[0]?.param)).toEqual([param]);
  });
});
