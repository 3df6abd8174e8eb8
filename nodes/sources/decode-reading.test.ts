import type { Once } from '@twinloom/runtime/node/definition';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { decodeReading } from './decode-reading.ts';
import { boundParams, placeParams } from './reading-params.ts';

const params = z.object({ ...placeParams, ...boundParams });
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

const decode = (text: string, given: Record<string, unknown> = {}) =>
  decodeReading(bytesOf(text), params.parse(given));

const problemOf = (text: string, given: Record<string, unknown> = {}): string =>
  decode(text, given).problem ?? '';

describe('decoding without a path', () => {
  it.each([
    ['12.5', 12.5],
    [' 12.5\n', 12.5],
    ['-3e-2', -0.03],
    ['+5', 5],
    ['.5', 0.5],
    ['007', 7],
    ['\uFEFF12.5', 12.5],
  ])('%j is the number %d', (text, value) => {
    expect(decode(text)).toEqual({ value });
  });

  it.each(['true', '1', 'True', '"true"'])('%s is true', (text) => {
    expect(decode(text, { type: 'boolean' })).toEqual({ value: true });
  });

  it.each(['false', '0', 'FALSE'])('%s is false', (text) => {
    expect(decode(text, { type: 'boolean' })).toEqual({ value: false });
  });

  it.each([
    ['running', 'running'],
    ['"run \\"now\\""', 'run "now"'],
    ['12', '12'],
    [' two words ', ' two words '],
    ['', ''],
  ])('%j is the text %j', (text, value) => {
    expect(decode(text, { type: 'string' })).toEqual({ value });
  });

  it.each([
    ['', 'expected a number, got ""'],
    ['off', 'expected a number, got "off"'],
    ['NaN', 'expected a number, got "NaN"'],
    ['12,5', 'expected a number, got "12,5"'],
    ['"12.5"', 'expected a number, got "12.5"'],
    ['null', 'expected a number, got null'],
    ['true', 'expected a number, got true'],
    ['{"flow":1}', 'expected a number, got an object with flow'],
    ['1e308', 'expected -1e+30 to 1e+30, got 1e+308'],
    ['1e999', 'expected -1e+30 to 1e+30, got Infinity'],
  ])('%s is bad: %s', (text, problem) => {
    expect(decode(text)).toEqual({ problem });
  });

  it('calls a truth value what is none', () => {
    expect(problemOf('2', { type: 'boolean' })).toBe('expected true, false, 1 or 0, got 2');
  });

  it('reads bytes that are no text as no number', () => {
    const bytes = Uint8Array.from([0xff, 0xfe, 0x00, 0x80]);
    expect(decodeReading(bytes, params.parse({})).problem).toMatch(/^expected a number, got /);
  });

  it('reads 1 MB and no more', () => {
    const most = 1024 * 1024;
    expect(decode('1'.padStart(most, ' '))).toEqual({ value: 1 });
    expect(problemOf('1'.padStart(most + 1, ' '))).toBe('expected at most 1 MB, got 1048577 bytes');
  });

  it('is not brought down by JSON nested deeper than a stack', () => {
    const deep = `${'['.repeat(400_000)}${']'.repeat(400_000)}`;
    expect(problemOf(deep)).toBe('expected a number, got a list of 1');
    expect(problemOf(deep.slice(1))).toMatch(/^expected a number, got /);
  });

  it('keeps its problem to one short line', () => {
    const problem = problemOf(`a\nb${'x'.repeat(100_000)}`);
    expect(problem).not.toContain('\n');
    expect(problem.length).toBeLessThan(80);
  });
});

describe('decoding with a path', () => {
  const reading = '{"data":{"flow":12.5,"unit":"m3/h","ok":1,"text":"x","none":null},"values":[1,2]}';

  it.each([
    ['data.flow', 'number', 12.5],
    ['values[1]', 'number', 2],
    ['data.ok', 'boolean', true],
    ['data.text', 'string', 'x'],
  ])('finds %s, a %s', (path, type, value) => {
    expect(decode(reading, { path, type })).toEqual({ value });
  });

  it.each([
    ['data.unit', 'expected a number at data.unit, got "m3/h"'],
    ['data.none', 'expected a number at data.none, got null'],
    ['data', 'expected a number at data, got an object with flow, unit, ok, text, none'],
    ['flow', 'expected "flow", got an object with data, values'],
    ['__proto__', 'expected "__proto__", got an object with data, values'],
    ['values.length', 'expected "length" of values.length, got a list of 2'],
  ])('%s is bad: %s', (path, problem) => {
    expect(decode(reading, { path })).toEqual({ problem });
  });

  it('says what arrived where it is no JSON', () => {
    expect(problemOf('flow=1', { path: 'flow' })).toBe('expected JSON with flow, got "flow=1"');
  });

  it('holds a number to its range', () => {
    const range = { path: 'f', min: 0, max: 20, unit: 'm3/h' };
    expect(decode('{"f":0}', range)).toEqual({ value: 0 });
    expect(decode('{"f":20}', range)).toEqual({ value: 20 });
    expect(problemOf('{"f":-1}', range)).toBe('expected 0 to 20 m3/h at f, got -1');
  });
});

