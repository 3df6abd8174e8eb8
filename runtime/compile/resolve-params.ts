import { multiplyUnits } from '../expression/combine-units.ts';
import { compileExpression } from '../expression/compile.ts';
import { namesIn } from '../expression/expr.ts';
import { parseExpression } from '../expression/parse.ts';
import type { Flow } from '../graph/flow.ts';
import type { NodeDefinition } from '../node/definition.ts';
import type { ParamSchema } from '../node/descriptor.ts';
import { differenceUnit, fromSi, toSi } from '../signal/convert.ts';
import { parseDifference, parseDuration, parseQuantity } from '../signal/quantity.ts';
import { parseUnit, type Unit } from '../signal/unit.ts';
import { badParam, badParameter, missingParam, unknownParam } from './diagnostics.ts';
import type { Diagnostic } from '../graph/diagnostic.ts';
import type { ResolvedNode } from './resolve-ports.ts';

/** The parameters of a flow for one twin: numbers in coherent SI for `=` expressions, texts for `{name}`. */
export interface Parameters {
  si: ReadonlyMap<string, number>;
  text: ReadonlyMap<string, string>;
}

/** What a twin binds: its id and its own values of the flow's parameters, in each parameter's unit. */
export interface Binding {
  twin?: string;
  parameters?: Readonly<Record<string, number | string | boolean>>;
}

/** Works out the flow's parameters under a binding. */
export function resolveParameters(flow: Flow, binding: Binding, diagnostics: Diagnostic[]): Parameters {
  const si = new Map<string, number>();
  const text = new Map<string, string>([['twin', binding.twin ?? 'twin']]);
  const declared = new Map(Object.entries(flow.parameters ?? {}));
  const bound = new Map(Object.entries(binding.parameters ?? {}));
  for (const name of bound.keys()) {
    if (!declared.has(name)) {
      diagnostics.push(
        badParameter(
          name,
          'the flow declares no such parameter',
          `It has ${[...declared.keys()].join(', ') || 'none'}.`,
        ),
      );
    }
  }
  for (const [name, parameter] of declared) {
    const value = bound.get(name) ?? parameter.value;
    text.set(name, String(value));
    if (typeof value === 'boolean') si.set(name, value ? 1 : 0);
    const unit = parseUnit(parameter.unit ?? '1');
    if (!('unit' in unit)) {
      diagnostics.push(
        badParameter(
          name,
          `"${parameter.unit}" is not a unit: ${unit.problem}`,
          'Write a UCUM code such as m2.',
        ),
      );
      continue;
    }
    const number =
      typeof value === 'number'
        ? value
        : typeof value === 'string'
          ? quantityIn(value, parameter.unit)
          : undefined;
    if (number === undefined) {
      if (typeof value === 'string' && parameter.unit !== undefined) {
        diagnostics.push(
          badParameter(
            name,
            `"${value}" is not a quantity in ${parameter.unit}`,
            `Write a number, or one with a unit such as "5 ${parameter.unit}".`,
          ),
        );
      }
      continue;
    }
    const { min, max } = parameter;
    if (
      !Number.isFinite(number) ||
      (min !== undefined && number < min) ||
      (max !== undefined && number > max)
    ) {
      diagnostics.push(
        badParameter(
          name,
          `${number} lies outside ${min ?? '−∞'} to ${max ?? '∞'}`,
          'Choose a value inside that range.',
        ),
      );
    }
    si.set(name, toSi(unit.unit, number));
  }
  return { si, text };
}

function quantityIn(text: string, unit: string | undefined): number | undefined {
  if (unit === undefined) return undefined;
  const parsed = parseQuantity(text, unit);
  return 'value' in parsed ? parsed.value : undefined;
}

/** Resolves a node's params: quantities and durations to numbers in the param's unit, `=` expressions worked out, `{names}` filled; then the zod schema. */
export function resolveParams(
  id: string,
  raw: Readonly<Record<string, unknown>>,
  definition: NodeDefinition,
  ports: ResolvedNode,
  parameters: Parameters,
  diagnostics: Diagnostic[],
): Record<string, unknown> | undefined {
  const schemas = definition.descriptor.params;
  const known = Object.keys(schemas);
  const given: Record<string, unknown> = {};
  let sound = true;
  for (const [name, value] of Object.entries(raw)) {
    const schema = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
    if (!schema) {
      diagnostics.push(unknownParam(id, name, known));
      continue;
    }
    const resolved = resolveValue(value, schema, raw, ports, parameters);
    if ('says' in resolved) {
      diagnostics.push(badParam(id, name, resolved.says, resolved.remedy));
      sound = false;
    } else given[name] = resolved.value;
  }
  for (const name of definition.descriptor.required) {
    if (given[name] === undefined && raw[name] === undefined) {
      diagnostics.push(missingParam(id, name, schemas[name]?.description ?? ''));
      sound = false;
    }
  }
  if (!sound) return undefined;
  const parsed = definition.params.safeParse(given);
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    const name = String(issue.path[0] ?? '');
    diagnostics.push(badParam(id, name, issue.message, expectation(schemas[name])));
  }
  return undefined;
}

type Resolved = { value: unknown } | { says: string; remedy: string };

