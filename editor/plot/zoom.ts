/** A stretch of time, s since 1970. */
export interface Stretch {
  from: number;
  to: number;
}

/** The shortest and the longest stretch that is drawn, s. */
const SHORTEST = 1;
const LONGEST = 31 * 86_400;

/** The stretch around a time that keeps its place on the screen; a factor below 1 shows less of it, closer. */
export function zoomed({ from, to }: Stretch, factor: number, around: number): Stretch {
  const span = Math.min(LONGEST, Math.max(SHORTEST, (to - from) * factor));
  const share = (around - from) / (to - from);
  return { from: around - share * span, to: around + (1 - share) * span };
}

/** The stretch moved by a share of itself, never beyond `newest`. */
export function panned({ from, to }: Stretch, share: number, newest: number): Stretch {
  const by = Math.min(share * (to - from), newest - to);
  return { from: from + by, to: to + by };
}

/** A stretch that a person marked, from either side; never shorter than what can be drawn. */
export function marked(a: number, b: number): Stretch {
  const [from, to] = a < b ? [a, b] : [b, a];
  const lacking = Math.max(0, SHORTEST - (to - from)) / 2;
  return { from: from - lacking, to: to + lacking };
}
