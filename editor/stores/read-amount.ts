import { resolveParameters } from '@twinloom/runtime/compile/resolve-params';
import { readQuantityText } from '../ui/read-quantity-text.ts';
import { questionWords } from '../words/question.ts';

const says = questionWords.amount;
const NO_PARAMETERS = resolveParameters({ twinloom: 1, nodes: {} }, {}, []);

/** Reads a number, or a quantity in any unit of its kind as people write them (`18 m³/h`): what the server is asked, or why it is none. */
export function readAmount(
  text: string,
  unit: string,
  isDifference = false,
): { value: number | string } | { problem: string } {
  const typed = text.trim();
  if (!/^[-+.\d]/.test(typed)) return { problem: typed === '' ? says.empty : says.noNumber(typed) };
  const schema = { type: 'number', ...(isDifference && { unit: 'difference:in' }) };
  const read = readQuantityText(typed, schema, unit, NO_PARAMETERS);
  if ('value' in read) return { value: read.value as number | string };
  if (read.choices)
    return { problem: says.mayMean(typed, read.choices.map(({ words }) => words).join(says.or)) };
  return { problem: read.problem };
}
