import { z } from 'zod';

/** The longest stretch, s: the log of a longer one takes too long to fold. */
export const MOST_FIGURES_SECONDS = 3 * 3600;

/** Who asks for that much up to now asks a little more: time passes on the way, and clocks differ. */
const ON_THE_WAY_SECONDS = 60;

/** A stretch, s, is longer than figures are worked out for. */
export function isTooLongForFigures(seconds: number): boolean {
  return seconds > MOST_FIGURES_SECONDS + ON_THE_WAY_SECONDS;
}

/** What the KPIs of a flow came to over a stretch of a twin's past. Times in s since 1970. */
export const figuresBody = z.object({
  twin: z.string(),
  /** Where it begins: later than was asked for where the twin began, stood or got another version meanwhile. */
  from: z.number(),
  to: z.number(),
  /** Version of the flow that ran at its end. */
  version: z.number().int(),
  kpis: z.array(
    z.object({
      name: z.string(),
      title: z.string(),
      unit: z.string(),
      expression: z.string(),
      /** Absent where there is none, with why. */
      value: z.number().optional(),
      says: z.string().optional(),
      /** For how long a port of it was bad or absent, s. */
      missing: z.number(),
    }),
  ),
});

export type FiguresBody = z.infer<typeof figuresBody>;
