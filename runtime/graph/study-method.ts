import { z } from 'zod';

/** In the unit of what it is the value of, or a text that names its unit. */
const quantity = z.union([z.number(), z.string().min(1).max(80)]);

/** What takes other values: a parameter of the flow, a value as set by hand, a multiple of an input (`times`), an input's value (`is`), the end of the ramp that feeds it (`to`). */
const variedShape = {
  kind: z.enum(['parameter', 'value', 'times', 'is', 'to']),
  name: z.string().min(1).max(160),
};

/** The variant in which it plays; absent: the twin as it is. */
const of = z.string().max(100).optional();

/** The KPIs at each value, or at each pair of values of two axes. An axis is a list, or runs from one value to another in equal steps. */
const sweepSchema = z.looseObject({
  of,
  axes: z
    .array(
      z.looseObject({
        ...variedShape,
        values: z.array(quantity).min(1).max(400).optional(),
        from: quantity.optional(),
        to: quantity.optional(),
        count: z.number().int().min(1).max(400).optional(),
      }),
    )
    .min(1)
    .max(2),
});

/** Of a normal and a lognormal distribution the mean and standard deviation of the value itself, cut off below and above where that is said. */
const spread = {
  mean: quantity,
  deviation: quantity,
  atLeast: quantity.optional(),
  atMost: quantity.optional(),
};
const between = { min: quantity, max: quantity };

const chanceInputSchema = z.discriminatedUnion('distribution', [
  z.looseObject({ ...variedShape, distribution: z.literal('normal'), ...spread }),
  z.looseObject({ ...variedShape, distribution: z.literal('lognormal'), ...spread }),
  z.looseObject({ ...variedShape, distribution: z.literal('uniform'), ...between }),
  z.looseObject({ ...variedShape, distribution: z.literal('triangular'), ...between, likely: quantity }),
  z.looseObject({ ...variedShape, distribution: z.literal('pert'), ...between, likely: quantity }),
]);

/** Many runs with values drawn by chance. `compare`: variants that run with the same draws and the same noise too, so that what differs is the variant. */
const chanceSchema = z.looseObject({
  of,
  compare: z.array(z.string().max(100)).max(10).optional(),
  runs: z.number().int().default(200),
  sampling: z.enum(['latin', 'plain']).default('latin'),
  percentiles: z.array(z.number()).min(1).max(9).default([10, 50, 90]),
  inputs: z.array(chanceInputSchema).min(1).max(20),
});

/** The values at which a KPI is least or greatest while others keep their limits. */
const searchSchema = z.looseObject({
  of,
  kpi: z.string().max(160),
  goal: z.enum(['least', 'most']),
  over: z
    .array(z.looseObject({ ...variedShape, min: quantity, max: quantity, start: quantity.optional() }))
    .min(1)
    .max(6),
  where: z
    .array(
      z.looseObject({
        kpi: z.string().max(160),
        atLeast: z.number().optional(),
        atMost: z.number().optional(),
      }),
    )
    .max(10)
    .default([]),
  runs: z.number().int().default(200),
});

/** What a variant is worth: the KPI that counts money, over how many years it is looked at, and the discount rate (a share, or "8 %"). `downtime`: the KPI that counts it, s or h. */
const worthSchema = z.looseObject({
  kpi: z.string().max(160),
  counts: z.enum(['cost', 'income']).default('cost'),
  years: z.number().positive().max(100).default(10),
  discountRate: quantity.optional(),
  downtime: z.string().max(160).optional(),
});

/** What a question asks beside its table of variants. */
export const methodShape = {
  sweep: sweepSchema.optional(),
  chance: chanceSchema.optional(),
  search: searchSchema.optional(),
  worth: worthSchema.optional(),
};

export type Sweep = z.infer<typeof sweepSchema>;
export type Chance = z.infer<typeof chanceSchema>;
export type ChanceInput = Chance['inputs'][number];
export type Search = z.infer<typeof searchSchema>;
export type Worth = z.infer<typeof worthSchema>;
export type Varied = Pick<Sweep['axes'][number], 'kind' | 'name'>;
