import { z } from 'zod';
import { path, quantity, unit } from '@twinloom/runtime/node/params';

const GREATEST = 1e30;

/** Params of every source that listens: where in what arrives the value stands, and what it is. */
export const placeParams = {
  path: path()
    .optional()
    .describe(
      'Where the value is in the JSON: flow, data.flow, values[0]; empty = all that arrives is the value',
    ),
  type: z
    .enum(['number', 'boolean', 'string', 'vector', 'record'])
    .default('number')
    .describe('What kind of value is expected'),
  unit: unit().optional().describe('Unit the sensor sends'),
  timePath: path({ group: 'More' })
    .optional()
    .describe(
      'Where the time of the measurement is: s or ms since 1970, or ISO 8601; none there = on arrival',
    ),
  sequence: path({ group: 'More' })
    .optional()
    .describe('Where the publisher’s counter is, by which a repeated sample is known'),
  readings: z
    .enum(['one', 'list'])
    .default('one')
    .meta({ group: 'More' })
    .describe(
      'What arrives: one reading, or a list of them, as a gateway sends that has kept them. Path, time and counter are then those in each reading. An empty list, or one with nothing new, counts as silence',
    ),
  listPath: path({ group: 'More' })
    .optional()
    .describe('Where the list of readings is in the JSON; empty = all that arrives is the list'),
};

/** Params of every source that listens: what holds before the first sample, and which samples are none. */
export const boundParams = {
  initial: z
    .union([z.number(), z.boolean(), z.string().max(1000)])
    .optional()
    .meta({ group: 'More' })
    .describe('Value until the first sample arrives; empty = there is none'),
  min: quantity('param:unit', { group: 'More' }).default(-GREATEST).describe('A smaller value is bad'),
  max: quantity('param:unit', { group: 'More' }).default(GREATEST).describe('A greater value is bad'),
  late: z
    .enum(['drop', 'accept'])
    .default('drop')
    .meta({ group: 'More' })
    .describe('What to do with a sample not newer than the last'),
};

/** A rule for `refine`: the initial value is of the type that is expected. */
export const initialFitsType = [
  ({ initial, type }: { initial?: unknown; type: string }): boolean =>
    initial === undefined || typeof initial === type,
  { path: ['initial'] as string[], message: 'it is of another type than the values that are expected' },
] as const;

/** A rule for `refine`: where the list is says nothing of one reading. */
export const listPathIsOfList = [
  ({ readings, listPath }: { readings: string; listPath?: string }): boolean =>
    readings === 'list' || !listPath,
  { path: ['listPath'] as string[], message: 'one reading is expected: choose list as Readings' },
] as const;

/** A rule for `refine`: the bounds leave room. */
export const minIsUnderMax = [
  ({ min, max }: { min: number; max: number }): boolean => min <= max,
  { path: ['max'] as string[], message: 'it is below min' },
] as const;
