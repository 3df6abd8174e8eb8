import type { ByWhom, Command } from './commands.ts';
import type { HandValue } from './hand-sets.ts';
import type { Input } from './inbox.ts';

/** Where a twin stood when something was put in: the numbers of instants run before, and whether the stretch behind the last tick was integrated. */
interface Stand {
  instants: number;
  isSettled: boolean;
}

/**
 * One entry of a twin's input log: everything that its state depends on beside its plan, its seed and its origin. µs since the origin.
 * `samples`: a delivery, late and bad ones included. `set`: by a person. `command`: what a person told the twin, who and why. `merge`: the
 * ticks missed up to then became one step. `stop`: a node went beyond its budget and does not run from then on; without `says` it runs
 * again. `time`: it ran up to then, for nothing but the time.
 */
export type LogEntry = Stand & { micros: number } & (
    | { kind: 'samples'; inputs: readonly Input[] }
    | { kind: 'set'; values: Readonly<Record<string, HandValue | null>> }
    | { kind: 'command'; what: Command; by?: ByWhom }
    | { kind: 'merge' }
    | { kind: 'stop'; node: string; says?: string }
    | { kind: 'time' }
  );
