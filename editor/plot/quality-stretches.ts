import { ABSENT, BAD, UNCERTAIN, type QualityCode } from '@twinloom/runtime/signal/quality';

/** A stretch of time in which a trace cannot be trusted. */
export interface QualityStretch {
  from: number;
  to: number;
  quality: 'uncertain' | 'bad';
}

/**
 * Where at least `need` of some traces are uncertain or bad, in order and put together; each row stands until the next, the last until `end`.
 * Where nothing is recorded there is nothing to mistrust.
 */
export function qualityStretches(
  times: readonly number[],
  qualities: readonly (readonly QualityCode[])[],
  end: number,
  need = 1,
): QualityStretch[] {
  const stretches: QualityStretch[] = [];
  for (let i = 0; i < times.length; i++) {
    let [doubtful, bad] = [0, 0];
    for (const quality of qualities) {
      const here = quality[i] ?? ABSENT;
      if (here === ABSENT) continue;
      if (here >= UNCERTAIN) doubtful++;
      if (here >= BAD) bad++;
    }
    if (doubtful < need) continue;
    const quality = bad >= need ? 'bad' : 'uncertain';
    const [from, to] = [times[i]!, Math.max(times[i]!, times[i + 1] ?? end)];
    const last = stretches.at(-1);
    if (last?.quality === quality && last.to === from) last.to = to;
    else stretches.push({ from, to, quality });
  }
  return stretches;
}
