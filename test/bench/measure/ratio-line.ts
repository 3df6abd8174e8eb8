import { median, quantile } from './statistics.ts';

/** The ratios of one name of the table, round by round, and what they should come to. */
export interface Ratios {
  name: string;
  /** The peer's cost over ours: a goal is a floor. */
  peer?: readonly number[];
  /** Our cost over the limit's: a goal is a ceiling. */
  limit?: readonly number[];
  goalPeer?: number;
  goalLimit?: number;
}

/** The last line of a subject, for those who read it by program; the spread is that of the limit where there is one, else of the peer. */
export function ratioLine({ name, peer = [], limit = [], goalPeer, goalLimit }: Ratios): string {
  const spread = limit.length > 0 ? limit : peer;
  return [
    `RATIO ${name}`,
    `peer=${sayNumber(median(peer))}`,
    `limit=${sayNumber(median(limit))}`,
    `goal_peer=${sayNumber(goalPeer)}`,
    `goal_limit=${sayNumber(goalLimit)}`,
    `rounds=${spread.length}`,
    `spread=${sayNumber(quantile(spread, 0.25))}-${sayNumber(quantile(spread, 0.75))}`,
  ].join(' ');
}

function sayNumber(value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '-';
  return String(value >= 100 ? Math.round(value) : Number(value.toPrecision(3)));
}
