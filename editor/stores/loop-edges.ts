import type { Diagnostic } from '@twinloom/runtime/graph/diagnostic';

const known = new WeakMap<readonly Diagnostic[], ReadonlySet<string>>();
const LOOPS = new Set(['algebraic-loop', 'never-begins']);

/** Whether an edge between two nodes lies on a loop that the check found. */
export function isOnLoop(diagnostics: readonly Diagnostic[], from: string, to: string): boolean {
  let pairs = known.get(diagnostics);
  if (!pairs) {
    pairs = new Set(diagnostics.filter(({ code }) => LOOPS.has(code)).flatMap(pairsOf));
    known.set(diagnostics, pairs);
  }
  return pairs.has(`${from} ${to}`);
}

function pairsOf({ at }: Diagnostic): string[] {
  return at.map(({ node }, index) => `${node} ${at[(index + 1) % at.length]?.node}`);
}
