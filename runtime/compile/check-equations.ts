import { namesIn, type Expr } from '../expression/expr.ts';
import { parseEquation, parseExpression, type ExpressionProblem } from '../expression/parse.ts';
import { unitOfExpression, type ExpressionUnit } from '../expression/units.ts';
import type { NodeDefinition } from '../node/definition.ts';
import { sameDimension } from '../signal/convert.ts';
import { parseUnit, type Unit } from '../signal/unit.ts';
import { badExpression, ratioTakenAsItStands } from './diagnostics.ts';
import type { Diagnostic } from '../graph/diagnostic.ts';
import { declaredInputs } from '../node/declared-ports.ts';
import { formOf, type NodeForm } from './node-form.ts';
import type { ResolvedNode } from './resolve-ports.ts';

/** Checks the names and units of expressions a user wrote in params: what an output is worked out by, against the unit the output states, and what the node evaluates itself. */
export function checkUserEquation(
  id: string,
  { definition, shaping: params, expressions }: NodeForm,
  ports: ResolvedNode,
  diagnostics: Diagnostic[],
): void {
  for (const [name, spec] of Object.entries(definition.outputs)) {
    if (spec.unit.kind !== 'expression') continue;
    const { param, unitParam } = spec.unit;
    const text = params[param];
    if (typeof text !== 'string') continue;
    const result = unitOfText(text, ports);
    if ('problem' in result) {
      const { says, column, remedy } = result.problem;
      diagnostics.push(badExpression(id, param, says, column, remedy));
      continue;
    }
    const stated = unitFrom(typeof params[unitParam] === 'string' ? params[unitParam] : '');
    if (stated && typeof result.unit !== 'string')
      compareWithStated(
        id,
        name,
        param,
        stated,
        result.unit,
        isRatio(result.expr, text, stated),
        diagnostics,
      );
  }
  for (const { param, text } of expressions) {
    const result = unitOfText(text, ports);
    if (!('problem' in result)) continue;
    const { says, column, remedy } = result.problem;
    diagnostics.push(badExpression(id, param, `${text}: ${says}`, column, remedy));
  }
}

function unitOfText(
  text: string,
  ports: ResolvedNode,
): { expr: Expr; unit: ExpressionUnit } | { problem: ExpressionProblem } {
  const parsed = parseExpression(text);
  if ('problem' in parsed) return parsed;
  const result = unitOfExpression(parsed.expr, (input) => unitOfName(input, ports));
  return 'problem' in result ? result : { ...result, expr: parsed.expr };
}

function compareWithStated(
  id: string,
  output: string,
  param: string,
  stated: Unit,
  found: Unit,
  isMeasured: boolean,
  diagnostics: Diagnostic[],
): void {
  const bare = found.dimension.every((exponent) => exponent === 0) && found.factor === 1;
  if (bare) {
    if (isMeasured && sameDimension(stated, found) && stated.factor !== 1)
      diagnostics.push(ratioTakenAsItStands(id, param, stated.code));
    return;
  }
  if (!sameDimension(stated, found)) {
    diagnostics.push(
      badExpression(
        id,
        param,
        `it works out to ${found.code}, but "${output}" is stated in ${stated.code}`,
        1,
        'Change the unit, or the expression.',
      ),
    );
  } else if (Math.abs(stated.factor / found.factor - 1) > 1e-12) {
    diagnostics.push(
      badExpression(
        id,
        param,
        `it works out to ${found.code}, which has another scale than the stated ${stated.code}`,
        1,
        `State ${found.code}, or leave the unit out: the port it is wired to converts by itself.`,
      ),
    );
  }
}

