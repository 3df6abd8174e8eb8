import type { HistoryReachBody } from '@twinloom/runtime/protocol/bodies';
import { byteText } from '../ui/byte-text.ts';
import { formatAge } from '../ui/format-age.ts';

/** How much history there is and how far it reaches back, in a line; `now` in s since 1970. */
export function historyText({ bytes, samplesFrom, secondsFrom }: HistoryReachBody, now: number): string {
  if (samplesFrom === null && secondsFrom === null) return 'History: nothing is recorded yet';
  const samples = samplesFrom === null ? 'no samples' : `reaches back ${formatAge(now - samplesFrom)}`;
  const seconds = secondsFrom === null ? '' : ` (seconds ${formatAge(now - secondsFrom)})`;
  return `History: ${byteText(bytes)}, ${samples}${seconds}`;
}

/** What of it is kept. */
export function keepingText({ limits, samplesLost }: HistoryReachBody): string {
  const lost = samplesLost === 0 ? '' : ` ${samplesLost} samples were not recorded since the server started.`;
  return `Samples are kept for ${formatAge(limits.samples)}, seconds for ${formatAge(limits.seconds)}, together at most ${byteText(limits.bytes)}; the oldest go first.${lost}`;
}
