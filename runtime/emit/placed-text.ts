import type { Layout } from './layout.ts';

/** Arrays of a twin by the names that texts of nodes give them. */
const NUMBERS = {
  m: 'memory',
  cl: 'clock',
  me: 'measured',
  st: 'stamp',
  ri: 'ranIn',
  lr: 'lastRun',
  ld: 'lastDue',
} as const;
const BYTES = { q: 'quality', sd: 'started', du: 'due', hd: 'held', gs: 'ready' } as const;

const ACCESS = new RegExp(
  `\\b(${[...Object.keys(NUMBERS), ...Object.keys(BYTES)].join('|')})\\[(\\d+)\\]`,
  'g',
);

/**
 * The body of a function of the ground `g`, each number where it stands: `f` and `c` are all numbers and bytes of a chunk, which other twins stand
 * in too, `b` and `o` where those of this one begin. For V8 they are whole and not negative, so that no addition is asked whether it overflows.
 */
export function placedText(body: string, layout: Layout): string {
  const placed = body.replaceAll(ACCESS, (_, name: string, index: string) =>
    name in NUMBERS
      ? `f[b+${layout[NUMBERS[name as keyof typeof NUMBERS]] + Number(index)}]`
      : `c[o+${layout[BYTES[name as keyof typeof BYTES]] + Number(index)}]`,
  );
  return `const f=g.numbers,c=g.bytes,b=g.base&16777215,o=b<<3;${placed}`;
}
