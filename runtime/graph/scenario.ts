import { z } from 'zod';
import { maintenanceSchema } from './maintenance.ts';
import { methodShape } from './study-method.ts';

/** `"1 h"`, or a number in s. */
const duration = z.union([z.number().nonnegative(), z.string().min(1).max(40)]);

/** In the unit of the port, or a text that names its unit: `"1150 1/min"`. */
const level = z.union([z.number(), z.string().min(1).max(80), z.boolean()]);

const every = { every: duration.optional() };

/**
 * What feeds a listening source while nothing listens to the outside: its last good sample again (`hold`), from there to a value over a time
 * (`ramp`), values at times in s since the start (`profile`; between two of them the first stands, or a line), a multiple of the held one (`scaled`), a line to what a predictor
 * says of it (`forecast`; `by` its port, such as `trend.value`) and that from then on, or what it said
 * itself from an earlier time on (`replay`; s since 1970 or ISO 8601).
 */
export const inputPolicySchema = z.discriminatedUnion('policy', [
  z.looseObject({ policy: z.literal('hold'), ...every }),
  z.looseObject({
    policy: z.literal('ramp'),
    to: z.union([z.number(), z.string().max(80)]),
    over: duration,
    ...every,
  }),
  z.looseObject({
    policy: z.literal('profile'),
    points: z
      .array(z.tuple([z.number().nonnegative(), level]))
      .min(1)
      .max(100_000),
    between: z.enum(['step', 'line']).default('step'),
    ...every,
  }),
  z.looseObject({ policy: z.literal('scaled'), factor: z.number(), ...every }),
  z.looseObject({ policy: z.literal('forecast'), by: z.string().max(160), ...every }),
  z.looseObject({ policy: z.literal('replay'), from: z.union([z.number(), z.string().max(40)]), ...every }),
]);

/**
 * What goes wrong from `at` on, for a time or to the end. `input`: an input, a port of another node, a state, or a param that can be set while the
 * twin runs. `size`: of a bias and of noise in its unit, of a drift in that a second, of a step the value it goes to.
 */
export const inputFaultSchema = z.looseObject({
  input: z.string().max(160),
  kind: z.enum(['bias', 'drift', 'step', 'stuck', 'noise', 'dropout']),
  size: z.union([z.number(), z.string().max(80)]).optional(),
  at: duration.default(0),
  for: duration.optional(),
});

const inputs = z.record(z.string().max(160), inputPolicySchema);

const changes = {
  parameters: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])).optional(),
  values: z.record(z.string().max(160), z.union([z.number(), z.string(), z.boolean()])).optional(),
  maintenance: maintenanceSchema.optional(),
};

/** What is different in one variant: parameters of the flow, values as set by hand, how an asset is maintained, what feeds its sources, faults, another version of the flow. */
const variantShape = {
  ...changes,
  inputs: inputs.optional(),
  faults: z.array(inputFaultSchema).max(100).optional(),
  version: z.number().int().positive().optional(),
  /** What it costs to have it, once; in the money of the question's `worth`. */
  investment: z.number().nonnegative().optional(),
};

/** A question to the twin, with how long it looks ahead and what is compared with the twin as it is. What it changes itself is assumed in all variants, also as it is. */
const questionShape = {
  question: z.string().max(500).optional(),
  horizon: duration,
  seed: z.number().int().optional(),
  record: z.array(z.string().max(160)).max(50).optional(),
  ...changes,
  inputs: inputs.optional(),
  ...methodShape,
};

/** A question kept in the flow. Unknown keys survive. */
export const flowScenarioSchema = z.looseObject({
  title: z.string(),
  ...questionShape,
  variants: z.record(z.string().min(1).max(100), z.looseObject(variantShape)).optional(),
});

/** A question that is asked now. `from`: s since 1970 or ISO 8601; absent = now. `document`: a draft that a variant runs. */
export const studyRequestSchema = z.strictObject({
  ...questionShape,
  from: z.union([z.number(), z.string().max(40)]).optional(),
  variants: z
    .record(z.string().min(1).max(100), z.strictObject({ ...variantShape, document: z.unknown().optional() }))
    .default({}),
});

export type InputPolicy = z.infer<typeof inputPolicySchema>;
export type InputFault = z.infer<typeof inputFaultSchema>;
export type StudyRequest = z.infer<typeof studyRequestSchema>;
export type StudyVariant = StudyRequest['variants'][string];
export type FlowScenario = z.infer<typeof flowScenarioSchema>;
