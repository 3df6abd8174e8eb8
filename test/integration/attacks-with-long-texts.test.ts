import { compileFlow } from '@twinloom/runtime/compile/compile';
import { parseFlow } from '@twinloom/runtime/graph/read-flow';
import { readUnitText } from '@twinloom/runtime/signal/unit-text';
import { readHeader } from '@twinloom/runtime/table/read-header';
import { readNumber } from '@twinloom/runtime/table/read-number';
import { catalog } from '@twinloom/nodes/catalog';
import { decodeReading } from '@twinloom/nodes/sources/decode-reading';
import { describe, expect, it } from 'vitest';

/** At this length what takes the square of it never comes to an end. */
const LENGTH = 600_000;

/** Texts on which patterns and searches go back and forth. */
const TEXTS = Object.entries({
  'digits and then a letter': `${'1'.repeat(LENGTH)}x`,
  'blanks and then a letter': `${' '.repeat(LENGTH)}x`,
  'blanks between two words': `1 a${' '.repeat(LENGTH)}b`,
  'digits and blanks': '1 '.repeat(LENGTH / 2),
  'opened braces': '{'.repeat(LENGTH),
  'opened brackets': '['.repeat(LENGTH),
  'opened parentheses': '('.repeat(LENGTH),
  'an expression of parentheses': `=${'('.repeat(LENGTH)}`,
  'an expression of a sum': `=${'1+'.repeat(LENGTH / 2)}`,
  'names with dots': 'a.'.repeat(LENGTH / 2),
  'units divided': 'm/'.repeat(LENGTH / 2),
  'units with notes': 'm{a}'.repeat(LENGTH / 4),
  'the word per': 'm per '.repeat(LENGTH / 6),
  signs: '-'.repeat(LENGTH),
  letters: 'm'.repeat(LENGTH),
  quotes: '"'.repeat(LENGTH),
  commas: '1,'.repeat(LENGTH / 2),
  exponents: '1e'.repeat(LENGTH / 2),
  lines: '\n'.repeat(LENGTH),
  arrows: 'a.b ->'.repeat(LENGTH / 6),
  'raised digits': '²'.repeat(LENGTH / 2),
  'unfilled names': '{a'.repeat(LENGTH / 2),
  'equals signs': '= '.repeat(LENGTH / 2),
});

const one = (type: string, params: object): object => ({ nodes: { a: { type, params } } });
const equations = (params: object): object =>
  one('physics/equations', { states: { x: 1 }, equations: ['der(x) = 1'], ...params });

/** Every kind of place in a flow where a person may write a text. */
const PLACES: readonly (readonly [place: string, at: (text: string) => object])[] = [
  ['the title', (text) => ({ nodes: {}, name: text, description: text })],
  ['the tick', (text) => ({ nodes: {}, clock: { tick: text } })],
  ['a parameter', (text) => ({ nodes: {}, parameters: { a: { value: text } } })],
  ['a parameter with a unit', (text) => ({ nodes: {}, parameters: { a: { value: text, unit: 'm' } } })],
  ['the unit of a parameter', (text) => ({ nodes: {}, parameters: { a: { value: 1, unit: text } } })],
  ['the id of a node', (text) => ({ nodes: { [text]: { type: 'sources/constant' } } })],
  ['the type of a node', (text) => one(text, {})],
  ['the name of a param', (text) => one('sources/constant', { value: 1, [text]: 1 })],
  ['an edge', (text) => ({ ...one('sources/constant', { value: 1 }), edges: [text] })],
  ['a number', (text) => one('sources/constant', { value: text })],
  ['a unit', (text) => one('sources/constant', { value: 1, unit: text })],
  ['a duration', (text) => one('transforms/low-pass', { timeConstant: text })],
  ['a window', (text) => one('transforms/moving-average', { window: text })],
  ['a topic', (text) => one('sources/mqtt', { topic: text })],
  ['a path', (text) => one('sources/mqtt', { topic: 't', path: text, timePath: text })],
  ['a URL', (text) => one('sources/http-poll', { url: `http://a${text}` })],
  ['an expression', (text) => one('transforms/expression', { inputs: ['a'], expression: text })],
  ['the name of an input', (text) => one('transforms/expression', { inputs: [text], expression: 'a' })],
  ['the unit of an input', (text) => one('transforms/expression', { inputs: { a: text }, expression: 'a' })],
  ['the unit of a field', (text) => one('transforms/build-record', { fields: { a: text } })],
  ['an equation', (text) => equations({ equations: [text] })],
  ['the right side of an equation', (text) => equations({ equations: [`der(x) = ${text}`] })],
  ['the unit of a state', (text) => equations({ states: { x: { initial: 1, unit: text } } })],
  ['the unit of a constant', (text) => equations({ constants: { k: { value: 1, unit: text } } })],
  ['an event', (text) => equations({ events: [{ when: text, set: { x: text } }] })],
  [
    'a table of states',
    (text) =>
      one('transforms/state-machine', {
        inputs: ['u'],
        states: [{ name: 'a' }, { name: text }],
        transitions: [{ from: 'a', when: text, to: text, after: text }],
      }),
  ],
  ['a time of day', (text) => one('sources/schedule', { entries: [{ at: text, value: 1 }] })],
  [
    'a column',
    (text) => one('sources/csv-replay', { file: text, columns: { a: { column: text, unit: text } } }),
  ],
];

describe('a long text', () => {
  it.each(PLACES)(
    'as %s is told from others without going over it again and again',
    (_place, at) => {
      for (const [, text] of TEXTS) {
        const { flow, diagnostics } = parseFlow({ twinloom: 1, ...at(text) });
        expect(flow ? compileFlow(flow, catalog, {}).diagnostics : diagnostics).toBeInstanceOf(Array);
      }
    },
    120_000,
  );

  it.each(TEXTS)(
    'of %s is a bad sample, a bad unit, a bad number, a bad header',
    (_what, text) => {
      const bytes = new TextEncoder().encode(text);
      for (const type of ['number', 'boolean', 'string', 'vector', 'record'] as const) {
        const decoded = decodeReading(bytes, { type, min: -1, max: 1 });
        expect('problem' in decoded).toBe(type !== 'string');
      }
      expect(readUnitText(text)).toHaveProperty('problem');
      expect(readNumber(text, '.')).toBeUndefined();
      expect(readNumber(text, ',')).toBeUndefined();
      expect(readHeader(text).name.length).toBeLessThanOrEqual(64);
    },
    120_000,
  );
});
