import type { HistoryReachBody } from '@twinloom/runtime/protocol/bodies';
import { byteText } from '../ui/byte-text.ts';
import { formatAge } from '../ui/format-age.ts';
import { systemWords } from '../words/system.ts';

/** How much history there is and how far it reaches back, in a line; `now` in s since 1970. */
export function historyText({ bytes, samplesFrom, secondsFrom }: HistoryReachBody, now: number): string {
  if (samplesFrom === null && secondsFrom === null) return systemWords.historyEmpty;
  const samples =
    samplesFrom === null ? systemWords.noSamples : systemWords.reachesBack(formatAge(now - samplesFrom));
  const seconds = secondsFrom === null ? '' : systemWords.secondsReach(formatAge(now - secondsFrom));
  return systemWords.history(byteText(bytes), samples, seconds);
}

/** What of it is kept. */
export function keepingText({ limits, samplesLost }: HistoryReachBody): string {
  const lost = samplesLost === 0 ? '' : systemWords.samplesLost(samplesLost);
  return systemWords.historyLimits(
    formatAge(limits.samples),
    formatAge(limits.seconds),
    byteText(limits.bytes),
    lost,
  );
}
