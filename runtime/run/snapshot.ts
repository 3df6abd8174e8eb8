import { z } from 'zod';

/** A number JSON cannot say (NaN, ±Infinity, -0) travels as its name. */
const exactNumber = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity', '-0'])]);

const handValue = z.union([z.number(), z.boolean(), z.string()]);

const nodeSnapshot = z.object({
  type: z.string(),
  version: z.number(),
  /** What the node does in this flow: type, params, edges. Another logic makes a stateless node run anew. */
  logic: z.string(),
  /** Params its state depends on. */
  params: z.record(z.string(), z.unknown()),
  started: z.boolean(),
  lastRun: z.number(),
  lastDue: z.number(),
  /** µs since the origin; null = never. */
  wake: z.number().nullable(),
  sequence: z.number(),
  random: z.array(z.number()),
  error: z.string().optional(),
  /** Why it does not run. */
  stopped: z.string().optional(),
  /** States that take the next good sample of the port at which they begin. */
  anchoring: z.array(z.string()).optional(),
  /** It stands still: 1 its group is disabled, 2 its asset is out of service. */
  hold: z.union([z.literal(1), z.literal(2)]).optional(),
  /** Outputs without an answer, and why. */
  lacks: z.record(z.string(), z.string()).optional(),
  states: z.record(z.string(), z.array(exactNumber)),
  /** Held numbers of the inputs, in their own units. */
  inputs: z.record(z.string(), z.object({ unit: z.string(), value: exactNumber })),
  outputs: z.record(
    z.string(),
    z.object({
      type: z.string(),
      unit: z.string(),
      value: exactNumber,
      object: z.unknown().optional(),
      quality: z.number().int().min(0).max(3),
      measured: exactNumber,
    }),
  ),
  tag: z
    .object({
      heardAt: z.number(),
      isStale: z.boolean(),
      newest: exactNumber,
      sequence: z.number().optional(),
      dropped: z.number(),
      problem: z.string().optional(),
    })
    .optional(),
});

/** What is kept of the events of an island; times in s since the origin. */
const savedEvents = z.object({
  time: z.number().nullable(),
  cutAt: z.number().nullable(),
  crossed: z.array(z.number()),
  /** By event, while it rests: what stood on its node's inputs and params then. */
  resting: z.array(z.array(exactNumber).nullable()),
  /** When each happened last. */
  last: z.array(z.number().nullable()),
  inStretch: z.number(),
});

/** Everything the next output of a twin depends on, by node id, as JSON. Times in µs since the origin unless said otherwise. */
export const snapshotSchema = z.object({
  twinloomSnapshot: z.literal(1),
  /** Name of the flow it was taken from. */
  flow: z.string(),
  /** Time of the last instant; -1 before the first. */
  micros: z.number(),
  /** s since 1970 of the origin; 0 in simulated time. */
  epoch: z.number(),
  seed: z.number(),
  instants: z.number(),
  /** A tick has run whose stretch to the next tick is not yet integrated. */
  pendingTick: z.number().nullable(),
  nodes: z.record(z.string(), nodeSnapshot),
  /** By the ids of the members, joined with spaces. */
  islands: z.record(
    z.string(),
    z.object({
      started: z.boolean(),
      badSince: z.number().nullable(),
      outcome: z.enum(['done', 'inaccurate', 'failed']),
      quality: z.number().int().min(0).max(3),
      solver: z.array(exactNumber),
      /** Its stretch behind the last tick is not integrated to the end. */
      isOpen: z.boolean().optional(),
      hasInputs: z.boolean().optional(),
      events: savedEvents.optional(),
    }),
  ),
  /** Index of the next due time and of the last that ran, by period in s. */
  periods: z.array(z.object({ seconds: z.number(), next: z.number(), last: z.number() })),
  handSets: z.record(z.string(), handValue),
  /** Nodes that run in the next instant because a deploy changed them. */
  anew: z.array(z.string()).optional(),
  /** Assets out of service. */
  outOfService: z.array(z.string()).optional(),
  /** What the port of each group said last, and when that changed. */
  groups: z.record(z.string(), z.object({ isEnabled: z.boolean(), changedAt: z.number() })).optional(),
});

export type Snapshot = z.infer<typeof snapshotSchema>;
export type NodeSnapshot = z.infer<typeof nodeSnapshot>;
export type SavedEvents = z.infer<typeof savedEvents>;
export type ExactNumber = z.infer<typeof exactNumber>;

/** Reads the text of a snapshot file; one line about what is wrong with it. */
export function readSnapshot(text: string): { snapshot: Snapshot } | { problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: 'it is not JSON' };
  }
  const parsed = snapshotSchema.safeParse(value);
  if (parsed.success) return { snapshot: parsed.data };
  const issue = parsed.error.issues[0];
  return {
    problem: `it is no snapshot of this version (${issue?.path.map(String).join('.') || 'document'}: ${issue?.message})`,
  };
}

/** A number as JSON can keep it bit for bit, and back. */
export function toExact(value: number): ExactNumber {
  if (Object.is(value, -0)) return '-0';
  return Number.isFinite(value) ? value : (String(value) as ExactNumber);
}

export function fromExact(value: ExactNumber): number {
  return typeof value === 'number' ? value : Number(value);
}
