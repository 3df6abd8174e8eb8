import { describe, expect, it } from 'vitest';
import { readFlow } from './read-flow.ts';

describe('a text that is no flow', () => {
  it.each([
    ['{"a":1}', 'this JSON is no flow: it does not say "twinloom": 1'],
    ['[1,2]', 'a flow is a JSON object, and this is an array'],
    ['7', 'a flow is a JSON object, and this is a number'],
    [
      '[{"id":"a1","type":"inject","wires":[["b2"]]}]',
      'this is a flow of Node-RED, which Twinloom does not read',
    ],
    ['{"twinloom":2,"nodes":{}}', 'this flow is written in format 2; this Twinloom reads format 1'],
  ])('says what it is: %s', (text, says) => {
    const { flow, diagnostics } = readFlow(text);
    expect(flow).toBeUndefined();
    expect(diagnostics.map((each) => each.says)).toEqual([says]);
  });
});
