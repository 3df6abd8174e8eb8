import { z } from 'zod';
import { planBody } from './bodies.ts';

/** What a KPI came to in one variant; no value where there is none, and why. `missing`: s in which a port of it was bad. */
const kpiResultBody = z.object({
  value: z.number().optional(),
  missing: z.number(),
  says: z.string().optional(),
  /** Less what it is in the base; absent where one of both has no value. */
  difference: z.number().optional(),
  /** The difference as a share of the base. */
  share: z.number().optional(),
});

/** A port over the horizon in equal parts: least and greatest value of each, null where it was bad. */
const curveBody = z.object({
  unit: z.string(),
  min: z.array(z.number().nullable()),
  max: z.array(z.number().nullable()),
});

const studyVariantBody = z.object({
  name: z.string(),
  status: z.enum(['waiting', 'running', 'done']),
  /** What it does to the state of each node, as a deploy would. */
  plan: planBody,
  instants: z.number().optional(),
  kpis: z.record(z.string(), kpiResultBody).optional(),
  curves: z.record(z.string(), curveBody).optional(),
});

const numbers = z.array(z.number());
const numbersOrNone = z.array(z.number().nullable());

/** Many runs of one variant: what takes other values, and how many there are. */
const manyBody = z.object({
  method: z.enum(['sweep', 'chance', 'search']),
  of: z.string(),
  /** Of chance: how many values are drawn of each axis. */
  runs: z.number().int(),
  /** Of chance: runs beside those, with one axis at an end, or in variants that are compared. */
  more: z.number().int().optional(),
  axes: z.array(z.object({ kind: z.string(), name: z.string(), title: z.string(), unit: z.string() })),
  /** Of chance. */
  percentiles: numbers.optional(),
  sampling: z.enum(['latin', 'plain']).optional(),
  /** Of a search. */
  goal: z.enum(['least', 'most']).optional(),
  kpi: z.number().int().optional(),
});

/** One of many runs: the values of the axes, and the KPIs in their order. */
const runBody = z.object({
  n: z.number().int(),
  at: numbers,
  kpis: numbersOrNone,
  says: z.string().optional(),
});

const spreadShape = {
  count: z.number().int(),
  mean: z.number().optional(),
  margin: z.number().optional(),
  deviation: z.number().optional(),
  percentiles: numbers,
  histogram: z.object({ from: z.number(), to: z.number(), counts: numbers }).optional(),
};

/** A share of runs with the interval in which the true one lies with 95 %. */
const shareBody = z.object({ share: z.number(), from: z.number(), to: z.number() });

/** What chance made of the KPIs and the ports; see `runtime/scenario/summarise-runs`. */
const chanceBody = z.object({
  runs: z.number().int(),
  spreads: z.array(z.object(spreadShape)),
  influences: z.array(
    z.array(z.object({ axis: z.number().int(), low: z.number(), high: z.number(), rank: z.number() })),
  ),
  bands: z.record(z.string(), z.array(numbersOrNone)),
  /** By KPI: what it comes to where one axis alone is at its low or high end. */
  swings: z
    .array(
      z.array(
        z.object({
          axis: z.number().int(),
          low: z.number(),
          high: z.number(),
          middle: z.number(),
          from: z.number(),
          to: z.number(),
        }),
      ),
    )
    .optional(),
  /** Of each variant that ran with the same draws: by KPI, what it comes to less what the other does. */
  differences: z
    .array(
      z.object({
        variant: z.string(),
        kpis: z.array(z.object({ ...spreadShape, above: shareBody.optional(), below: shareBody.optional() })),
      }),
    )
    .optional(),
});

const searchResultBody = z.object({
  best: numbers.optional(),
  kpis: numbersOrNone,
  tried: z.number().int(),
  isConverged: z.boolean(),
  keepsLimits: z.boolean(),
  says: z.string(),
});

/** What each variant is worth; money in `unit`, sums of a year. */
const worthBody = z.object({
  kpi: z.string(),
  unit: z.string(),
  years: z.number(),
  rate: z.number().optional(),
  downtimeUnit: z.string().optional(),
  rows: z.array(
    z.object({
      variant: z.string(),
      investment: z.number(),
      saving: z.number().optional(),
      paybackYears: z.number().optional(),
      presentValue: z.number().optional(),
      downtime: z.number().optional(),
      downtimeSaved: z.number().optional(),
    }),
  ),
});

/** What a person decides by a study. */
export const studyDecisionRequest = z.strictObject({
  verdict: z.enum(['accepted', 'rejected', 'deferred']),
  reason: z.string().trim().min(1).max(2_000),
  author: z.string().trim().min(1).max(100).optional(),
});

/** What was decided, by whom and when, and what was known then: the KPIs of each finished variant. */
const studyDecisionBody = z.object({
  verdict: z.enum(['accepted', 'rejected', 'deferred']),
  reason: z.string(),
  author: z.string(),
  t: z.number(),
  known: z.object({
    status: z.string(),
    finished: z.number().int(),
    of: z.number().int(),
    kpis: z.record(z.string(), z.record(z.string(), z.number().nullable())),
  }),
});

/** A question to a twin: from where it begins and how far it goes, how it stands. Times in s since 1970, durations in s. */
export const studySummaryBody = z.object({
  id: z.string(),
  twin: z.string(),
  question: z.string(),
  /** When it was asked. */
  t: z.number(),
  status: z.enum(['waiting', 'running', 'done', 'cancelled', 'failed', 'interrupted']),
  says: z.string().optional(),
  start: z.number(),
  horizon: z.number(),
  seed: z.number(),
  /** Version of the flow that the base runs. */
  version: z.number().int(),
  author: z.string(),
  /** 0 to 1. */
  done: z.number(),
  secondsLeft: z.number().optional(),
  finished: z.number().int(),
  of: z.number().int(),
  /** It ended before its time and can be gone on with. */
  canGoOn: z.boolean().optional(),
});

export const studyListBody = z.array(studySummaryBody);

/** With its results: of every variant that is finished. The first variant is the twin as it is. */
export const studyBody = z.object({
  ...studySummaryBody.shape,
  /** As it was asked, to ask it again. */
  request: z.unknown(),
  /** What the flow that ran was called, and what it called what is asked of. */
  flow: z
    .object({
      name: z.string().optional(),
      parameters: z.record(
        z.string(),
        z.object({ title: z.string().optional(), unit: z.string().optional() }),
      ),
      nodes: z.record(z.string(), z.object({ title: z.string().optional() })),
    })
    .optional(),
  kpis: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      unit: z.string(),
      expression: z.string(),
      better: z.enum(['less', 'more']).optional(),
    }),
  ),
  variants: z.array(studyVariantBody),
  /** It has many runs beside its variants. */
  many: manyBody.optional(),
  /** Of a sweep and a search; of chance the CSV holds them. */
  runs: z.array(runBody).optional(),
  chance: chanceBody.optional(),
  search: searchResultBody.optional(),
  worth: worthBody.optional(),
  decisions: z.array(studyDecisionBody).optional(),
});

export type StudySummaryBody = z.infer<typeof studySummaryBody>;
export type StudyDecisionBody = z.infer<typeof studyDecisionBody>;
export type StudyBody = z.infer<typeof studyBody>;
