import { describe, expect, it } from 'vitest';
import { isOneValue, payloadLines } from './payload-paths.ts';

describe('payloadLines', () => {
  it('names every number by the path a source reads it by', () => {
    const lines = payloadLines('{"flow":12.5,"data":{"head":[3,4]},"ok":true}');
    expect(lines?.map(({ path, value }) => [path, value]).filter(([path]) => path !== undefined)).toEqual([
      ['flow', '12.5'],
      ['data.head[0]', '3'],
      ['data.head[1]', '4'],
      ['ok', 'true'],
    ]);
  });

  it('has one line with an empty path for a payload that is the value', () => {
    expect(payloadLines('12.5')).toEqual([{ depth: 0, label: '', path: '', value: '12.5', kind: 'number' }]);
  });

  it('offers no path for a name the path language cannot write', () => {
    expect(payloadLines('{"a.b":1}')?.[0]?.path).toBeUndefined();
    expect(payloadLines('{"a b":{"c":1}}')?.at(-1)?.path).toBeUndefined();
  });

  it('is undefined for what is not JSON', () => {
    expect(payloadLines('{"flow":')).toBeUndefined();
  });

  it.each([
    ['12.5', true],
    ['true', true],
    ['on', true],
    ['{"flow":1}', false],
    ['[1]', false],
    ['null', false],
    ['{}', false],
  ])('%s is one value: %s', (payload, isOne) => expect(isOneValue(payload)).toBe(isOne));

  it('ends after 200 lines', () => {
    expect(payloadLines(JSON.stringify(Array.from({ length: 1000 }, (_, i) => i)))).toHaveLength(200);
  });
});
