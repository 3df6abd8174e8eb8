import { z } from 'zod';
import { alarmBody } from './bodies.ts';

const quality = z.enum(['good', 'uncertain', 'bad', 'absent']);

/** What is to be said of a node, as in the status of the stream. */
const nodeStatusBody = z.object({
  state: z.enum(['running', 'waiting', 'error', 'disabled', 'out-of-service']),
  says: z.string().optional(),
  setByHand: z.boolean().optional(),
  handSets: z.record(z.string(), z.union([z.number(), z.boolean(), z.string()])).optional(),
  lacks: z.record(z.string(), z.string()).optional(),
  dropped: z.number().optional(),
});

/** A twin as it was at an instant. Times in s since 1970. */
export const pastBody = z.object({
  twin: z.string(),
  /** Time that was asked for. */
  time: z.number(),
  /** Of the last instant up to then. */
  t: z.number(),
  /** Of the instant that follows; null where none is known. */
  next: z.number().nullable(),
  /** Version of the flow that ran. */
  version: z.number().int(),
  /** A bad or absent value is null, never 0. */
  ports: z.record(
    z.string(),
    z.object({ type: z.string(), value: z.unknown(), unit: z.string(), quality, t: z.number().nullable() }),
  ),
  nodes: z.record(z.string(), nodeStatusBody),
  outOfService: z.array(z.string()),
  /** Every alarm that was not normal then, of all twins. */
  alarms: z.array(alarmBody),
});

/** Something on the way: an alarm that was raised, or a deploy. */
const pastMarkBody = z.object({
  t: z.number(),
  kind: z.enum(['alarm', 'deploy']),
  says: z.string(),
});

/** How far back the log of a twin goes, and what stands on the way. Times in s since 1970; `from` null: nothing is kept. */
export const pastReachBody = z.object({
  from: z.number().nullable(),
  to: z.number(),
  marks: z.array(pastMarkBody),
});

/** Why a port said what it said: the chain back to the sources, each row below the one it reads into; what shares mean stands in `runtime/scenario/why`. */
export const whyBody = z.object({
  twin: z.string(),
  /** Time of the values, s since 1970. */
  time: z.number(),
  /** Stretch before it over which the shares are worked out, s. */
  window: z.number(),
  version: z.number().int(),
  rows: z.array(
    z.object({
      above: z.number().int().nullable(),
      port: z.string(),
      input: z.string().nullable(),
      type: z.string(),
      unit: z.string(),
      value: z.unknown(),
      quality,
      age: z.number().nullable(),
      share: z.number().nullable(),
      slope: z.number().nullable(),
      source: z.string().nullable(),
      seen: z.number().int().nullable(),
    }),
  ),
});

export type WhyBody = z.infer<typeof whyBody>;
export type PastBody = z.infer<typeof pastBody>;
export type PastReachBody = z.infer<typeof pastReachBody>;
