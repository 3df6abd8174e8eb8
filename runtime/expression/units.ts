import { differenceUnit, sameDimension } from '../signal/convert.ts';
import type { Unit } from '../signal/unit.ts';
import { multiplyUnits, raiseUnit } from './combine-units.ts';
import type { Expr } from './expr.ts';
import type { ExpressionProblem } from './parse.ts';

/** What an expression works out to: a unit, `unknown` where a name has none, or a truth value. */
export type ExpressionUnit = Unit | 'unknown' | 'boolean';

type UnitOf = (name: string) => ExpressionUnit | undefined;

/** While it is worked out, a bare number fits whatever it is added to or compared with. */
type Found = ExpressionUnit | 'literal';

class Refused extends Error {
  readonly problem: ExpressionProblem;
  constructor(says: string, column: number, remedy: string) {
    super(says);
    this.problem = { says, column, remedy };
  }
}

const DIMENSIONLESS: Unit = { code: '1', factor: 1, offset: 0, dimension: [0, 0, 0, 0, 0, 0, 0] };

const OF_ANGLE = new Set([
  'sin',
  'cos',
  'tan',
  'asin',
  'acos',
  'atan',
  'sinh',
  'cosh',
  'tanh',
  'exp',
  'log',
  'ln',
  'log10',
  'log2',
]);
const KEEPING = new Set(['abs', 'floor', 'ceil', 'round', 'trunc']);

/**
 * The unit of an expression by the algebra of dimensions. Terms of one sum or comparison must agree in dimension and in scale; a bare
 * number fits any of them. Offset units (Cel, [degF]) may only be added to, subtracted and compared; their difference is K.
 */
export function unitOfExpression(
  expr: Expr,
  unitOf: UnitOf,
): { unit: ExpressionUnit } | { problem: ExpressionProblem } {
  try {
    const found = find(expr, unitOf);
    return { unit: found === 'literal' ? DIMENSIONLESS : found };
  } catch (error) {
    if (error instanceof Refused) return { problem: error.problem };
    throw error;
  }
}

function find(expr: Expr, unitOf: UnitOf): Found {
  switch (expr.kind) {
    case 'number':
    case 'text':
      return 'literal';
    case 'name':
      return unitOf(expr.name) ?? 'unknown';
    case 'unary':
      if (expr.operator === 'not') return find(expr.operand, unitOf) && 'boolean';
      return plain(find(expr.operand, unitOf), expr.column, 'a sign');
    case 'binary':
      return findBinary(expr, unitOf);
    case 'call':
      return findCall(expr, unitOf);
    default:
      throw new Error(`no such expression: ${JSON.stringify(expr satisfies never)}`);
  }
}

function findBinary(expr: Expr & { kind: 'binary' }, unitOf: UnitOf): Found {
  const left = find(expr.left, unitOf);
  const right = find(expr.right, unitOf);
  switch (expr.operator) {
    case '+':
      return sum(left, right, expr.column);
    case '-':
      return difference(left, right, expr.column);
    case '*':
      return product(left, 1, right, 1, expr.column);
    case '/':
      return product(left, 1, right, -1, expr.column);
    case '^':
      return raised(left, expr.right, right, expr.column);
    case '<':
    case '<=':
    case '>':
    case '>=':
    case '==':
    case '!=':
      agree(left, right, expr.column, 'compared');
      return 'boolean';
    case 'and':
    case 'or':
      return 'boolean';
    default:
      throw new Error(`there is no operator ${expr.operator satisfies never}`);
  }
}

function findCall({ name, arguments: given, column }: Expr & { kind: 'call' }, unitOf: UnitOf): Found {
  const units = given.map((argument) => find(argument, unitOf));
  const [a = 'unknown', b = 'unknown', c = 'unknown'] = units;
  if (name === 'if') return agree(b, c, column, 'both results of if');
  if (name === 'min' || name === 'max' || name === 'clamp') {
    return units.reduce((one, other) => agree(one, other, column, `arguments of ${name}`));
  }
  if (name === 'hypot')
    return agree(plain(a, column, name), plain(b, column, name), column, 'arguments of hypot');
  if (name === 'mod') return agree(a, b, column, 'arguments of mod');
  if (KEEPING.has(name)) return plain(a, column, name);
  if (name === 'sqrt') return root(plain(a, column, name));
  if (name === 'pow') return raised(a, given[1]!, b, column);
  if (name === 'sign') return DIMENSIONLESS;
  if (name === 'atan2') {
    agree(a, b, column, 'arguments of atan2');
    return DIMENSIONLESS;
  }
  if (OF_ANGLE.has(name)) bare(a, column, name);
  return DIMENSIONLESS;
}

