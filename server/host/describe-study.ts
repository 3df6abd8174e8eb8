import type { StudyRequest } from '@twinloom/runtime/graph/scenario';
import type { StudyBody, StudySummaryBody } from '@twinloom/runtime/protocol/studies';
import { discountRate } from '@twinloom/runtime/scenario/check-worth';
import { worthOf } from '@twinloom/runtime/scenario/worth';
import type { Storage } from '../storage/open-storage.ts';
import { readOutcomes, type StudyRecord } from '../storage/studies.ts';
import { readDecisions, readResult, readRuns, type StudyResult } from '../storage/study-runs.ts';
import { compareWithBase } from './compare-with-base.ts';

interface Standing {
  summary(finished: number): StudySummaryBody;
  /** The variant that runs now. */
  running: string | undefined;
  /** What is known of its runs while it runs. */
  result: StudyResult | undefined;
  everyRun: boolean;
}

/** A study with everything that is known of it. */
export async function describeStudy(
  storage: Storage,
  record: StudyRecord,
  { summary, running, result, everyRun }: Standing,
): Promise<StudyBody> {
  const { id, study } = record;
  const { variants, request, flow, kpis, many } = study;
  const outcomes = await readOutcomes(storage, id);
  const runs = many ? await readRuns(storage, id) : [];
  const decisions = await readDecisions(storage, id);
  const { chance, search } = result?.chance || result?.search ? result : await readResult(storage, id);
  const compared = compareWithBase(
    variants.map(({ name }) => name),
    outcomes,
  );
  const worth = moneyOf(study, compared);
  return {
    ...summary(outcomes.size + runs.length),
    request,
    ...(flow && { flow }),
    kpis,
    variants: variants.map(({ name, plan }) => {
      const outcome = outcomes.get(name);
      return {
        name,
        plan,
        status: outcome ? 'done' : running === name ? 'running' : 'waiting',
        ...(outcome && {
          instants: outcome.instants,
          curves: outcome.curves,
          kpis: compared.get(name) ?? outcome.kpis,
        }),
      };
    }),
    ...(many && { many }),
    ...(many && (everyRun || many.method !== 'chance') && { runs: runs.filter(({ n }) => n < many.runs) }),
    ...(chance && { chance }),
    ...(search && { search }),
    ...(worth && { worth }),
    ...(decisions.length > 0 && { decisions }),
  };
}

function moneyOf(
  { request, horizon, kpis, variants }: StudyRecord['study'],
  compared: ReturnType<typeof compareWithBase>,
): StudyBody['worth'] {
  const asked = request as StudyRequest;
  const { worth } = asked;
  if (!worth) return undefined;
  const unitOf = (name: string | undefined): string => kpis.find((kpi) => kpi.name === name)?.unit ?? '';
  return {
    kpi: worth.kpi,
    unit: unitOf(worth.kpi),
    years: worth.years,
    ...(worth.discountRate !== undefined && { rate: discountRate(worth.discountRate) }),
    ...(worth.downtime !== undefined && { downtimeUnit: unitOf(worth.downtime) }),
    rows: worthOf(
      asked,
      horizon,
      compared,
      variants.map(({ name }) => name),
    ),
  };
}
