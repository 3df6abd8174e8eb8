import { resolveParameters, type Parameters } from '@twinloom/runtime/compile/resolve-params';
import { compileExpression } from '@twinloom/runtime/expression/compile';
import { namesIn } from '@twinloom/runtime/expression/expr';
import { parseExpression } from '@twinloom/runtime/expression/parse';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { fieldsWords } from '../words/fields.ts';

/** The flow's parameters as the flow itself gives them, before a twin overrides any. */
export function parametersOf(flow: Flow): Parameters {
  return resolveParameters(flow, {}, []);
}

/** Works out an expression over the flow's parameters in coherent SI. */
export function evaluateParameters(
  text: string,
  parameters: Parameters,
): { value: number } | { problem: string } {
  const parsed = parseExpression(text);
  if ('problem' in parsed)
    return { problem: fieldsWords.atColumn(parsed.problem.says, parsed.problem.column) };
  const names = [...namesIn(parsed.expr)];
  const missing = names.filter((name) => !parameters.si.has(name));
  if (missing.length > 0) {
    const known = [...parameters.si.keys()].join(', ') || fieldsWords.noParameters;
    return { problem: fieldsWords.unknownParameter(missing.join(', '), known) };
  }
  const frame = Float64Array.from(names, (name) => parameters.si.get(name) ?? Number.NaN);
  const value = compileExpression(parsed.expr, (name) => names.indexOf(name))(frame);
  return Number.isFinite(value) ? { value } : { problem: fieldsWords.worksOutTo(value) };
}
