import { describe, expect, it } from 'vitest';
import { catalog } from '@twinloom/nodes/catalog';
import { compileFlow } from '@twinloom/runtime/compile/compile';

/** Codes of the errors of two state spaces that feed each other. */
function errorsOfLoop(D: number[][]): string[] {
  const { diagnostics } = compileFlow(
    {
      twinloom: 1,
      nodes: {
        a: { type: 'physics/state-space', params: { D } },
        b: { type: 'physics/state-space', params: { D } },
      },
      edges: ['a.out -> b.in', 'b.out -> a.in'],
    },
    catalog,
  );
  return diagnostics.filter(({ severity }) => severity === 'error').map(({ code }) => code);
}

describe('a loop of two state spaces', () => {
  it.each([[[]], [[[0]]]])('may close where nothing passes at once: D = %j', (D) => {
    expect(errorsOfLoop(D)).toEqual([]);
  });

  it('may not close where D is not 0', () => {
    expect(errorsOfLoop([[1]])).toEqual(['algebraic-loop']);
  });
});
