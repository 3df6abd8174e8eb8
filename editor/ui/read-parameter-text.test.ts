import { describe, expect, it } from 'vitest';
import { parameterRange, readParameterText } from './read-parameter-text.ts';

const lift = { value: 10, unit: 'm', min: 0, max: 19 };

describe('what is typed for a parameter', () => {
  it('is a number in its unit, or a quantity in another unit of its kind', () => {
    expect(readParameterText(' 12 ', lift)).toMatchObject({ value: 12 });
    expect(readParameterText('1200 cm', lift)).toMatchObject({ value: '1200 cm', amount: 12, shows: '12 m' });
  });

  it.each([
    ['', 'needs a value'],
    ['high', '“high” is not a number'],
    ['=2*speed', '“=2*speed” is not a number'],
    ['25', 'must be at most 19 m'],
    ['-1', 'must be at least 0 m'],
  ])('%j is refused: %s', (text, problem) => {
    expect(readParameterText(text, lift)).toEqual({ problem });
  });

  it('of another kind is refused', () => {
    expect(readParameterText('3 kg', lift)).toHaveProperty('problem');
  });

  it('is any text where the parameter is one', () => {
    expect(readParameterText('plant/a', { value: 'plant/b' })).toEqual({ value: 'plant/a', shows: '' });
    expect(readParameterText('', { value: 'plant/b' })).toEqual({ value: '', shows: '' });
  });

  it('has its limits said with their unit', () => {
    expect(parameterRange(lift)).toBe('0 to 19 m');
    expect(parameterRange({ value: 1, min: 0 })).toBe('at least 0');
    expect(parameterRange({ value: 1 })).toBe('');
  });
});
