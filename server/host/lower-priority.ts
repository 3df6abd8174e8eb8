import { constants, setPriority } from 'node:os';

/** Puts a process behind all others, before it has loaded anything: it takes only what nobody else wants. */
export function lowerPriority(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, constants.priority.PRIORITY_LOW);
  } catch {
    // It is gone already, which it says itself.
  }
}
