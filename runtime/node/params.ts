import { z } from 'zod';
import type { ParamSchema } from './descriptor.ts';

type Meta = Pick<
  ParamSchema,
  'widget' | 'unit' | 'tunable' | 'resets' | 'ahead' | 'group' | 'title' | 'when'
>;

/** A number in a UCUM unit; the file may also say `"5 s"` or `"=expr"`. `like:in` is the unit of that port, `param:unit` that of a text param. */
export function quantity(unit: string, meta: Meta = {}): z.ZodNumber {
  return z.number().meta({ widget: 'quantity', unit, ...meta });
}

/** Seconds; the file may also say `"100ms"`, `"2 min"`, `"1 h"`. */
export function duration(meta: Meta = {}): z.ZodNumber {
  return z
    .number()
    .nonnegative()
    .meta({ widget: 'duration', unit: 's', ...meta });
}

/** A number port of this flow, `node.port`, at whose first good sample a state of this unit begins. */
export function startPort(unit: string) {
  return z
    .string()
    .max(200)
    .meta({ widget: 'flow-port', unit, resets: true, title: 'Start at' })
    .optional()
    .describe('Port that measures it: it starts at its first good sample, and there again when re-anchored');
}

/** A stretch of time or a count of samples: `"5 s"` resolves to `{ seconds: 5 }`, `20` stays a number of samples. */
export function sampleWindow(meta: Meta = {}) {
  return z
    .union([z.int().min(1).max(10_000), z.object({ seconds: z.number().positive() })])
    .meta({ widget: 'window', ...meta });
}

/** A UCUM code. */
export function unit(meta: Meta = {}): z.ZodString {
  return z
    .string()
    .max(100)
    .meta({ widget: 'unit', ...meta });
}

/** A formula in the expression language. */
export function expression(meta: Meta = {}): z.ZodString {
  return z
    .string()
    .min(1)
    .max(10_000)
    .meta({ widget: 'expression', ...meta });
}

/** The id of a connection the server keeps. */
export function connection(meta: Meta = {}) {
  return z
    .string()
    .meta({ widget: 'connection', ...meta })
    .default('default');
}

/** A topic on a connection; `{twin}` and `{parameterName}` are filled per twin. */
export function topic(meta: Meta = {}): z.ZodString {
  return z
    .string()
    .min(1)
    .max(1000)
    .meta({ widget: 'topic', ...meta });
}

/** An http or https URL without user and password, which would show in the flow file; `{twin}` and `{parameterName}` are filled per twin. */
export function webAddress(meta: Meta = {}): z.ZodString {
  return z
    .string()
    .max(2000)
    .regex(
      /^https?:\/\/[^\s/?#@\\]+(?:[/?#]\S*)?$/i,
      'expected https://host/path, without user and password: a connection holds those',
    )
    .meta({ widget: 'text', ...meta });
}

/** The id of an http connection the server keeps, which holds the credentials for a URL. */
export function webConnection(meta: Meta = {}) {
  return z
    .string()
    .max(64)
    .meta({ widget: 'connection', protocol: 'http', ...meta })
    .optional();
}

/** Where in a JSON document: `flow`, `data.flow`, `values[0]`. */
export function path(meta: Meta = {}): z.ZodString {
  return z
    .string()
    .max(500)
    .meta({ widget: 'path', ...meta });
}

/** A file with a table: `sha256:…` of one the server keeps, or the name of one beside the flow file. */
export function tableFile(meta: Meta = {}): z.ZodString {
  return z
    .string()
    .min(1)
    .max(300)
    .meta({ widget: 'table', ...meta });
}

/** What may be written for an input a user declares: its unit and default. */
const declaredInput = z.union([
  z.string(),
  z.object({ unit: z.string().optional(), default: z.number().optional() }),
  z.null(),
]);

/** Inputs a user declares: a list of names, or name → unit or `{ unit, default }`. */
export function names(meta: Meta = {}) {
  return z
    .union([z.array(z.string()), z.record(z.string(), declaredInput)])
    .meta({ widget: 'names', ...meta });
}

/** What may be written for a field of a record: its type, a number unless said otherwise, and the unit of a number. */
const declaredField = z.union([
  z.string(),
  z.object({
    unit: z.string().max(100).optional(),
    type: z.enum(['number', 'boolean', 'string']).optional(),
  }),
  z.null(),
]);

const fieldName = z
  .string()
  .regex(
    /^[A-Za-z][A-Za-z0-9_-]{0,63}$/,
    'a name begins with a letter; letters, digits, - and _ only, at most 64',
  );

/** Fields of a record: a list of names, or name → unit or `{ unit, type }`. */
export function fields(meta: Meta = {}) {
  return z
    .union([z.array(fieldName).max(100), z.record(fieldName, declaredField)])
    .meta({ widget: 'fields', ...meta });
}
