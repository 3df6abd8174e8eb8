import type { Kpi } from '../compile/kpi.ts';
import type { Diagnostic } from '../graph/diagnostic.ts';
import type { StudyRequest } from '../graph/scenario.ts';
import { parseQuantity } from '../signal/quantity.ts';
import { findKpi } from './prepare-runs.ts';
import { refusal } from './refusal.ts';

/** A discount rate as a share: 0.08, "0.08" or "8 %"; NaN where it is none. */
export function discountRate(rate: number | string): number {
  if (typeof rate === 'number') return rate;
  const read = parseQuantity(rate, '1');
  return 'value' in read ? read.value : Number.NaN;
}

/** Checks what a question says of money. */
export function checkWorth(
  { worth, variants }: Pick<StudyRequest, 'worth' | 'variants'>,
  kpis: readonly Pick<Kpi, 'name'>[],
  diagnostics: Diagnostic[],
): void {
  const costly = Object.entries(variants).find(([, { investment = 0 }]) => investment > 0);
  if (!worth) {
    if (costly)
      diagnostics.push(
        refusal(
          'no-worth',
          `variants.${costly[0]}.investment`,
          'an investment stands there, and nothing says which KPI it is to be paid back from',
          'Name the KPI that counts money under worth.',
        ),
      );
    return;
  }
  findKpi(worth.kpi, kpis, 'worth.kpi', diagnostics);
  if (worth.downtime !== undefined) findKpi(worth.downtime, kpis, 'worth.downtime', diagnostics);
  const rate = worth.discountRate === undefined ? 0 : discountRate(worth.discountRate);
  if (!(rate > -1 && rate <= 10))
    diagnostics.push(
      refusal(
        'bad-rate',
        'worth.discountRate',
        `"${worth.discountRate}" is no discount rate`,
        'Write it as "8 %".',
      ),
    );
}
