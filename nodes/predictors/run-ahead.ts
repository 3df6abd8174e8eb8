import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { duration, quantity } from '@twinloom/runtime/node/params';
import { anyUnit, number } from '@twinloom/runtime/node/ports';

/** So many questions may stay without an answer before what it said last is too old. */
const MOST_MISSED = 3;

const port = z.string().max(160);

/**
 * Time until the signal comes to a limit, found by running forks of the whole twin ahead in a process of its own. Each run feeds the sources with
 * another drawing of what they may say; the times at which the runs come to the limit are the distribution. The answer is an entry of the
 * twin's input log and carries the time at which the forks began; in a fork of the twin and in a simulation nothing is asked. For a signal that
 * is itself a random walk with drift ν, at distance a from the limit, the times are inverse Gaussian with mean a/ν and shape a²/σ².
 */
export const runAhead = defineNode({
  type: 'predictors/run-ahead',
  version: 1,
  title: 'Run ahead',
  icon: 'hourglass',
  keywords: ['simulate', 'forecast', 'time to limit', 'fork', 'Monte Carlo', 'what comes'],
  kind: 'discrete',
  docs: 'Every so often copies of the twin run ahead in a process of their own, behind all that is live, each with other inputs: when the signal will come to a limit, as a middle time with an interval, and how likely it is within the time looked ahead.',
  doesNotModel:
    'Sources that move together: each is drawn by itself. A walk that comes back, such as a controlled speed, strays less than it says. What people do meanwhile, and answers of other Run ahead nodes, which stay away in the copies and in simulations.',
  source:
    'Monte Carlo simulation; first passage of a walk with drift: M. C. K. Tweedie, Statistical properties of inverse Gaussian distributions I, Annals of Mathematical Statistics 28 (1957)',
  params: z.object({
    limit: quantity('like:in').describe('The limit'),
    direction: z.enum(['above', 'below']).default('above').describe('On which side of the limit it counts'),
    horizon: duration().positive().default(3600).describe('How far ahead the copies run'),
    every: duration().min(1).default(600).describe('How often they do'),
    runs: z.int().min(10).max(1000).default(50).describe('How many copies run each time'),
    confidence: z
      .number()
      .min(0.5)
      .max(0.998)
      .default(0.8)
      .describe('How often the interval shall hold the time to come; 0.8 is from P10 to P90'),
    inputs: z
      .enum(['hold', 'trend'])
      .default('hold')
      .describe(
        'What the sources say meanwhile: their last value, or the line through what they said of late',
      ),
    forecasts: z
      .record(port, port)
      .default({})
      .meta({ group: 'Inputs' })
      .describe('Sources that follow a predictor: {"inflow.value": "trend.value"} is a line to what it says'),
    lookBack: duration()
      .positive()
      .default(3600)
      .meta({ group: 'Inputs' })
      .describe('How far back the line and the spread look'),
    spread: z
      .enum(['none', 'noise', 'walk'])
      .default('walk')
      .meta({ group: 'Inputs' })
      .describe(
        'How sources differ from copy to copy: not, by noise in each sample, or ever further, as a random walk',
      ),
    sizes: z
      .record(port, z.union([z.number().nonnegative(), z.string().max(80)]))
      .default({})
      .meta({ group: 'Inputs' })
      .describe(
        'How much, as a standard deviation: of each sample, or of a walk after an hour, as {"inflow.value": "0.5 m3/h"}. Sources that are not named: as in the time it looks back',
      ),
  }),
  inputs: { in: number(anyUnit, { doc: 'Signal that comes to the limit' }) },
  outputs: {
    value: number('s', {
      doc: 'Time to the limit from when the copies began; half of them take longer (P50)',
    }),
    lower: number('s', { doc: 'Lower end of the interval (P10)' }),
    upper: number('s', {
      doc: 'Upper end of the interval (P90); bad while it lies beyond the time looked ahead',
    }),
    probability: number('1', {
      doc: 'Share of the copies that come to the limit within the time looked ahead',
    }),
  },
  listen: {
    address: (p) => ({ protocol: 'ahead', ...p }),
    decode: () => ({ problem: 'nobody sends to it' }),
    staleAfter: ({ every }) => every * MOST_MISSED,
    isOrdered: true,
  },
  card: { port: 'value', look: 'value' },
});
