import type { Parameters } from '@twinloom/runtime/compile/resolve-params';
import type { ParamSchema } from '@twinloom/runtime/node/descriptor';
import { fromSi } from '@twinloom/runtime/signal/convert';
import { formatValue } from '@twinloom/runtime/signal/format-value';
import {
  formatDuration,
  parseDifference,
  parseDuration,
  parseQuantity,
} from '@twinloom/runtime/signal/quantity';
import { parseUnit } from '@twinloom/runtime/signal/unit';
import { formatUnit, readUnitText } from '@twinloom/runtime/signal/unit-text';
import { evaluateParameters } from './flow-parameters.ts';
import type { Choice } from './UnitChoices.tsx';
import { fieldsWords } from '../words/fields.ts';

/** What a typed text becomes: the value the file keeps and what it comes to in the param's unit, in words and as a number; or why it is refused; or what it may mean. */
export type ReadText =
  | { value: unknown; shows: string; amount?: number }
  | { problem: string; choices?: undefined }
  | { choices: readonly Choice[] };

/**
 * Reads what a person types for a number: `12`, `20 degC`, `5 s`, `=1.15 * speed`. Numbers in the param's own unit are kept as numbers,
 * quantities in another unit as their text with a UCUM code, expressions as they stand. Empty = the default.
 */
export function readQuantityText(
  text: string,
  schema: ParamSchema,
  unit: string,
  parameters: Parameters,
): ReadText {
  const typed = text.trim();
  if (typed === '') return { value: undefined, shows: '' };
  if (isWord(typed, schema)) return { value: typed, shows: '' };
  if (typed.startsWith('=')) return readExpression(typed, schema, unit, parameters);
  if (schema.widget === 'duration') return readDuration(typed, schema);
  if (schema.widget === 'window') return readWindow(typed);
  const plain = Number(typed);
  if (!Number.isNaN(plain)) return inRange(plain, schema, unit, plain, '');
  const isDifference = /^(difference|rate):/.test(schema.unit ?? '');
  const parse = (text: string): { value: number } | { problem: string } =>
    (isDifference ? parseDifference : parseQuantity)(text, unit || '1');
  const normal = withUcum(typed, (text) => 'value' in parse(text));
  if (!('text' in normal)) return normal;
  const parsed = parse(normal.text);
  if ('problem' in parsed) return { problem: parsed.problem };
  const same = normal.code === unit;
  return inRange(
    parsed.value,
    schema,
    unit,
    same ? parsed.value : normal.text,
    same ? '' : says(parsed.value, unit),
  );
}

/** A word a param takes beside its numbers, such as `never`. */
function isWord(typed: string, schema: ParamSchema): boolean {
  const choices = Array.isArray(schema.anyOf) ? (schema.anyOf as { const?: unknown }[]) : [];
  return choices.some((choice) => choice.const === typed);
}

function readExpression(typed: string, schema: ParamSchema, unit: string, parameters: Parameters): ReadText {
  const worked = evaluateParameters(typed.slice(1), parameters);
  if ('problem' in worked) return worked;
  const parsed = parseUnit(unit || '1');
  const value = 'unit' in parsed ? fromSi(parsed.unit, worked.value) : worked.value;
  return inRange(value, schema, unit, typed, says(value, unit));
}

function readDuration(typed: string, schema: ParamSchema): ReadText {
  const plain = Number(typed);
  const parsed = parseDuration(Number.isNaN(plain) ? typed : plain);
  if ('problem' in parsed) return { problem: parsed.problem };
  const kept = Number.isNaN(plain) ? typed : plain;
  return inRange(
    parsed.seconds,
    schema,
    's',
    kept,
    formatDuration(parsed.seconds) === typed ? '' : formatDuration(parsed.seconds),
  );
}

