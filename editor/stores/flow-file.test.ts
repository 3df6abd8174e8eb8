import { describe, expect, it } from 'vitest';
import { idPattern } from '@twinloom/runtime/graph/flow';
import { idFor } from './flow-file.ts';

describe('the id of a flow that comes from a file', () => {
  it.each([
    ['pump.flow.json', 'pump'],
    ['Pump no. 2.flow.json', 'Pump-no-2'],
    ['2024 boiler.json', 'boiler'],
    ['Kläranlage (neu).json', 'Kl-ranlage-neu'],
    ['.json', 'flow'],
    ['泵.json', 'flow'],
    [`${'long'.repeat(40)}.json`, 'long'.repeat(14)],
  ])('of %s is %s', (name, id) => {
    expect(idFor(name)).toBe(id);
    expect(id).toMatch(idPattern);
  });
});