/** It is worked out of inputs, and nobody brought it to the stated unit by hand, as `100*part/whole` is to %. */
function isRatio(expr: Expr, text: string, stated: Unit): boolean {
  const numbers = [...text.matchAll(/(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/gi)].map(([number]) => Number(number));
  return namesIn(expr).size > 0 && !numbers.some((number) => Math.abs(number * stated.factor - 1) < 1e-12);
}

function unitOfName(name: string, ports: ResolvedNode): Unit | 'unknown' | 'boolean' | undefined {
  if (name === 't' || name === 'dt') return unitFrom('s');
  const port = ports.inputs.get(name);
  if (!port) return undefined;
  return port.type === 'boolean' ? 'boolean' : (unitFrom(port.unit) ?? 'unknown');
}

/** What is wrong with the units of a built-in node's equations, one line each. */
export function checkNodeUnits(definition: NodeDefinition): string[] {
  const { form } = formOf(definition, defaultParams(definition));
  return unitProblems(form.equations, declaredUnits(form)).map(
    ({ equation, says, column }) => `${equation}: ${says} (column ${column})`,
  );
}

/** Checks the units of equations a user declared: those whose terms are all known. */
export function checkUserEquations(
  id: string,
  form: NodeForm,
  ports: ResolvedNode,
  diagnostics: Diagnostic[],
): void {
  const { definition, equations, events } = form;
  if (!definition.descriptor.outputsFrom) return;
  const units = declaredUnits(form);
  for (const name of Object.keys(definition.descriptor.params)) units.delete(name);
  for (const { name, type, unit } of [...ports.outputs.values(), ...ports.inputs.values()])
    units.set(name, type === 'boolean' ? 'boolean' : (unitFrom(unit) ?? 'unknown'));
  // A model without units is not checked: there cos(t) is what it says.
  const isUnitless = [...units].every(
    ([name, unit]) => typeof unit === 'string' || name === 't' || name === 'dt',
  );
  if (isUnitless) return;
  for (const { equation, says, column, remedy } of unitProblems(equations, units))
    diagnostics.push(badExpression(id, 'equations', `${equation}: ${says}`, column, remedy));
  const jumps = events.flatMap(({ set }) => Object.entries(set));
  const written = jumps.map(([state, text]) => `${state} = ${text}`);
  for (const { equation, says, remedy } of unitProblems(written, units))
    diagnostics.push(badExpression(id, 'events', `${equation}: ${says}`, 1, remedy));
}

interface UnitProblem {
  equation: string;
  says: string;
  column: number;
  remedy: string;
}

/** `units` learns the names that the equations define. What cannot be parsed is left to the compiler. */
function unitProblems(equations: readonly string[], units: Map<string, ExpressionUnit>): UnitProblem[] {
  const wrong: UnitProblem[] = [];
  for (const equation of equations) {
    const parsed = parseEquation(equation);
    if ('problem' in parsed) continue;
    const { target, expr } = parsed;
    const right = unitOfExpression(expr, (name) => units.get(name));
    if ('problem' in right) {
      const { says, column, remedy = 'Mend the equation.' } = right.problem;
      wrong.push({ equation, says, column, remedy });
      continue;
    }
    const found = right.unit;
    if (target.kind === 'constraint' || typeof found === 'string') continue;
    const left = units.get(target.name);
    if (left === undefined || (left === 'unknown' && target.kind !== 'der')) units.set(target.name, found);
    if (left === undefined || typeof left === 'string') continue;
    const says = sidesDiffer(equation, left, found, target.kind === 'der');
    if (says !== undefined)
      wrong.push({
        equation,
        says,
        column: 1,
        remedy: 'Make both sides measure the same, in units of one scale.',
      });
  }
  return wrong;
}

function sidesDiffer(equation: string, left: Unit, right: Unit, isDerivative: boolean): string | undefined {
  const isLiteral = right.dimension.every((exponent) => exponent === 0) && namesNothing(equation);
  if (isLiteral) return undefined;
  const sides = `the left side is in ${left.code}${isDerivative ? '/s' : ''}, the right side in ${right.code}`;
  const exponents = left.dimension.map((exponent, i) => exponent - (isDerivative && i === 2 ? 1 : 0));
  if (left.curve !== right.curve || exponents.some((exponent, i) => exponent !== right.dimension[i]))
    return sides;
  return Math.abs(left.factor / right.factor - 1) > 1e-12 ? `${sides}, which has another scale` : undefined;
}

function namesNothing(text: string): boolean {
  return /=\s*[\d.]+\s*$/.test(text);
}

function defaultParams({ descriptor }: NodeDefinition): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(descriptor.params).map(([name, schema]) => [name, schema.default]),
  );
}

function declaredUnits({ definition, shaping, constants, states }: NodeForm): Map<string, ExpressionUnit> {
  const units = new Map<string, ExpressionUnit>();
  const put = (name: string, code: string): void => void units.set(name, unitFrom(code) ?? 'unknown');
  put('t', 's');
  put('dt', 's');
  for (const [name, schema] of Object.entries(definition.descriptor.params)) {
    if (schema.type === 'boolean') units.set(name, 'boolean');
    else if (!schema.enum) put(name, schema.unit?.includes(':') ? '' : (schema.unit ?? '1'));
    else units.set(name, 'unknown');
  }
  for (const { name, unit } of constants) put(name, unit);
  for (const { name, spec } of states) put(name, spec.unit ?? '1');
  const grown = declaredInputs({ params: shaping }, definition.descriptor);
  for (const [name, port] of Object.entries({ ...definition.inputs, ...grown, ...definition.outputs })) {
    if (port.type === 'boolean' || port.type === 'event') units.set(name, 'boolean');
    else put(name, port.unit.kind === 'code' ? port.unit.code : '');
  }
  return units;
}

function unitFrom(code: string): Unit | undefined {
  if (code === '') return undefined;
  const parsed = parseUnit(code);
  return 'unit' in parsed ? parsed.unit : undefined;
}
