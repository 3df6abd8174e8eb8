import { describe, expect, it } from 'vitest';
import { resolveParameters } from '@twinloom/runtime/compile/resolve-params';
import { describeRange, readQuantityText } from './read-quantity-text.ts';

const parameters = resolveParameters(
  {
    twinloom: 1,
    nodes: {},
    parameters: { lineSpeed: { value: 2, unit: 'm/s' }, sent: { value: 30, unit: 'dB[W]' } },
  },
  {},
  [],
);

const head = { type: 'number', widget: 'quantity' as const, unit: 'm', minimum: 0 };
const read = (
  text: string,
  schema: Parameters<typeof readQuantityText>[1] = head,
  unit = schema.unit ?? '',
) => readQuantityText(text, schema, unit, parameters);

describe('readQuantityText', () => {
  it('keeps a plain number, and one in the own unit, as a number', () => {
    expect(read('12.5')).toEqual({ value: 12.5, shows: '', amount: 12.5 });
    expect(read('12.5 m')).toEqual({ value: 12.5, shows: '', amount: 12.5 });
  });

  it('keeps a quantity in another unit as it was meant, with a UCUM code, and says what it becomes', () => {
    const kelvin = { type: 'number', widget: 'quantity' as const, unit: 'K' };
    const celsius = read('20 °C', kelvin);
    expect('value' in celsius && celsius.value).toBe('20 Cel');
    expect('shows' in celsius && celsius.shows).toMatch(/^293[.,]\d K$|^293\.15 K$/);
  });

  it('keeps an expression as it stands and works it out in coherent SI', () => {
    const speed = read('=1.5*lineSpeed', { type: 'number', widget: 'quantity', unit: 'm/s' });
    expect('value' in speed && speed.value).toBe('=1.5*lineSpeed');
    expect('shows' in speed && speed.shows).toMatch(/^3(\.0*)? m\/s$/);
    expect(read('=1.5*nothing')).toHaveProperty('problem');
  });

  it('works out a level and what a level means', () => {
    const inWatt = read('=sent', { type: 'number', widget: 'quantity', unit: 'W' });
    expect('shows' in inWatt && inWatt.shows).toBe('1000 W');
    const inDecibel = read('=100*sent', { type: 'number', widget: 'quantity', unit: 'dB[W]' });
    expect('shows' in inDecibel && inDecibel.shows).toBe('50 dB[W]');
    expect(read('5 W', { type: 'number', widget: 'quantity', unit: 'dB[W]' })).toHaveProperty('problem');
  });

  it('reads durations', () => {
    const duration = { type: 'number', widget: 'duration' as const, unit: 's', exclusiveMinimum: 0 };
    expect(read('5 s', duration)).toMatchObject({ value: '5 s' });
    expect(read('2', duration)).toMatchObject({ value: 2 });
    expect(read('0', duration)).toHaveProperty('problem');
    expect(read('5 m', duration)).toHaveProperty('problem');
  });

  it('takes a word the param knows beside its numbers', () => {
    const stale = { widget: 'duration' as const, unit: 's', anyOf: [{ const: 'never' }, { type: 'number' }] };
    expect(read('never', stale)).toEqual({ value: 'never', shows: '' });
    expect(read('3 s', stale)).toMatchObject({ value: '3 s' });
    expect(read('always', stale)).toHaveProperty('problem');
  });

  it('says why not: another kind of quantity, out of range, ambiguous, no number at all', () => {
    for (const text of ['20 Cel', '-1', '-1 m', '5 gal', 'high', '1e400'])
      expect(read(text)).toHaveProperty('problem');
  });

  it('asks which of several units is meant, of those that fit', () => {
    const choices = (text: string, unit: string): unknown => {
      const asked = read(text, { type: 'number', widget: 'quantity', unit });
      return 'choices' in asked ? asked.choices?.map(({ keeps }) => keeps) : asked;
    };
    expect(choices('5 ton', 'kg')).toEqual(['5 t', '5 [ston_av]', '5 [lton_av]']);
    expect(choices('5 gal/h', 'm3/s')).toEqual(['5 [gal_us]/h', '5 [gal_br]/h']);
    expect(choices('2 barg', 'Pa')).toEqual(['2 bar{gauge}']);
    expect(choices('20 C', 'Cel')).toEqual({ value: 20, shows: '', amount: 20 });
    expect(choices('5 ton', 'W')).toMatchObject({ value: '5 12000.[Btu_IT]/h' });
  });

  it('takes the default when nothing is written', () => {
    expect(read('  ')).toEqual({ value: undefined, shows: '' });
  });
});

describe('describeRange', () => {
  it.each([
    [{ minimum: 0, maximum: 1 }, '', '0 to 1'],
    [{ exclusiveMinimum: 0 }, 'm', 'above 0 m'],
    [{ maximum: 20 }, 's', 'at most 20 s'],
    [{ minimum: -Number.MAX_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }, '', ''],
  ])('%j in "%s" reads "%s"', (schema, unit, text) => {
    expect(describeRange(schema, unit)).toBe(text);
  });
});
