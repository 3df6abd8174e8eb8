import { z } from 'zod';
import { diagnosticBody } from './bodies.ts';

/** Bounds of one run in a page's worker; its time on the clock is bounded by whoever started it. */
export const MOST_POINTS = 1_000_000;
export const MOST_INSTANTS = 5_000_000;
const MOST_PORTS = 64;
const MOST_INPUTS = 100_000;

/** What a page asks of its simulation worker: a flow over simulated time from 0, and which ports to hand back how often. Times in s. */
export const simulationRequest = z
  .object({
    flow: z.unknown().describe('A flow document (*.flow.json)'),
    /** Stands for `{twin}` in the flow. */
    twin: z.string().max(64).optional(),
    seconds: z.number().positive().max(1e9),
    seed: z.number().int().default(1),
    /** Names `node.port`. */
    record: z.array(z.string().max(200)).min(1).max(MOST_PORTS),
    /** A row at 0, `every`, 2·`every`, … up to `seconds`. */
    every: z.number().positive(),
    /** What is put on sources, in order of time. */
    inputs: z
      .array(
        z.object({
          at: z.number().min(0),
          node: z.string().max(64),
          port: z.string().max(64).optional(),
          value: z.unknown(),
          quality: z.enum(['good', 'uncertain', 'bad']).default('good'),
        }),
      )
      .max(MOST_INPUTS)
      .refine((inputs) => inputs.every(({ at }, i) => i === 0 || at >= inputs[i - 1]!.at), {
        error: 'expected inputs in order of time',
      })
      .default([]),
  })
  .refine(({ seconds, every, record }) => rowsOf(seconds, every) * record.length <= MOST_POINTS, {
    error: `expected at most ${MOST_POINTS} points: fewer ports, a shorter time or a larger \`every\``,
  });

/** How many rows a run has. */
export function rowsOf(seconds: number, every: number): number {
  // A multiple of `every` that misses `seconds` by rounding counts.
  return Math.floor(seconds / every + 1e-9) + 1;
}

const columnSchema = z.object({
  port: z.string(),
  type: z.string(),
  /** UCUM code, '' where none. */
  unit: z.string(),
  /** By row; NaN while bad or absent. Booleans 0 or 1; events: how many since the row before. */
  values: z.instanceof(Float64Array),
  /** By row: 0 good, 1 uncertain, 2 bad, 3 absent. */
  quality: z.instanceof(Uint8Array),
  /** The last value of a port that holds no number. */
  last: z.unknown().optional(),
});

/** What the worker says: how far it is, then one of the others, once. */
export const simulationAnswer = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('progress'), t: z.number() }),
  z.object({ kind: z.literal('refused'), diagnostics: z.array(diagnosticBody) }),
  z.object({ kind: z.literal('failed'), code: z.string(), says: z.string(), remedy: z.string() }),
  z.object({
    kind: z.literal('done'),
    engine: z.enum(['generated', 'interpreted']),
    instants: z.number().int(),
    times: z.instanceof(Float64Array),
    columns: z.array(columnSchema),
    /** Warnings. */
    diagnostics: z.array(diagnosticBody),
  }),
]);

/** A request as it is written, before defaults are filled in. */
export type SimulationRequest = z.input<typeof simulationRequest>;
export type SimulationAnswer = z.infer<typeof simulationAnswer>;
/** What a run ends with. */
export type SimulationOutcome = Exclude<SimulationAnswer, { kind: 'progress' }>;
export type SimulationColumn = z.infer<typeof columnSchema>;
