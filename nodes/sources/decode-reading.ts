import type { Decoded, Once } from '@twinloom/runtime/node/definition';
import { readVector } from '@twinloom/runtime/signal/vector';
import { describeJson } from './describe-json.ts';
import { readAtPath } from './read-at-path.ts';
import { readTime } from './read-time.ts';
import { scanNumber } from './scan-number.ts';

export const LARGEST_BYTES = 1024 * 1024;
const PLAIN_KEY = /^[\w-]+$/;
const utf8 = new TextDecoder();
const PLAIN_NUMBER = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i;

type Wanted = 'number' | 'boolean' | 'string' | 'vector' | 'record';

/** What of the payload is wanted, and where in it. */
export interface Reading {
  path?: string;
  type: Wanted;
  unit?: string;
  timePath?: string;
  sequence?: string;
  min: number;
  max: number;
}

type Found = { value: unknown } | { problem: string };

/** One value out of what arrived: the value itself, or JSON with the value at a path. What cannot be read is a problem in one short line; nothing throws. At most 1 MB. */
export function decodeReading(bytes: Uint8Array, p: Reading, once?: Once): Decoded {
  if (bytes.byteLength > LARGEST_BYTES)
    return { problem: `expected at most 1 MB, got ${bytes.byteLength} bytes` };
  const isShared = once !== undefined && isPrimitive(p.type);
  const plain = p.type === 'number' && p.path !== undefined && !isShared ? scanPlain(bytes, p) : undefined;
  if (plain !== undefined) return { value: plain };
  const { text, json } = isShared ? once(readText) : readText(bytes);
  const found = p.path ? valueAt(json, p.path, text) : wholeValue(json, text, p.type);
  return 'problem' in found ? found : readingOf(json?.value, found.value, p);
}

/** Of these nobody can change what another source has got of the same JSON. */
export function isPrimitive(type: Wanted): boolean {
  return type === 'number' || type === 'boolean' || type === 'string';
}

/** The text, and what it holds where it is JSON: what sources of the same bytes share. */
export function readText(bytes: Uint8Array): { text: string; json: { value: unknown } | undefined } {
  const text = utf8.decode(bytes);
  return { text, json: parseJson(text) };
}

/** What was found in some JSON as a reading, with the time and the counter that stand beside it. */
function readingOf(json: unknown, found: unknown, p: Reading): Decoded {
  const value = asWanted(found, p);
  if ('problem' in value) return value;
  const t = timeOf(json, p.timePath);
  if ('problem' in t) return t;
  return { ...value, ...t, ...sequenceOf(json, p.sequence) };
}

/** One element of a list as a reading, by the same rules. */
export function decodeElement(json: unknown, p: Reading): Decoded {
  const found = p.path ? readAtPath(json, p.path) : { value: json };
  return 'problem' in found ? found : readingOf(json, found.value, p);
}

/** The usual case, read straight from the bytes: a number within its bounds under a key; undefined where it takes more. */
function scanPlain(bytes: Uint8Array, { path, timePath, sequence, min, max }: Reading): number | undefined {
  if (timePath !== undefined || sequence !== undefined || !PLAIN_KEY.test(path!)) return undefined;
  const value = scanNumber(bytes, path!);
  return value !== undefined && value >= min && value <= max ? value : undefined;
}

/** What a JSON text holds; undefined where it is none. */
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
