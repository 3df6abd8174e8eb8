import { describe, expect, it } from 'vitest';
import { checkEdge, type EdgeVerdict } from './check-edge.ts';
import type { ResolvedPort } from './resolve-ports.ts';

function verdict(from: string, to: string): EdgeVerdict {
  const port: ResolvedPort = {
    name: 'p',
    type: 'number',
    unit: '',
    anyUnit: false,
    required: true,
    awaited: true,
  };
  return checkEdge({ ...port, unit: from }, { ...port, unit: to });
}

describe('an edge', () => {
  it.each([
    [
      '1/min',
      'rad/s',
      /^1\/min → rad\/s: the count in 1\/min is taken for radians, not for turns$/,
      /multiply by 2\*pi/,
    ],
    ['{rpm}/min', 'deg/s', /the count in rpm/, /multiply/],
    ['rad/s', '1/s', /the count in 1\/s/, /divide by 2\*pi/],
    ['circ/min', 'Hz', /the count in Hz/, /divide/],
    ['rad/s2', '1/s2', /the count in 1\/s²/, /divide/],
  ])('from %s to %s converts, and doubts that radians are meant', (from, to, says, remedy) => {
    const found = verdict(from, to);
    expect(found).toMatchObject({ ok: true, says: expect.stringMatching(says) });
    expect(found.ok && found.doubt?.remedy).toMatch(remedy);
  });

  it.each([
    ['circ/min', 'rad/s'],
    ['1/min', '1/s'],
    ['Hz', '1/min'],
    ['deg', '1'],
    ['1', 'rad'],
    ['N.m/rad', 'N.m'],
    ['m3/h', 'm3/s'],
  ])('from %s to %s raises no doubt', (from, to) => {
    const found = verdict(from, to);
    expect(found.ok && found.doubt).toBeUndefined();
  });

  it('of turns to radians converts with the 2π', () => {
    const found = verdict('circ/min', 'rad/s');
    expect(found.ok && found.conversion?.factor).toBeCloseTo((2 * Math.PI) / 60, 15);
  });

  it.each([
    ['dB[W]', 'W', 'dB[W] cannot become W: dB[W] is a logarithmic scale, and no factor and offset make it W'],
    ['[iU]/L', 'g/L', '[iU]/L cannot become g/L: [iU] is an arbitrary unit, which becomes no other'],
    ['m', 's', 'm cannot become s: they measure different things'],
  ])('from %s to %s is refused for what keeps them apart', (from, to, says) => {
    expect(verdict(from, to)).toMatchObject({ ok: false, code: 'unit-mismatch', says });
  });
});
