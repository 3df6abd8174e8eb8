import type { LaidNode } from './plan.ts';

/** Everything that runs at equal distances shares a period; the tick is the first. */
export function findPeriods(nodes: readonly LaidNode[], tick: number): number[] {
  const periods = [tick];
  for (const node of nodes) {
    const { rate } = node;
    if (rate.kind === 'inherit') continue;
    const seconds = rate.kind === 'every' ? rate.seconds : tick;
    node.period = periods.indexOf(seconds);
    if (node.period < 0) node.period = periods.push(seconds) - 1;
  }
  return periods;
}
