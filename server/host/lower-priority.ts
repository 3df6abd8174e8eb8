import { constants, setPriority } from 'node:os';

/** Puts a process behind others, before it has loaded anything; by default behind all: it takes only what nobody else wants. */
export function lowerPriority(pid: number | undefined, nice: number = constants.priority.PRIORITY_LOW): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, nice);
  } catch {
    // It is gone already, which it says itself.
  }
}
