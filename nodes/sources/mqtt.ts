import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import type { Decoded } from '@twinloom/runtime/node/definition';
import { connection, duration, path, quantity, topic, unit } from '@twinloom/runtime/node/params';
import { typeFrom, unitFrom } from '@twinloom/runtime/node/ports';
import { readVector } from '@twinloom/runtime/signal/vector';
import { describeJson } from './describe-json.ts';
import { readAtPath } from './read-at-path.ts';
import { readTime } from './read-time.ts';

const LARGEST_BYTES = 1024 * 1024;
const GREATEST = 1e30;
const PLAIN_NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
/** MQTT 5, 4.7: + takes a whole level, # the last one. */
const TOPIC_FILTER = /^(?:(?:\+|[^+#/\0]*)\/)*(?:\+|#|[^+#/\0]*)$/;

type Wanted = 'number' | 'boolean' | 'string' | 'vector' | 'record';

/** One value out of what is published on an MQTT topic. What cannot be read is a bad sample with the reason; nothing throws. At most 1 MB. */
export const mqtt = defineNode({
  type: 'sources/mqtt',
  version: 1,
  title: 'MQTT',
  icon: 'radio-receiver',
  keywords: ['broker', 'topic', 'subscribe', 'sensor', 'tag', 'iot', 'input'],
  docs: 'Listens to an MQTT topic. What arrives is the value itself, or JSON with the value at a path. A text in JSON is no number. Silence for longer than the stated time turns the value bad.',
  doesNotModel: 'Binary formats (Sparkplug, Protobuf); values spread over several topics.',
  params: z
    .object({
      connection: connection().describe('Which broker'),
      topic: topic()
        .regex(TOPIC_FILTER, 'expected a topic; + stands for one whole level, # for the last ones')
        .describe('Topic; + and # are allowed; {twin} is the twin’s id'),
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
      qos: z
        .literal([0, 1, 2])
        .meta({ group: 'More' })
        .default(0)
        .describe('Quality of service of the subscription'),
      staleAfter: z
        .union([z.literal('never'), duration().positive()])
        .meta({ widget: 'duration', unit: 's' })
        .default(10)
        .describe('Silent for longer than this = bad; “never” for topics that speak now and then'),
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
    })
    .refine(({ initial, type }) => initial === undefined || typeof initial === type, {
      path: ['initial'],
      message: 'it is of another type than the values that are expected',
    })
    .refine(({ min, max }) => min <= max, { path: ['max'], message: 'it is below min' }),
  inputs: {},
  outputs: { value: typeFrom('type', unitFrom('unit'), { doc: 'The value' }) },
  begins: 'initial',
  listen: {
    address: (p) => ({ protocol: 'mqtt', connection: p.connection, topic: p.topic, qos: p.qos }),
    decode: (bytes, p) => decode(bytes, p),
  },
});

interface Reading {
  path?: string;
  type: Wanted;
  unit?: string;
  timePath?: string;
  sequence?: string;
  min: number;
  max: number;
}

type Found = { value: unknown } | { problem: string };

function decode(bytes: Uint8Array, p: Reading): Decoded {
  if (bytes.byteLength > LARGEST_BYTES)
    return { problem: `expected at most 1 MB, got ${bytes.byteLength} bytes` };
  const text = new TextDecoder().decode(bytes);
  const json = parseJson(text);
  const found = p.path ? valueAt(json, p.path, text) : wholeValue(json, text, p.type);
  if ('problem' in found) return found;
  const value = asWanted(found.value, p);
  if ('problem' in value) return value;
  const t = timeOf(json?.value, p.timePath);
  if ('problem' in t) return t;
  return { ...value, ...t, ...sequenceOf(json?.value, p.sequence) };
}

function parseJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function valueAt(json: { value: unknown } | undefined, where: string, text: string): Found {
  return json
    ? readAtPath(json.value, where)
    : { problem: `expected JSON with ${where}, got ${describeJson(text)}` };
}

/** Plain text needs no quotes, and a number more forms than JSON has: +5, .5, 007. */
function wholeValue(json: { value: unknown } | undefined, text: string, type: Wanted): { value: unknown } {
  if (type === 'string') return { value: typeof json?.value === 'string' ? json.value : text };
  if (json) return json;
  const plain = text.trim();
  return { value: PLAIN_NUMBER.test(plain) ? Number(plain) : plain };
}

function asWanted(value: unknown, p: Reading): Found {
  const at = p.path ? ` at ${p.path}` : '';
  switch (p.type) {
    case 'number':
      if (typeof value !== 'number') return { problem: `expected a number${at}, got ${describeJson(value)}` };
      if (value >= p.min && value <= p.max) return { value };
      return { problem: `expected ${p.min} to ${p.max}${p.unit ? ` ${p.unit}` : ''}${at}, got ${value}` };
    case 'boolean':
      return booleanOf(value) ?? { problem: `expected true, false, 1 or 0${at}, got ${describeJson(value)}` };
    case 'string':
      return typeof value === 'string'
        ? { value }
        : { problem: `expected a text${at}, got ${describeJson(value)}` };
    case 'vector':
      return readVector(value)
        ? { value }
        : {
            problem: `expected a list of numbers, or values with a spacing${at}, got ${describeJson(value)}`,
          };
    case 'record':
      return typeof value === 'object' && value !== null && !Array.isArray(value)
        ? { value }
        : { problem: `expected a JSON object${at}, got ${describeJson(value)}` };
    default:
      throw new Error(`there is no type ${p.type satisfies never}`);
  }
}

function booleanOf(value: unknown): { value: boolean } | undefined {
  switch (typeof value === 'string' ? value.toLowerCase() : value) {
    case true:
    case 1:
    case 'true':
      return { value: true };
    case false:
    case 0:
    case 'false':
      return { value: false };
    default:
      return undefined;
  }
}

/** Where there is no time the sample counts as measured on arrival; a time that cannot be read is wrong. */
function timeOf(json: unknown, where: string | undefined): { t?: number } | { problem: string } {
  const found = where ? readAtPath(json, where) : undefined;
  if (!found || 'problem' in found) return {};
  const t = readTime(found.value);
  return t === undefined
    ? { problem: `expected a time at ${where}, got ${describeJson(found.value)}` }
    : { t };
}

function sequenceOf(json: unknown, where: string | undefined): { sequence?: number } {
  const found = where ? readAtPath(json, where) : undefined;
  return found && 'value' in found && typeof found.value === 'number' ? { sequence: found.value } : {};
}
