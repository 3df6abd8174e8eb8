import { describe, expect, it } from 'vitest';
import { freeFlowId } from './new-flow.ts';

describe('the id of a new flow', () => {
  it('is the one wished, else the next number behind it', () => {
    expect(freeFlowId(new Set(), 'pump')).toBe('pump');
    expect(freeFlowId(new Set(['pump', 'pump-3']), 'pump')).toBe('pump-2');
    expect(freeFlowId(new Set(['pump', 'pump-2', 'pump-3']), 'pump')).toBe('pump-4');
  });
});
