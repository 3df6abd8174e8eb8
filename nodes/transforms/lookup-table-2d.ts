import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { unit } from '@twinloom/runtime/node/params';
import { number, unitFrom } from '@twinloom/runtime/node/ports';
import { BAD, UNCERTAIN } from '@twinloom/runtime/signal/quality';
import { between, findPlace, isGrowing, METHODS, OUTSIDE } from './interpolate.ts';

const axis = (name: string) =>
  z
    .array(z.number())
    .min(2)
    .max(1_000)
    .refine(isGrowing, { message: 'the numbers must grow from one to the next' })
    .describe(`The values of ${name}, growing, such as [0, 10, 20]`);

/**
 * A surface over a grid of x and y: bilinear between four points, the nearest one, or the one before on both axes. Beyond the ends the edge is
 * held or the last piece goes on, both uncertain; or the result is bad.
 */
export const lookupTable2d = defineNode({
  type: 'transforms/lookup-table-2d',
  version: 1,
  title: 'Lookup table, 2-D',
  icon: 'chart-spline',
  keywords: ['map', 'characteristic', 'interpolation', 'surface', 'efficiency map', 'bilinear'],
  docs: 'Reads a map of two quantities you give by a grid: the efficiency of a pump over flow and speed, a motor map.',
  doesNotModel: 'Smoothness: between the points of the grid the surface is bilinear.',
  source: 'Bilinear interpolation',
  params: z
    .object({
      x: axis('x'),
      y: axis('y'),
      values: z
        .array(z.array(z.number()).min(2))
        .min(2)
        .describe('One row for each x, one number for each y, such as [[1, 2], [3, 4]]'),
      xUnit: unit().optional().describe('Unit of x; empty = whatever is wired to it'),
      yUnit: unit().optional().describe('Unit of y; empty = whatever is wired to it'),
      unit: unit().optional().describe('Unit of the result; empty = that of the port it is wired to'),
      method: z.enum(METHODS).default('linear').describe('What holds between the points'),
      outside: z.enum(OUTSIDE).default('hold').describe('What holds beyond the ends'),
    })
    .refine(
      ({ x, y, values }) => values.length === x.length && values.every((row) => row.length === y.length),
      {
        path: ['values'],
        message: 'there must be one row for each x, and in each row one number for each y',
      },
    ),
  inputs: { x: number(unitFrom('xUnit'), { doc: 'x' }), y: number(unitFrom('yUnit'), { doc: 'y' }) },
  outputs: { out: number(unitFrom('unit'), { doc: 'Value at x and y' }) },
  step: (out, _state, u, { x, y, values, method, outside }, instant) => {
    const row = { below: 0, share: 0, isOutside: false };
    const column = { below: 0, share: 0, isOutside: false };
    findPlace(x, u.x, method, outside, row);
    findPlace(y, u.y, method, outside, column);
    if (row.isOutside || column.isOutside) instant.mark(outside === 'bad' ? BAD : UNCERTAIN);
    const at = (i: number): number =>
      between(values[i]![column.below]!, values[i]![column.below + 1]!, column.share);
    out.out = between(at(row.below), at(row.below + 1), row.share);
  },
  example: {
    shows:
      'The efficiency of a drive over speed and load, from a grid of three by three: 92 % at its best point.',
    params: {
      x: [0, 1_000, 2_000],
      y: [0, 50, 100],
      values: [
        [40, 70, 65],
        [60, 92, 85],
        [50, 86, 80],
      ],
      xUnit: '{revolutions}/min',
      yUnit: 'N.m',
      unit: '%',
    },
    inputs: {
      x: {
        params: {
          shape: 'triangle',
          amplitude: 1_000,
          offset: 1_000,
          period: '60 s',
          unit: '{revolutions}/min',
        },
      },
      y: { type: 'sources/constant', params: { value: 50, unit: 'N.m' } },
    },
    seconds: 120,
  },
});
