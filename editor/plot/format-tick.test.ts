import { describe, expect, it } from 'vitest';
import { clockTicks, formatTick } from './format-tick.ts';

const at = (day: number, hour: number, minute = 0, second = 0): number =>
  new Date(2026, 10, day, hour, minute, second).getTime() / 1000;

describe('ticks of an axis', () => {
  it('have the decimals that tell them apart', () => {
    expect([0, 0.25, 0.5].map((value) => formatTick(value, 0.25))).toEqual(['0', '0.3', '0.5']);
    expect(formatTick(1450, 50)).toBe('1450');
    expect(formatTick(1e-20, 1)).toBe('0');
  });

  it('are times of day, as fine as the ticks are near', () => {
    expect(clockTicks([at(27, 14, 2, 10), at(27, 14, 2, 20)], 10)).toEqual(['14:02:10', '14:02:20']);
    expect(clockTicks([at(27, 14, 2, 9) + 0.5, at(27, 14, 2, 10)], 0.5)).toEqual([
      '14:02:09.5',
      '14:02:10.0',
    ]);
    expect(clockTicks([at(27, 14), at(27, 14, 5)], 300)).toEqual(['14:00', '14:05']);
  });

  it('are days where they are a day apart, and at midnight', () => {
    expect(clockTicks([at(26, 12), at(27, 0), at(27, 12)], 43_200)).toEqual(['12:00', '11-27', '12:00']);
    expect(clockTicks([at(26, 0), at(27, 0)], 86_400)).toEqual(['11-26', '11-27']);
  });
});
