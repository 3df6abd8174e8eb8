const FIRST_SECONDS = 1;
const LONGEST_SECONDS = 30;

/** Pause in s before the next attempt after so many failures in a row: 1, 2, 4 … 30 s, of which the second half is left to chance so that not all come back at once. */
export function backoffSeconds(failures: number, random: () => number): number {
  const whole = Math.min(FIRST_SECONDS * 2 ** Math.min(failures - 1, 30), LONGEST_SECONDS);
  return whole * (0.5 + random() / 2);
}
