import type { PortType } from '@twinloom/runtime/signal/port-type';
import { describe, expect, it } from 'vitest';
import { readCell } from './read-cell.ts';

describe('a cell', () => {
  it.each<[string, PortType, unknown]>([
    ['1.5', 'number', 1.5],
    [' -2e-3 ', 'number', -0.002],
    ['+.5', 'number', 0.5],
    ['-0', 'number', -0],
    ['true', 'boolean', true],
    ['FALSE', 'boolean', false],
    ['0.0', 'boolean', false],
    ['1', 'boolean', true],
    ['1', 'event', true],
    ['3', 'event', true],
    ['a b', 'string', 'a b'],
    ['[1,2]', 'vector', [1, 2]],
    ['{"a":1}', 'record', { a: 1 }],
  ])('%j of a %s port is %j', (text, type, value) => {
    expect(readCell(text, type)).toEqual({ kind: 'value', value });
  });

  it('that is empty is no sample, nor is a count of no events', () => {
    expect(readCell('', 'number').kind).toBe('none');
    expect(readCell('  ', 'string').kind).toBe('none');
    expect(readCell('0', 'event').kind).toBe('none');
  });

  it.each(['NaN', 'nan', '-Infinity', 'null', 'N/A'])('with %s is a bad sample', (text) => {
    expect(readCell(text, 'number')).toEqual({ kind: 'bad' });
  });

  it.each<[string, PortType]>([
    ['abc', 'number'],
    ['0x10', 'number'],
    ['maybe', 'boolean'],
    ['[1', 'vector'],
  ])('with %j is a bad sample of a %s port, and says why', (text, type) => {
    expect(readCell(text, type)).toEqual({ kind: 'bad', says: expect.stringContaining(text) });
  });

  it.each(['1,5', '-1.234,5', '79,3366'])(
    'with the decimal comma of %s is read as nothing at all',
    (text) => {
      expect(readCell(text, 'number')).toMatchObject({
        kind: 'unreadable',
        says: expect.stringContaining('decimal comma'),
      });
    },
  );
});
