import { ABSENT, BAD, UNCERTAIN, type QualityCode } from '@twinloom/runtime/signal/quality';

/** A stretch of time in which a trace cannot be trusted. */
export interface QualityStretch {
  from: number;
  to: number;
  quality: 'uncertain' | 'bad';
}

/**
 * Where the worst of some traces is uncertain or bad, in order and put together; each row stands until the next, the last until `end`.
 * Where nothing is recorded there is nothing to mistrust.
 */
export function qualityStretches(
  times: readonly number[],
  qualities: readonly (readonly QualityCode[])[],
  end: number,
): QualityStretch[] {
  const stretches: QualityStretch[] = [];
  for (let i = 0; i < times.length; i++) {
    let worst = 0;
    for (const quality of qualities) if (quality[i] !== ABSENT) worst = Math.max(worst, quality[i]!);
    if (worst < UNCERTAIN) continue;
    const quality = worst >= BAD ? 'bad' : 'uncertain';
    const [from, to] = [times[i]!, Math.max(times[i]!, times[i + 1] ?? end)];
    const last = stretches.at(-1);
    if (last?.quality === quality && last.to === from) last.to = to;
    else stretches.push({ from, to, quality });
  }
  return stretches;
}
