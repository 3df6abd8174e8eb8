import type { StudyRequest } from '../graph/scenario.ts';
import { discountRate } from './check-worth.ts';
import type { KpiResult } from './kpi-meter.ts';
import { payback, perYear } from './payback.ts';

/** What one variant is worth beside the twin as it is; sums are of a year, were all of it as the time looked ahead. */
export interface VariantWorth {
  variant: string;
  investment: number;
  /** Absent where the KPI has no value in one of both. */
  saving?: number;
  paybackYears?: number;
  presentValue?: number;
  /** Of a year, in the unit of its KPI; and how much less than as it is. */
  downtime?: number;
  downtimeSaved?: number;
}

/** Money of each variant beside the first, where the question asks for it and both are finished; in the order of the names. */
export function worthOf(
  { worth, variants }: Pick<StudyRequest, 'worth' | 'variants'>,
  horizon: number,
  results: ReadonlyMap<string, Readonly<Record<string, KpiResult>>>,
  names: readonly string[],
): VariantWorth[] {
  const [base = ''] = names;
  if (!worth) return [];
  const { kpi, counts, years, downtime } = worth;
  const rate = worth.discountRate === undefined ? undefined : discountRate(worth.discountRate);
  const ofYear = (variant: string, name: string | undefined): number | undefined => {
    const value = name === undefined ? undefined : results.get(variant)?.[name]?.value;
    return value === undefined ? undefined : perYear(value, horizon);
  };
  return names.flatMap((variant): VariantWorth[] => {
    if (!results.has(variant)) return [];
    const investment = Object.hasOwn(variants, variant) ? (variants[variant]!.investment ?? 0) : 0;
    const [own, before] = [ofYear(variant, kpi), ofYear(base, kpi)];
    const saving =
      own === undefined || before === undefined || variant === base
        ? undefined
        : counts === 'cost'
          ? before - own
          : own - before;
    const [still, stillBefore] = [ofYear(variant, downtime), ofYear(base, downtime)];
    const paid = saving === undefined ? {} : payback(investment, saving, years, rate);
    return [
      {
        variant,
        investment,
        ...(saving !== undefined && { saving }),
        ...(paid.years !== undefined && { paybackYears: paid.years }),
        ...(paid.presentValue !== undefined && { presentValue: paid.presentValue }),
        ...(still !== undefined && { downtime: still }),
        ...(still !== undefined && stillBefore !== undefined && { downtimeSaved: stillBefore - still }),
      },
    ];
  });
}