/** A whole number of samples, or a duration. */
function readWindow(typed: string): ReadText {
  const plain = Number(typed);
  if (!Number.isNaN(plain)) {
    if (!Number.isInteger(plain) || plain < 1) return { problem: fieldsWords.samplesRule };
    return { value: plain, shows: fieldsWords.samples(plain) };
  }
  const parsed = parseDuration(typed);
  if ('problem' in parsed) return parsed;
  return parsed.seconds > 0 ? { value: typed, shows: '' } : { problem: fieldsWords.timeRule };
}

/** `20 degC` → `20 Cel`: the file keeps UCUM codes only. Of several meanings those are left that `fits` the param. */
function withUcum(
  typed: string,
  fits: (text: string) => boolean,
): { text: string; code: string } | { problem: string } | { choices: readonly Choice[] } {
  const match = /^([-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)\s*(\S.*)$/.exec(typed);
  if (!match) return { problem: fieldsWords.noQuantity };
  const [, number = '', unitText = ''] = match;
  const unit = readUnitText(unitText);
  if ('problem' in unit) return unit;
  if ('code' in unit) return { text: `${number} ${unit.code}`, code: unit.code };
  const fitting = unit.ambiguous.filter(({ code }) => fits(`${number} ${code}`));
  const [first = unit.ambiguous[0]!] = fitting;
  if (fitting.length === 0 || (fitting.length === 1 && unit.ambiguous.length > 1))
    return { text: `${number} ${first.code}`, code: first.code };
  return {
    choices: fitting.map(({ code, words }) => ({
      keeps: `${number} ${code}`,
      reads: `${number} ${formatUnit(code) || code}`,
      words,
    })),
  };
}

function inRange(value: number, schema: ParamSchema, unit: string, kept: unknown, shows: string): ReadText {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = schema;
  const with_ = (limit: number): string => limitText(limit, unit);
  if (!Number.isFinite(value)) return { problem: fieldsWords.mustBeFinite };
  if (schema.type === 'integer' && !Number.isInteger(value)) return { problem: fieldsWords.mustBeWhole };
  if (minimum !== undefined && value < minimum) return { problem: fieldsWords.mustBeAtLeast(with_(minimum)) };
  if (maximum !== undefined && value > maximum) return { problem: fieldsWords.mustBeAtMost(with_(maximum)) };
  if (exclusiveMinimum !== undefined && value <= exclusiveMinimum)
    return { problem: fieldsWords.mustBeAbove(with_(exclusiveMinimum)) };
  if (exclusiveMaximum !== undefined && value >= exclusiveMaximum)
    return { problem: fieldsWords.mustBeBelow(with_(exclusiveMaximum)) };
  return { value: kept, shows, amount: value };
}

function says(value: number, unit: string): string {
  const shown = formatUnit(unit);
  return shown === '' ? formatValue(value) : `${formatValue(value)} ${shown}`;
}

/** What a param's schema allows, as a short line: `0 to 10 m`. */
export function describeRange(schema: ParamSchema, unit: string): string {
  const low = schema.minimum ?? schema.exclusiveMinimum;
  const high = schema.maximum ?? schema.exclusiveMaximum;
  // zod writes JavaScript's own limits for whole numbers: they say nothing to a person.
  const said = (limit: number | undefined): number | undefined =>
    limit === undefined || Math.abs(limit) >= Number.MAX_SAFE_INTEGER ? undefined : limit;
  const [from, to] = [said(low), said(high)];
  if (from !== undefined && to !== undefined) return fieldsWords.range(from, limitText(to, unit));
  if (from !== undefined)
    return (schema.exclusiveMinimum === undefined ? fieldsWords.atLeast : fieldsWords.above)(
      limitText(from, unit),
    );
  if (to !== undefined)
    return (schema.exclusiveMaximum === undefined ? fieldsWords.atMost : fieldsWords.below)(
      limitText(to, unit),
    );
  return '';
}

/** A limit as the author wrote it, without digits that only a measurement would have. */
function limitText(limit: number, unit: string): string {
  const shown = formatUnit(unit);
  return shown === '' ? String(limit) : `${limit} ${shown}`;
}