/** Checks that two terms agree in dimension and scale; the unit they share. */
function agree(a: Found, b: Found, column: number, what: string): Found {
  if (a === 'literal') return b;
  if (b === 'literal') return a;
  if (a === 'unknown' || b === 'unknown') return 'unknown';
  if (a === 'boolean' || b === 'boolean') return a === b ? a : asNumber(a, b, column, what);
  if (!sameDimension(a, b)) {
    throw new Refused(
      `${a.code} and ${b.code} are ${what}, but measure different things`,
      column,
      'Bring both to one kind of quantity.',
    );
  }
  if (!isSameScale(a, b)) {
    throw new Refused(
      `${a.code} and ${b.code} are ${what}, but differ in scale`,
      column,
      `Use one of them, such as ${a.code}, for both: an edge converts by itself.`,
    );
  }
  return a;
}

/** A truth value counts as 0 or 1 beside a plain number. */
function asNumber(a: Found, b: Found, column: number, what: string): Found {
  const unit = typeof a === 'string' ? b : a;
  if (typeof unit === 'string' || isBare(unit)) return unit;
  throw new Refused(
    `a truth value and ${unit.code} are ${what}`,
    column,
    'Choose between two values with if(condition, a, b).',
  );
}

function sum(a: Found, b: Found, column: number): Found {
  const step = withOffset(a) ? b : a;
  const base = withOffset(a) ?? withOffset(b);
  if (!base || typeof step === 'string') return agree(a, b, column, 'added');
  if (withOffset(step)) {
    throw new Refused(
      `two temperatures in ${base.code} cannot be added`,
      column,
      'Add a difference in K, or convert to K first.',
    );
  }
  agree(differenceUnit(base), step, column, 'added');
  return base;
}

function difference(a: Found, b: Found, column: number): Found {
  const base = withOffset(a);
  const other = withOffset(b);
  if (!base) {
    if (other && typeof a !== 'string')
      throw new Refused(`${other.code} cannot be subtracted from ${a.code}`, column, 'Convert to K first.');
    return agree(a, b, column, 'subtracted');
  }
  if (other) {
    agree(base, other, column, 'subtracted');
    return differenceUnit(base);
  }
  if (typeof b !== 'string') agree(differenceUnit(base), b, column, 'subtracted');
  return base;
}

function product(a: Found, m: number, b: Found, n: number, column: number): Found {
  const left = plain(a, column, 'a product');
  const right = plain(b, column, 'a product');
  if (left === 'literal' && right === 'literal') return 'literal';
  if (left === 'unknown' || right === 'unknown') return 'unknown';
  return multiplyUnits(asUnit(left), m, asUnit(right), n) ?? 'unknown';
}

function raised(base: Found, exponentExpr: Expr, exponent: Found, column: number): Found {
  const unit = plain(base, column, 'a power');
  bare(exponent, column, 'an exponent');
  if (unit === 'literal' || unit === 'unknown' || unit === 'boolean')
    return unit === 'boolean' ? DIMENSIONLESS : unit;
  if (isBare(unit)) return DIMENSIONLESS;
  const value = literalValue(exponentExpr);
  if (value !== undefined) return raiseUnit(unit, value) ?? 'unknown';
  throw new Refused(
    `${unit.code} is raised to a power that changes`,
    column,
    'Write the exponent as a number, or divide by a reference value first.',
  );
}

function root(unit: Found): Found {
  if (typeof unit === 'string') return unit;
  return raiseUnit(unit, 0.5) ?? 'unknown';
}

function literalValue(expr: Expr): number | undefined {
  if (expr.kind === 'number') return expr.value;
  if (expr.kind !== 'unary' || expr.operator !== '-') return undefined;
  const value = literalValue(expr.operand);
  return value === undefined ? undefined : -value;
}

/** Refuses offset units where only a quantity with a true zero makes sense. */
function plain(unit: Found, column: number, what: string): Found {
  const offset = withOffset(unit);
  if (!offset) return unit;
  throw new Refused(
    `${offset.code} has a zero of its own and cannot stand in ${what}`,
    column,
    'Convert to K first.',
  );
}

function bare(unit: Found, column: number, what: string): void {
  if (typeof unit === 'string' || (isBare(unit) && unit.factor === 1)) return;
  throw new Refused(
    `${what} takes a plain number, got ${unit.code}`,
    column,
    'Divide by a reference value of the same unit.',
  );
}

/** The unit where it has a zero of its own (Cel, [degF]). */
function withOffset(unit: Found): Unit | undefined {
  return typeof unit !== 'string' && unit.offset !== 0 ? unit : undefined;
}

function isBare(unit: Unit): boolean {
  return unit.dimension.every((exponent) => exponent === 0);
}

function isSameScale(a: Unit, b: Unit): boolean {
  return (
    Math.abs(a.factor / b.factor - 1) < 1e-12 &&
    (a.offset === b.offset || Math.abs(a.offset - b.offset) < 1e-9)
  );
}

function asUnit(found: Found): Unit {
  return typeof found === 'string' ? DIMENSIONLESS : found;
}
