import { describe, expect, it } from 'vitest';
import { fieldsOf } from './record-fields.ts';

describe('fields of a record', () => {
  it('are numbers, unless another type is written', () => {
    const a = { name: 'a', type: 'number' };
    expect(fieldsOf(['a'])).toEqual([a]);
    expect(fieldsOf({ a: 'm3/h', b: { type: 'boolean' }, c: { type: 'string' } })).toEqual([
      a,
      { name: 'b', type: 'boolean' },
      { name: 'c', type: 'string' },
    ]);
    expect(fieldsOf({ a: null })).toEqual([a]);
    expect(fieldsOf({ a: {} })).toEqual([a]);
  });
});
