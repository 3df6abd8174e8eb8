import type { Costs } from './rounds.ts';
import { median, quantile } from './statistics.ts';

/** The table of what the work cost each contender, where a unit is `each` of what is counted: medians, and between which the middle half of the rounds lies. */
export function sayCosts(work: string, unit: string, costs: readonly Costs[], each = 1): void {
  const width = Math.max(...costs.map(({ name }) => name.length));
  console.log(`\n${work}, ns of CPU time a ${unit} (p25-p75; wall)`);
  for (const { name, ...of } of costs) {
    const [cpu, wall] = [of.cpu, of.wall].map((all) => all.map((cost) => cost / each)) as [
      number[],
      number[],
    ];
    const spread = `${round(quantile(cpu, 0.25))}-${round(quantile(cpu, 0.75))}`;
    console.log(`  ${name.padEnd(width)}  ${round(median(cpu))}  (${spread}; ${round(median(wall))})`);
  }
}

function round(nanoseconds: number): string {
  return nanoseconds >= 1000 ? nanoseconds.toFixed(0) : nanoseconds.toPrecision(3);
}
