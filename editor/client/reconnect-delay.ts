/** How long to wait before the n-th attempt (0 = first) to reach the server again: 0.5 s doubling to 10 s, ±20 % by `chance` in [0, 1). */
export function reconnectDelayMs(attempt: number, chance: number): number {
  const base = Math.min(10_000, 500 * 2 ** Math.min(attempt, 10));
  return Math.round(base * (0.8 + 0.4 * chance));
}
