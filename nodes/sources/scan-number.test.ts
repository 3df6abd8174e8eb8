import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanNumber } from './scan-number.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const scanned = (text: string): number | undefined => scanNumber(bytesOf(text), 'flow');

/** What JSON.parse finds; undefined where it finds no number, or nothing at all. */
function parsed(text: string): number | undefined {
  try {
    const { flow } = JSON.parse(text) as { flow?: unknown };
    return typeof flow === 'number' ? flow : undefined;
  } catch {
    return undefined;
  }
}

describe('a number in the bytes of a JSON text', () => {
  it('is found whatever stands around it', () => {
    expect(scanned('{"flow":12.5}')).toBe(12.5);
    expect(scanned(' { "a" : [1, {"flow": 3}, "x"], "flow" : -0.125 , "on":true,"e":{},"l":[] } ')).toBe(
      -0.125,
    );
    expect(scanned('{"flow":-0}')).toBe(-0);
  });

  it('is the last of two under one key, and none where the last is no number', () => {
    expect(scanned('{"flow":1,"flow":2}')).toBe(2);
    expect(scanned('{"flow":1,"flow":"x"}')).toBeUndefined();
  });

  it('is not looked for where a text needs more than a scan', () => {
    const asides = ['{"flow":1e3}', '{"flow":1234567890.123456}', '{"\\u0066low":1}', '{"flow":1,"ä":2}'];
    for (const aside of asides) expect(scanned(aside)).toBeUndefined();
  });

  it('is not found in what is no JSON', () => {
    const wrong = [
      '{"flow":01}',
      '{"flow":1.}',
      '{"flow":1,}',
      '{"flow":1',
      '{"flow":1}}',
      '{"flow" 1}',
      '{flow:1}',
      '{"flow":+1}',
      '{"flow":.5}',
      '{"flow":1,"a":tru}',
      '{"flow":1,"a":[1,]}',
      '{"flow":-}',
      '[1]',
      '',
      '{"flow":1}\u0000',
    ];
    expect(wrong.filter((text) => scanned(text) !== undefined)).toEqual([]);
  });

  it('is bit for bit that of JSON.parse, in any JSON, whole or damaged', () => {
    const json = fc.oneof(
      fc.record(
        { flow: fc.oneof(fc.double(), fc.integer(), fc.jsonValue()), other: fc.jsonValue() },
        { requiredKeys: [] },
      ),
      fc.dictionary(fc.string({ unit: 'grapheme-ascii' }), fc.jsonValue()),
      fc.record({ seq: fc.nat(), flow: fc.integer({ min: -1e9, max: 1e9 }).map((n) => n / 1000) }),
    );
    const damage = fc.option(
      fc.record({ at: fc.nat(60), by: fc.constantFrom('', ',', '"', '}', '0', '.', ' ', '-') }),
    );
    let found = 0;
    fc.assert(
      fc.property(json, fc.constantFrom(undefined, 1), damage, (value, indent, hurt) => {
        const whole = JSON.stringify(value, null, indent);
        const text = hurt ? whole.slice(0, hurt.at) + hurt.by + whole.slice(hurt.at + 1) : whole;
        const number = scanned(text);
        if (number === undefined) return true;
        found++;
        return Object.is(number, parsed(text));
      }),
      { numRuns: 5_000 },
    );
    expect(found).toBeGreaterThan(500);
  });
});
