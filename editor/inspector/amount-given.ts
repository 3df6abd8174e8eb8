import type { ParamSchema } from '@twinloom/runtime/node/descriptor';
import { readQuantityText } from '../ui/read-quantity-text.ts';

const NO_PARAMETERS = { si: new Map<string, number>(), text: new Map<string, string>() };

/** What a flow gives a param, as a number in its unit: `20 min` is 1200 s. Undefined where it gives nothing, or an expression over parameters, which each twin may have its own. */
export function amountGiven(given: unknown, schema: ParamSchema, unit: string): number | undefined {
  if (typeof given === 'number') return given;
  if (typeof given !== 'string' || given.startsWith('=')) return undefined;
  // What is out of a range now was taken when it was deployed.
  const { type, widget, unit: rule } = schema;
  const open: ParamSchema = { ...(type && { type }), ...(widget && { widget }), ...(rule && { unit: rule }) };
  const read = readQuantityText(given, open, unit, NO_PARAMETERS);
  return 'amount' in read ? read.amount : undefined;
}
