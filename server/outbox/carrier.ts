import type { Letter } from './letter.ts';

/** How it went: taken; or not, with what to do where somebody should read it, and whether the same letter may fare better later. */
export type Delivery = { isTaken: true } | { isTaken: false; says?: string; isPassing: boolean };

/** Brings letters to one target. */
export interface Carrier {
  /** Letters that may be on their way together. */
  window: number;
  /** So often a letter may go out by itself and come back before it is given up. */
  mostAttempts: number;
  /**
   * Sends a letter and tells once how it went, later; or not now: `away`, the target is not there, or `full`, it has to take others first. Who
   * says so wakes the sender when that changes.
   */
  send(letter: Letter, signal: AbortSignal, tell: (delivery: Delivery) => void): 'sent' | 'away' | 'full';
}