describe('time and counter', () => {
  const about = { path: 'v', timePath: 't', sequence: 'n' };

  it('are read beside the value', () => {
    expect(decode('{"v":1,"t":1700000000250,"n":7}', about)).toEqual({
      value: 1,
      t: 1_700_000_000.25,
      sequence: 7,
    });
    expect(decode('{"v":1,"t":"2023-11-14T23:13:20+01:00"}', about)).toEqual({
      value: 1,
      t: 1_700_000_000,
    });
  });

  it('may be missing: the sample counts as measured on arrival', () => {
    expect(decode('{"v":1}', about)).toEqual({ value: 1 });
    expect(decode('12', { timePath: 't', sequence: 'n' })).toEqual({ value: 12 });
  });

  it('make the sample bad where the time is none', () => {
    expect(decode('{"v":1,"t":"soon"}', about)).toEqual({ problem: 'expected a time at t, got "soon"' });
    expect(decode('{"v":1,"t":null}', about)).toEqual({ problem: 'expected a time at t, got null' });
  });
});

describe('decoding more than a number', () => {
  it('reads a vector: a list, or values with their spacing', () => {
    expect(decode('[1, 2.5]', { type: 'vector' })).toEqual({ value: [1, 2.5] });
    const waveform = { values: [1, 2], spacing: 0.001 };
    expect(decode(JSON.stringify({ w: waveform }), { type: 'vector', path: 'w' })).toEqual({
      value: waveform,
    });
    expect(problemOf('[1, null]', { type: 'vector' })).toContain('expected a list of numbers');
  });

  it('reads a record', () => {
    expect(decode('{"a":1}', { type: 'record' })).toEqual({ value: { a: 1 } });
    expect(problemOf('[1]', { type: 'record' })).toContain('expected a JSON object');
  });
});

describe('decoding for several sources', () => {
  const texts = [
    '{"a":1.25,"b":true,"c":"x","d":{"e":[3,4.75]},"a":-0,"t":1700000000,"n":7}',
    '{"a":1e999}',
    '{"a":"1"}',
    '{"a":1',
    '[1,2]',
    '12.5',
    '+5',
    '',
    ' running ',
    '{"a":123456789012345678,"__proto__":{"b":1},"d":null}',
  ];
  const wants = [undefined, 'a', 'b', 'c', 'd', 'd.e[1]', 'd.e', 'toString'].flatMap((path) =>
    ['number', 'boolean', 'string', 'vector', 'record'].flatMap((type) => [
      { path, type },
      { path, type, timePath: 't', sequence: 'n', max: 2 },
    ]),
  );

  it.each(texts)('gives each what it gets alone, of %j, and reads it once', (text) => {
    const bytes = bytesOf(text);
    let reads = 0;
    const made = new Map<unknown, unknown>();
    const once: Once = <T>(read: (bytes: Uint8Array) => T): T => {
      if (!made.has(read)) {
        reads++;
        made.set(read, read(bytes));
      }
      return made.get(read) as T;
    };
    for (const want of wants) {
      const p = params.parse(want);
      expect(decodeReading(bytes, p, once)).toEqual(decodeReading(bytes, p));
    }
    expect(reads).toBe(1);
  });

  it.each(['number', 'boolean', 'string'])('asks for what is shared where a %s is wanted', (type) => {
    const once = (() => ({ text: '1', json: { value: 1 } })) as unknown as Once;
    expect(decodeReading(bytesOf('{}'), params.parse({ type }), once).problem).toBeUndefined();
  });

  it('hands nobody an object that another one has', () => {
    const bytes = bytesOf('{"d":{"e":[3,4]}}');
    const json = { text: '', json: { value: {} } };
    const once = (() => json) as unknown as Once;
    const record = decodeReading(bytes, params.parse({ path: 'd', type: 'record' }), once);
    expect(record).toEqual({ value: { e: [3, 4] } });
  });
});
