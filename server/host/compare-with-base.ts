import type { StudyBody } from '@twinloom/runtime/protocol/studies';
import type { VariantOutcome } from '@twinloom/runtime/scenario/run-variant';

type Results = NonNullable<StudyBody['variants'][number]['kpis']>;

/** The KPIs of each variant with their difference to those of the first, where both have a value. */
export function compareWithBase(
  names: readonly string[],
  outcomes: ReadonlyMap<string, Pick<VariantOutcome, 'kpis'>>,
): Map<string, Results> {
  const [first] = names;
  const base = first === undefined ? undefined : outcomes.get(first)?.kpis;
  return new Map(
    [...outcomes].map(([name, { kpis }]) => [
      name,
      Object.fromEntries(
        Object.entries(kpis).map(([kpi, result]) => {
          const [own, basic] = [result.value, base?.[kpi]?.value];
          if (name === first || own === undefined || basic === undefined) return [kpi, result];
          const difference = own - basic;
          return [
            kpi,
            { ...result, difference, ...(basic !== 0 && { share: difference / Math.abs(basic) }) },
          ];
        }),
      ),
    ]),
  );
}
