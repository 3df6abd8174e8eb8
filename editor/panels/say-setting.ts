import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import { changesWords } from '../words/changes.ts';

const MAX_LENGTH = 160;
const QUANTITY = /^\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*([^\s\d].*?)\s*$/;

/** A value of a flow file as a person reads it, no digit lost: a number with its unit, `"20 Cel"` as 20 °C, a text as it is, anything else as short JSON. */
export function saySetting(value: unknown, unit = ''): string {
  switch (typeof value) {
    case 'number':
      return withUnit(String(value), unit);
    case 'string':
      return sayText(value);
    case 'boolean':
      return value ? changesWords.yes : changesWords.no;
    case 'undefined':
      return changesWords.notSet;
    default:
      return shorten(JSON.stringify(value).replace(/(?<=[,:])(?=[^\s])/g, ' '));
  }
}

function sayText(text: string): string {
  const [, number, code] = QUANTITY.exec(text) ?? [];
  if (number !== undefined && code !== undefined) return withUnit(number, code);
  return text === '' ? changesWords.empty : shorten(text);
}

function withUnit(number: string, code: string): string {
  const unit = formatUnit(code);
  return unit === '' ? number : `${number} ${unit}`;
}

function shorten(text: string): string {
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH - 1)}…` : text;
}
