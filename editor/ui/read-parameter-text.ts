import { resolveParameters } from '@twinloom/runtime/compile/resolve-params';
import type { ParamSchema } from '@twinloom/runtime/node/descriptor';
import { describeRange, readQuantityText, type ReadText } from './read-quantity-text.ts';
import { fieldsWords } from '../words/fields.ts';

/** What is known of a parameter of a flow: what it is, and between which limits. */
export interface ParameterShape {
  value: number | string | boolean;
  unit?: string | undefined;
  min?: number | undefined;
  max?: number | undefined;
}

const NO_PARAMETERS = resolveParameters({ twinloom: 1, nodes: {} }, {}, []);

/** Reads what a person types for a parameter of a flow: a number, a quantity in any unit of its kind, or a text where it is one. */
export function readParameterText(text: string, parameter: ParameterShape): ReadText {
  if (isText(parameter)) return { value: text, shows: '' };
  if (text.trim() === '') return { problem: fieldsWords.needsValue };
  // Of a parameter nothing is worked out: others are worked out from it.
  if (!/^\s*[-+.\d]/.test(text)) return { problem: fieldsWords.noNumber(text.trim()) };
  return readQuantityText(text, schemaOf(parameter), parameter.unit ?? '', NO_PARAMETERS);
}

/** Between which limits it lies, in words; '' where it has none. */
export function parameterRange(parameter: ParameterShape): string {
  return describeRange(schemaOf(parameter), parameter.unit ?? '');
}

function isText({ value, unit }: ParameterShape): boolean {
  return typeof value === 'string' && unit === undefined;
}

function schemaOf({ min, max }: ParameterShape): ParamSchema {
  return {
    type: 'number',
    ...(min !== undefined && { minimum: min }),
    ...(max !== undefined && { maximum: max }),
  };
}
