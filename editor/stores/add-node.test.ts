import { describe, expect, it } from 'vitest';
import { freeSpot, idFromType } from './add-node.ts';

describe('idFromType', () => {
  it.each([
    ['transforms/low-pass', 'lowPass'],
    ['physics/tank', 'tank'],
    ['acme/pump-3-stage', 'pump3Stage'],
  ])('%s is called %s', (type, id) => {
    expect(idFromType(type)).toBe(id);
  });
});

describe('freeSpot', () => {
  it('takes the wished spot when it is free', () => {
    expect(freeSpot({ twinloom: 1, nodes: {} }, [40, 80])).toEqual([40, 80]);
  });

  it('goes down to the right past the nodes that begin there', () => {
    const layout = { a: [40, 80] as [number, number], b: [72, 112] as [number, number] };
    expect(freeSpot({ twinloom: 1, nodes: {}, layout }, [40, 80])).toEqual([104, 144]);
  });
});
