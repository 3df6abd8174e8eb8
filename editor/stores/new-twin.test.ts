import { describe, expect, it } from 'vitest';
import { idPattern } from '@twinloom/runtime/graph/flow';
import { nameForTwin } from './new-twin.ts';

describe('the name of the first twin of a flow', () => {
  it('is called after the flow, and counts up where it is taken', () => {
    expect(nameForTwin('cooling', [])).toBe('cooling-01');
    expect(nameForTwin('cooling', ['cooling-01'])).toBe('cooling-02');
  });

  it('stays an id, however long the name of the flow', () => {
    expect(nameForTwin('a'.repeat(64), [])).toMatch(idPattern);
  });
});
