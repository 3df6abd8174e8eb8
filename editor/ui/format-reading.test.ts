import { describe, expect, it } from 'vitest';
import { formatReading, formatReadingWithUnit } from './format-reading.ts';

const reading = { value: 12.5, quality: 0 as const, type: 'number', unit: 'm3/h', object: undefined };

describe('formatReading', () => {
  it('never shows a number for a value that is bad or absent', () => {
    expect(formatReadingWithUnit({ ...reading, quality: 2 })).toBe('bad');
    expect(formatReadingWithUnit({ ...reading, quality: 3 })).toBe('–');
  });

  it('shows a dash where there is merely no answer', () => {
    expect(formatReadingWithUnit({ ...reading, quality: 2, lacks: 'no trend' })).toBe('–');
    expect(formatReadingWithUnit({ ...reading, lacks: 'no trend' })).toMatch(/^12\.50? m³\/h$/);
  });

  it('shows the unit as people read it', () => {
    expect(formatReadingWithUnit(reading)).toMatch(/^12\.50? m³\/h$/);
  });

  it('reads booleans, texts and vectors in words', () => {
    expect(formatReading({ ...reading, type: 'boolean', value: 1 })).toBe('true');
    expect(formatReading({ ...reading, type: 'string', object: 'open' })).toBe('open');
    expect(formatReading({ ...reading, type: 'vector', object: [1, 2, 3] })).toBe('3 values: 1 … 3');
  });

  it('says the range of a vector with its unit, as 0 what is rounding, of however many values', () => {
    const waveform = { values: new Array<number>(300_000).fill(1e-17), spacing: 0.1 };
    waveform.values[7] = 3.25;
    const said = { ...reading, type: 'vector', unit: 'mm/s', object: waveform };
    expect(formatReadingWithUnit(said)).toBe('300000 values: 0 … 3.25 mm/s');
    expect(formatReadingWithUnit({ ...said, quality: 2 })).toBe('bad');
  });
});
