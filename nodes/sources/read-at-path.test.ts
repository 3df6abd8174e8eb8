import { describe, expect, it } from 'vitest';
import { readAtPath } from './read-at-path.ts';

const json = { flow: 1, data: { flow: 2, list: [{ x: 5 }] }, values: [3, 4] };

describe('a path into JSON', () => {
  it.each([
    ['flow', 1],
    ['data.flow', 2],
    ['values[1]', 4],
    ['data.list[0].x', 5],
    ['', json],
  ])('%s finds %j', (path, value) => {
    expect(readAtPath(json, path)).toEqual({ value });
  });

  it('begins with an index where the JSON is a list', () => {
    expect(readAtPath([[7], 8], '[0][0]')).toEqual({ value: 7 });
  });

  it.each([
    'head',
    'flow.x',
    'values[9]',
    'values.length',
    '__proto__.polluted',
    'constructor.name',
    'data.toString',
  ])('%s finds nothing', (path) => {
    expect(readAtPath(json, path)).toHaveProperty('problem');
  });

  it.each([
    ['flaw', { flow: 1, unit: 'm3/h' }, 'expected "flaw", got an object with flow, unit'],
    ['a.b', { a: {} }, 'expected "b" of a.b, got an empty object'],
    ['a[2]', { a: [1, 2] }, 'expected "2" of a[2], got a list of 2'],
    ['a', null, 'expected "a", got null'],
    ['a', 12, 'expected "a", got 12'],
  ])('%s in %j says what is there instead', (path, value, problem) => {
    expect(readAtPath(value, path)).toEqual({ problem });
  });
});
