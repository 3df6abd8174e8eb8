import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { unit } from '@twinloom/runtime/node/params';
import { number, unitFrom } from '@twinloom/runtime/node/ports';
import { BAD, UNCERTAIN } from '@twinloom/runtime/signal/quality';
import { between, findPlace, isGrowing, METHODS, OUTSIDE } from './interpolate.ts';

/**
 * A curve through points (x, y): between two of them a straight line, the nearer one, or the one before. Beyond the ends the last value is
 * held or the last line goes on, both uncertain; or the result is bad.
 */
export const lookupTable = defineNode({
  type: 'transforms/lookup-table',
  version: 1,
  title: 'Lookup table',
  icon: 'chart-spline',
  keywords: ['curve', 'characteristic', 'interpolation', 'calibration', '1-D', 'points'],
  docs: 'Reads a curve you give by its points: a pump curve, a level-to-volume table of a tank, a calibration.',
  doesNotModel: 'Smoothness: between points the curve is straight.',
  source: 'Piecewise linear interpolation',
  params: z.object({
    points: z
      .array(z.tuple([z.number(), z.number()]))
      .min(2)
      .max(10_000)
      .refine((points) => isGrowing(points.map(([x]) => x)), {
        message: 'the first numbers of the points must grow from point to point',
      })
      .describe('The points [x, y] by growing x, such as [[0, 20], [10, 18]]')
      .transform((points) => ({ x: points.map(([x]) => x), y: points.map(([, y]) => y) })),
    inputUnit: unit().optional().describe('Unit of x; empty = whatever is wired to it'),
    unit: unit().optional().describe('Unit of y; empty = that of the port it is wired to'),
    method: z.enum(METHODS).default('linear').describe('What holds between two points'),
    outside: z.enum(OUTSIDE).default('hold').describe('What holds beyond the ends'),
  }),
  inputs: { in: number(unitFrom('inputUnit'), { doc: 'x' }) },
  outputs: { out: number(unitFrom('unit'), { doc: 'y at x' }) },
  step: (y, _x, u, { points, method, outside }, instant) => {
    const place = { below: 0, share: 0, isOutside: false };
    findPlace(points.x, u.in, method, outside, place);
    if (place.isOutside) instant.mark(outside === 'bad' ? BAD : UNCERTAIN);
    y.out = between(points.y[place.below]!, points.y[place.below + 1]!, place.share);
  },
  example: {
    shows:
      'A tank that widens to the top: 1 m of level are 20 l, 2 m are 60 l, 3 m are 120 l, with straight lines between.',
    params: {
      points: [
        [0, 0],
        [1, 20],
        [2, 60],
        [3, 120],
      ],
      inputUnit: 'm',
      unit: 'L',
    },
    inputs: {
      in: { params: { shape: 'triangle', amplitude: '1.5 m', offset: '1.5 m', period: '60 s', unit: 'm' } },
    },
    seconds: 120,
  },
});