function resolveValue(
  value: unknown,
  schema: ParamSchema,
  raw: Readonly<Record<string, unknown>>,
  ports: ResolvedNode,
  parameters: Parameters,
): Resolved {
  if (typeof value !== 'string') return { value };
  if (schema.widget === 'expression' || schema.widget === 'names' || schema.widget === 'fields')
    return { value };
  if (isWord(value, schema)) return { value };
  const numeric =
    schema.type === 'number' ||
    schema.type === 'integer' ||
    schema.widget === 'quantity' ||
    schema.widget === 'duration' ||
    schema.widget === 'window';
  if (value.startsWith('=') && (numeric || schema.type === 'boolean')) {
    const worked = evaluateOver(value.slice(1), parameters);
    if ('says' in worked) return worked;
    if (schema.type === 'boolean') return { value: worked.value !== 0 };
    const unit = unitOfParam(schema, raw, ports);
    return { value: unit ? fromSi(unit, worked.value) : worked.value };
  }
  if (!numeric) return { value: fillNames(value, parameters.text) };
  if (schema.widget === 'duration') {
    const parsed = parseDuration(value);
    return 'seconds' in parsed
      ? { value: parsed.seconds }
      : { says: parsed.problem, remedy: 'Write a duration such as "100ms", "5 s", "2 min" or "1 h".' };
  }
  if (schema.widget === 'window') {
    const parsed = parseDuration(value);
    return 'seconds' in parsed
      ? { value: { seconds: parsed.seconds } }
      : {
          says: parsed.problem,
          remedy: 'Write a duration such as "5 s", or a number of samples such as 20.',
        };
  }
  const unit = unitOfParam(schema, raw, ports);
  const parse = isDifference(schema) ? parseDifference : parseQuantity;
  const parsed = parse(value, unit?.code ?? '1');
  return 'value' in parsed ? { value: parsed.value } : { says: parsed.problem, remedy: expectation(schema) };
}

/** A difference of two values, or a rate of them: where their scale begins does not matter. */
function isDifference({ unit = '' }: ParamSchema): boolean {
  return unit.startsWith('difference:') || unit.startsWith('rate:');
}

/** A word a param takes beside its numbers, such as `never`. */
function isWord(value: string, schema: ParamSchema): boolean {
  const choices = Array.isArray(schema.anyOf) ? (schema.anyOf as { const?: unknown }[]) : [];
  return choices.some((choice) => choice.const === value);
}

function unitOfParam(
  schema: ParamSchema,
  raw: Readonly<Record<string, unknown>>,
  ports: ResolvedNode,
): Unit | undefined {
  const code = unitCodeOfParam(schema, raw, ports);
  if (code === '') return undefined;
  const parsed = parseUnit(code);
  if (!('unit' in parsed)) return undefined;
  const [kind] = schema.unit?.split(':') ?? [];
  if (kind === 'difference') return differenceUnit(parsed.unit);
  return kind === 'rate' ? rateUnit(parsed.unit) : parsed.unit;
}

/** The unit of a rate of change of values in this unit. */
export function rateUnit(unit: Unit): Unit | undefined {
  const second = parseUnit('s');
  return 'unit' in second ? multiplyUnits(differenceUnit(unit), second.unit, -1) : undefined;
}

function unitCodeOfParam(
  schema: ParamSchema,
  raw: Readonly<Record<string, unknown>>,
  ports: ResolvedNode,
): string {
  const [kind = '', name = ''] = schema.unit?.split(':') ?? [];
  if (kind === 'like' || kind === 'difference' || kind === 'rate')
    return ports.inputs.get(name)?.unit ?? ports.outputs.get(name)?.unit ?? '';
  if (kind === 'param') {
    const code = raw[name];
    return typeof code === 'string' ? code : (ports.outputs.get('value')?.unit ?? '');
  }
  return schema.unit ?? '';
}

/** Works out an expression over the flow's parameters, in coherent SI. */
function evaluateOver(
  text: string,
  parameters: Parameters,
): { value: number } | { says: string; remedy: string } {
  const parsed = parseExpression(text);
  if (!('expr' in parsed)) {
    return {
      says: `${parsed.problem.says} (column ${parsed.problem.column + 1})`,
      remedy: parsed.problem.remedy ?? 'Mend the expression.',
    };
  }
  const names = [...namesIn(parsed.expr)];
  const missing = names.filter((name) => !parameters.si.has(name));
  if (missing.length > 0) {
    return {
      says: `the flow has no numeric parameter ${missing.map((name) => `"${name}"`).join(', ')}`,
      remedy: `Its parameters are ${[...parameters.si.keys()].join(', ') || 'none'}.`,
    };
  }
  const frame = Float64Array.from(names, (name) => parameters.si.get(name) ?? Number.NaN);
  const value = compileExpression(parsed.expr, (name) => names.indexOf(name))(frame);
  return Number.isFinite(value)
    ? { value }
    : { says: `"=${text}" works out to ${value}`, remedy: 'Change the parameters or the expression.' };
}

/** A text with each `{name}` that is known filled in. */
export function fillNames(text: string, names: ReadonlyMap<string, string>): string {
  return text.replace(/\{([A-Za-z][\w-]*)\}/g, (whole, name: string) => names.get(name) ?? whole);
}

function expectation(schema: ParamSchema | undefined): string {
  if (!schema) return 'Mend the value.';
  if (schema.enum) return `Choose one of ${schema.enum.join(', ')}.`;
  const low = schema.minimum ?? schema.exclusiveMinimum;
  const high = schema.maximum ?? schema.exclusiveMaximum;
  const range = low === undefined && high === undefined ? '' : ` from ${low ?? '−∞'} to ${high ?? '∞'}`;
  const unit = schema.unit && !schema.unit.includes(':') && schema.unit !== '1' ? ` in ${schema.unit}` : '';
  return `Expected ${schema.type === 'number' ? 'a number' : (schema.type ?? 'another value')}${range}${unit}.`;
}
