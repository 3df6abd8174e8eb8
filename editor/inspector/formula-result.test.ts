import { describe, expect, it } from 'vitest';
import type { QualityCode } from '@twinloom/runtime/signal/quality';
import { readFormula, sayResult, type FormulaInput } from './formula-result.ts';

const inputs = new Map<string, FormulaInput>([
  ['flow', { from: 'meter.value', unit: 'm3/s', fallback: undefined }],
  ['head', { from: 'gauge.value', unit: 'm', fallback: undefined }],
  ['least', { from: undefined, unit: 'm', fallback: 2 }],
  ['loose', { from: undefined, unit: 'm', fallback: undefined }],
]);

const ports: Record<string, { value: number; quality: QualityCode; unit: string }> = {
  'meter.value': { value: 36, quality: 0, unit: 'm3/h' },
  'gauge.value': { value: 5, quality: 1, unit: 'm' },
};

function says(text: string, look = { unit: 'm4/s', isBoolean: false }): string {
  const read = readFormula(text);
  if ('problem' in read) return read.problem;
  return sayResult(read, inputs, look, (port) => ({ type: 'number', ...ports[port]! }));
}

describe('the result of a formula that is being written', () => {
  it('takes each value in the unit of its input: 36 m³/h are 0.01 m³/s', () => {
    expect(says('flow*100', { unit: 'm3/s', isBoolean: false })).toBe('= 1 m³/s now');
  });

  it('is uncertain where an input is', () => {
    expect(says('head*2', { unit: 'm', isBoolean: false })).toBe('= 10 m now, uncertain');
  });

  it('takes the default of an input that is not wired', () => {
    expect(says('flow < least', { unit: '', isBoolean: true })).toBe('= true now');
  });

  it('says which input is missing', () => {
    expect(says('head + loose')).toBe('no result yet: loose is not wired');
    expect(says('head + rubbish')).toBe('there is no input rubbish');
  });

  it('says when it works out to no number', () => {
    expect(says('sqrt(0 - head)')).toBe('no result: it works out to no number now');
    expect(says('1/(head - head)')).toBe('no result: it works out to no number now');
  });

  it('says what of a text is wrong, and where', () => {
    expect(says('head +')).toMatch(/at character 7/);
    expect(says('head + arcsin(1)')).toMatch(/asin/);
  });
});
