import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  boundParams,
  initialFitsType,
  listPathIsOfList,
  minIsUnderMax,
  placeParams,
} from './reading-params.ts';

const params = z
  .object({ ...placeParams, ...boundParams })
  .refine(...initialFitsType)
  .refine(...minIsUnderMax)
  .refine(...listPathIsOfList);

const refused = (given: Record<string, unknown>) =>
  params.safeParse(given).error?.issues.map(({ path }) => path[0]) ?? [];

describe('the params of a reading', () => {
  it('expect a number of any size that can be measured, where nothing else is said', () => {
    expect(params.parse({})).toEqual({
      type: 'number',
      readings: 'one',
      min: -1e30,
      max: 1e30,
      late: 'drop',
    });
  });

  it.each([
    [{ initial: 4 }, []],
    [{ initial: 'on' }, ['initial']],
    [{ type: 'boolean', initial: true }, []],
    [{ type: 'boolean', initial: 1 }, ['initial']],
    [{ min: 2, max: 2 }, []],
    [{ min: 3, max: 2 }, ['max']],
    [{ readings: 'list', listPath: 'values' }, []],
    [{ listPath: 'values' }, ['listPath']],
  ])('of %j refuse %j', (given, names) => {
    expect(refused(given)).toEqual(names);
  });
});
