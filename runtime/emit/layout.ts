import type { Plan } from '../compile/plan.ts';

/** Numbers of 8 bytes that a twin keeps, and of what there is one each; those of the clock are in the order of `Moment`. */
const NUMBERS = {
  clock: 'clock',
  measured: 'port',
  stamp: 'port',
  ranIn: 'node',
  lastRun: 'node',
  lastDue: 'node',
  nextOf: 'period',
  lastOf: 'period',
  dueOf: 'period',
  wanted: 'island',
  leaps: 'island',
  judged: 'island',
  heardAt: 'source',
  silence: 'source',
  newest: 'source',
  sequence: 'source',
  dropped: 'source',
} as const;

/** The same of one byte. */
const BYTES = {
  quality: 'port',
  started: 'node',
  due: 'node',
  stepped: 'node',
  held: 'node',
  ready: 'node',
  isOpen: 'island',
  hasInputs: 'island',
  isPlain: 'island',
  worth: 'island',
  isStale: 'source',
  takesAnyTime: 'source',
  hasProblem: 'source',
} as const;

/**
 * Where each kind of number of a twin begins in its stretch of memory, behind the memory of its plan: those of 8 bytes counted in numbers, the
 * others in bytes. `size` is all of it in numbers: whole cache lines.
 */
export type Layout = Readonly<Record<keyof typeof NUMBERS | keyof typeof BYTES | 'memory' | 'size', number>>;

const NUMBERS_OF_THE_CLOCK = 7;
const NUMBERS_OF_A_LINE = 8;

/** The layout of a plan. */
export function layoutOf({ memorySize, ports, nodes, periods, islands }: Plan): Layout {
  const counts = {
    clock: NUMBERS_OF_THE_CLOCK,
    port: ports.length,
    node: nodes.length,
    period: periods.length,
    island: islands.length,
    source: nodes.filter(({ definition }) => definition.listen).length,
  };
  let next = memorySize;
  const layOut = <Name extends string>(
    kinds: Readonly<Record<Name, keyof typeof counts>>,
  ): Record<Name, number> =>
    Object.fromEntries(
      Object.entries<keyof typeof counts>(kinds).map(([name, of]) => [
        name,
        (next += counts[of]) - counts[of],
      ]),
    ) as Record<Name, number>;
  const numbers = layOut(NUMBERS);
  next *= 8;
  const bytes = layOut(BYTES);
  const size = NUMBERS_OF_A_LINE * Math.ceil(next / 8 / NUMBERS_OF_A_LINE);
  return { memory: 0, ...numbers, ...bytes, size };
}

/** It is one byte wide. */
export function isByte(name: string): boolean {
  return Object.hasOwn(BYTES, name);
}
