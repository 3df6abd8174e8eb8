import { describe, expect, it } from 'vitest';
import { fanPorts } from './fan-ports.ts';

const ports = (...names: readonly string[]) =>
  new Map(names.map((name) => [name, { type: 'number', unit: name.startsWith('other') ? 'm' : 's' }]));

describe('the interval around a prediction', () => {
  it('is between the lower and the upper port of its node', () => {
    expect(fanPorts('life.value', ports('life.value', 'life.lower', 'life.upper'))).toEqual([
      'life.lower',
      'life.upper',
    ]);
  });

  it('is none where one side lacks, or it is of another port', () => {
    expect(fanPorts('life.value', ports('life.value', 'life.lower'))).toBeUndefined();
    expect(fanPorts('life.slope', ports('life.slope', 'life.lower', 'life.upper'))).toBeUndefined();
  });

  it('is none where the sides are in another unit', () => {
    const mixed = new Map([
      ...ports('life.value', 'life.lower'),
      ['life.upper', { type: 'number', unit: 'm' }] as const,
    ]);
    expect(fanPorts('life.value', mixed)).toBeUndefined();
  });
});
