/** Of runs in which an input has no effect, one in a hundred has a rank correlation this many standard errors from 0. */
const DEVIATES = 2.576;

/** Whether a rank correlation over so many runs says more than chance would: with 99 %, where its standard error is 1/√(n − 1). */
export function isClear(rank: number, runs: number): boolean {
  return Math.abs(rank) * Math.sqrt(Math.max(0, runs - 1)) > DEVIATES;
}
