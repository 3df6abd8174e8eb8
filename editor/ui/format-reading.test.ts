import { describe, expect, it } from 'vitest';
import { formatReading, formatReadingWithUnit } from './format-reading.ts';

const reading = { value: 12.5, quality: 0 as const, type: 'number', unit: 'm3/h', object: undefined };

describe('formatReading', () => {
  it('never shows a number for a value that is bad or absent', () => {
    expect(formatReadingWithUnit({ ...reading, quality: 2 })).toBe('bad');
    expect(formatReadingWithUnit({ ...reading, quality: 3 })).toBe('–');
  });

  it('shows the unit as people read it', () => {
    expect(formatReadingWithUnit(reading)).toMatch(/^12\.50? m³\/h$/);
  });

  it('reads booleans, texts and vectors in words', () => {
    expect(formatReading({ ...reading, type: 'boolean', value: 1 })).toBe('true');
    expect(formatReading({ ...reading, type: 'string', object: 'open' })).toBe('open');
    expect(formatReading({ ...reading, type: 'vector', object: [1, 2, 3] })).toBe('3 values: 1 … 3');
  });
});
