import type { PortType } from '@twinloom/runtime/signal/port-type';
import { NOT_A_NUMBER, PLAIN_NUMBER } from '@twinloom/runtime/table/read-number';

/** What a cell says: a value, no sample at all, a bad sample (with `says` when a person should know why), or a sign that the whole file is meant otherwise. */
export type Cell =
  | { kind: 'value'; value: unknown }
  | { kind: 'none' }
  | { kind: 'bad'; says?: string }
  | { kind: 'unreadable'; says: string };

const NONE: Cell = { kind: 'none' };
const BAD: Cell = { kind: 'bad' };
const DECIMAL_COMMA = /^[+-]?(?:\d{1,3}(?:\.\d{3})+|\d+),\d+$/;

/** Reads a cell for a port of a type. Empty is no sample; `NaN`, `null`, `NA` and their like are bad ones, and so is what does not fit the type. */
export function readCell(text: string, type: PortType): Cell {
  const trimmed = text.trim();
  if (trimmed === '') return NONE;
  switch (type) {
    case 'number':
      return readNumber(trimmed);
    case 'boolean':
      return readBoolean(trimmed);
    case 'event':
      return readEvent(trimmed);
    case 'string':
      return { kind: 'value', value: text };
    case 'vector':
    case 'record':
    case 'forecast':
      return readJson(trimmed);
    case 'any':
      return PLAIN_NUMBER.test(trimmed) ? readNumber(trimmed) : { kind: 'value', value: text };
    default:
      return type satisfies never;
  }
}

function readNumber(text: string): Cell {
  if (PLAIN_NUMBER.test(text)) return { kind: 'value', value: Number(text) };
  if (NOT_A_NUMBER.test(text)) return BAD;
  if (DECIMAL_COMMA.test(text)) {
    return { kind: 'unreadable', says: `"${text}" has a decimal comma; write numbers with a point` };
  }
  return { kind: 'bad', says: `"${text}" is no number` };
}

function readBoolean(text: string): Cell {
  if (NOT_A_NUMBER.test(text)) return BAD;
  const number = PLAIN_NUMBER.test(text) ? Number(text) : Number.NaN;
  if (/^true$/i.test(text) || number === 1) return { kind: 'value', value: true };
  if (/^false$/i.test(text) || number === 0) return { kind: 'value', value: false };
  return { kind: 'bad', says: `"${text}" is neither true nor false` };
}

/** A count of events is one event: a row is one instant. */
function readEvent(text: string): Cell {
  if (/^false$/i.test(text)) return NONE;
  if (/^true$/i.test(text)) return { kind: 'value', value: true };
  if (!PLAIN_NUMBER.test(text)) return { kind: 'bad', says: `"${text}" is no event; write 1` };
  return Number(text) === 0 ? NONE : { kind: 'value', value: true };
}

function readJson(text: string): Cell {
  try {
    const value: unknown = JSON.parse(text);
    return value === null ? BAD : { kind: 'value', value };
  } catch {
    return { kind: 'bad', says: `"${text.slice(0, 40)}" is not JSON` };
  }
}
