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
});

export const studyListBody = z.array(studySummaryBody);

/** With its results: of every variant that is finished. The first variant is the twin as it is. */
export const studyBody = z.object({
  ...studySummaryBody.shape,
  /** As it was asked, to ask it again. */
  request: z.unknown(),
  kpis: z.array(z.object({ name: z.string(), title: z.string(), unit: z.string(), expression: z.string() })),
  variants: z.array(studyVariantBody),
});

export type StudySummaryBody = z.infer<typeof studySummaryBody>;
export type StudyBody = z.infer<typeof studyBody>;
