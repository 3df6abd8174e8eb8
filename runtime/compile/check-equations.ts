import { parseEquation, parseExpression } from '../expression/parse.ts';
import { unitOfExpression } from '../expression/units.ts';
import type { NodeDefinition } from '../node/definition.ts';
import { sameDimension } from '../signal/convert.ts';
import { parseUnit, type Unit } from '../signal/unit.ts';
import { badExpression } from './diagnostics.ts';
import type { Diagnostic } from '../graph/diagnostic.ts';
import { declaredInputs } from '../node/declared-inputs.ts';
import type { ResolvedNode } from './resolve-ports.ts';

/** Checks the units of an expression a user wrote in a param, against the unit the output states. */
export function checkUserEquation(
  id: string,
  definition: NodeDefinition,
  params: Readonly<Record<string, unknown>>,
  ports: ResolvedNode,
  diagnostics: Diagnostic[],
): void {
  for (const [name, spec] of Object.entries(definition.outputs)) {
    if (spec.unit.kind !== 'expression') continue;
    const { param, unitParam } = spec.unit;
    const text = params[param];
    if (typeof text !== 'string') continue;
    const parsed = parseExpression(text);
    if (!('expr' in parsed)) {
      diagnostics.push(
        badExpression(id, param, parsed.problem.says, parsed.problem.column, parsed.problem.remedy),
      );
      continue;
    }
    const result = unitOfExpression(parsed.expr, (input) => unitOfName(input, ports));
    if ('problem' in result) {
      diagnostics.push(
        badExpression(id, param, result.problem.says, result.problem.column, result.problem.remedy),
      );
      continue;
    }
    const stated = unitFrom(typeof params[unitParam] === 'string' ? params[unitParam] : '');
    if (stated && typeof result.unit !== 'string')
      compareWithStated(id, name, param, stated, result.unit, diagnostics);
  }
}

function compareWithStated(
  id: string,
  output: string,
  param: string,
  stated: Unit,
  found: Unit,
  diagnostics: Diagnostic[],
): void {
  const bare = found.dimension.every((exponent) => exponent === 0) && found.factor === 1;
  if (bare) return;
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

function unitOfName(name: string, ports: ResolvedNode): Unit | 'unknown' | 'boolean' | undefined {
  if (name === 't' || name === 'dt') return unitFrom('s');
  const port = ports.inputs.get(name);
  if (!port) return undefined;
  return port.type === 'boolean' ? 'boolean' : (unitFrom(port.unit) ?? 'unknown');
}

/** Equations of a built-in node, checked with the units its ports, params, constants and states declare; what is wrong, as texts. */
export function checkNodeUnits(definition: NodeDefinition): string[] {
  const wrong: string[] = [];
  const params = defaultParams(definition);
  const units = declaredUnits(definition, params);
  const unitOf = (name: string): Unit | 'unknown' | 'boolean' | undefined => units.get(name);
  for (const text of definition.equations(params)) {
    const parsed = parseEquation(text);
    if ('problem' in parsed) {
      wrong.push(`${text}: ${parsed.problem.says}`);
      continue;
    }
    const { target, expr } = parsed;
    const right = unitOfExpression(expr, unitOf);
    if ('problem' in right) {
      wrong.push(`${text}: ${right.problem.says} (column ${right.problem.column})`);
      continue;
    }
    const found = right.unit;
    if (target.kind === 'constraint' || typeof found === 'string') continue;
    const left = units.get(target.name);
    if (left === undefined) units.set(target.name, found);
    if (left === undefined || typeof left === 'string') continue;
    const exponents = left.dimension.map(
      (exponent, i) => exponent - (target.kind === 'der' && i === 2 ? 1 : 0),
    );
    const literal = found.dimension.every((exponent) => exponent === 0) && namesNothing(text);
    if (!literal && exponents.some((exponent, i) => exponent !== found.dimension[i])) {
      wrong.push(
        `${text}: the left side is in ${left.code}${target.kind === 'der' ? '/s' : ''}, the right side in ${found.code}`,
      );
    }
  }
  return wrong;
}

function namesNothing(text: string): boolean {
  return /=\s*[\d.]+\s*$/.test(text);
}

function defaultParams({ descriptor }: NodeDefinition): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(descriptor.params).map(([name, schema]) => [name, schema.default]),
  );
}

function declaredUnits(
  definition: NodeDefinition,
  params: Record<string, unknown>,
): Map<string, Unit | 'unknown' | 'boolean'> {
  const units = new Map<string, Unit | 'unknown' | 'boolean'>();
  const put = (name: string, code: string): void => void units.set(name, unitFrom(code) ?? 'unknown');
  put('t', 's');
  put('dt', 's');
  for (const [name, schema] of Object.entries(definition.descriptor.params)) {
    if (schema.type === 'boolean') units.set(name, 'boolean');
    else if (!schema.enum) put(name, schema.unit?.includes(':') ? '' : (schema.unit ?? '1'));
    else units.set(name, 'unknown');
  }
  for (const [name, constant] of Object.entries(definition.constants)) put(name, constant.unit);
  for (const [name, state] of Object.entries(definition.states)) put(name, state.unit ?? '1');
  const grown = declaredInputs({ params }, definition.descriptor);
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
