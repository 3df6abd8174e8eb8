import { formatSpan } from '../../ui/format-span.ts';

const WORDS = new Map([
  [60, '1 min'],
  [300, '5 min'],
  [1_200, '20 min'],
  [7_200, '2 h'],
  [86_400, '24 h'],
]);

/** How much time a scope shows, in words. */
export function sayWindow(seconds: number): string {
  return WORDS.get(seconds) ?? formatSpan(seconds);
}
