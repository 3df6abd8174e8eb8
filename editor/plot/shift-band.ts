import { ABSENT, type QualityCode } from '@twinloom/runtime/signal/quality';
import { emptyBand, type Band, type Bands } from './bands.ts';
import { rowAt } from './measure.ts';

/** A trace moved to the times that it speaks of: at each of these times what was said `ahead` s earlier; nothing where nobody has spoken of it yet. */
export function shiftBand(
  { times, traces }: Bands,
  place: number,
  ahead: number,
  until: number,
  onto: readonly number[],
): Band {
  const said = traces[place]!;
  const moved = emptyBand();
  for (const time of onto) {
    const at = time - ahead;
    const row = at > until ? -1 : rowAt(times, at);
    moved.mean.push(said.mean[row] ?? null);
    moved.low.push(said.low[row] ?? null);
    moved.high.push(said.high[row] ?? null);
    moved.quality.push(said.quality[row] ?? ABSENT);
  }
  return moved;
}

/** A trace that ends where more times follow: nothing is known of them. */
export function padBand(band: Band, length: number): Band {
  const lacking = Math.max(0, length - band.mean.length);
  const nothing = Array.from({ length: lacking }, () => null);
  return {
    mean: [...band.mean, ...nothing],
    low: [...band.low, ...nothing],
    high: [...band.high, ...nothing],
    quality: [...band.quality, ...nothing.map((): QualityCode => ABSENT)],
  };
}
