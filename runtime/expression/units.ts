import { differenceUnit, sameDimension } from '../signal/convert.ts';
import { baseUnits, curveWords } from '../signal/unit-atoms.ts';
import type { Unit } from '../signal/unit.ts';
import { multiplyUnits, raiseUnit } from './combine-units.ts';
import { compileExpression } from './compile.ts';
import { namesIn, type Expr } from './expr.ts';
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

const DIMENSIONLESS: Unit = { code: '1', factor: 1, offset: 0, dimension: baseUnits.map(() => 0), angle: 0 };

const KEEPING = new Set(['abs', 'floor', 'ceil', 'round', 'trunc']);
/** Functions whose result depends on where zero is. */
const PLAIN = new Set([...KEEPING, 'sqrt', 'sign', 'mod', 'hypot', 'atan2']);

/**
 * The unit of an expression by the algebra of dimensions. Terms of one sum or comparison must agree in dimension and in scale; a bare
 * number fits any of them. Units with a zero or a curve of their own (Cel, [degF], dB[W], [pH]) may only be added to, subtracted and
 * compared; the difference of temperatures is K, also that to a bare number where it goes on into a product, and that of levels is dB.
 * What no unit can say (m^0.5) is `unknown`.
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
      return negated(findStraight(expr.operand, unitOf, expr.column, 'a sign'));
    case 'binary':
      return findBinary(expr, unitOf);
    case 'call':
      return findCall(expr, unitOf);
    default:
      throw new Error(`no such expression: ${JSON.stringify(expr satisfies never)}`);
  }
}

function findBinary(expr: Expr & { kind: 'binary' }, unitOf: UnitOf): Found {
  const { operator, column } = expr;
  if (operator === '*' || operator === '/') {
    const left = findStraight(expr.left, unitOf, column, 'a product');
    const right = findStraight(expr.right, unitOf, column, 'a product');
    if (right === 'literal' && isCurved(left)) return 'unknown';
    return product(
      plain(left, column, 'a product'),
      plain(right, column, 'a product'),
      operator === '*' ? 1 : -1,
    );
  }
  if (operator === '^') return findPower(expr.left, expr.right, unitOf, column);
  const left = find(expr.left, unitOf);
  const right = find(expr.right, unitOf);
  switch (operator) {
    case '+':
      return asCount(sum(left, right, column));
    case '-':
      return asCount(difference(left, right, column));
    case '<':
    case '<=':
    case '>':
    case '>=':
    case '==':
    case '!=':
      refuseTextBesideUnit(expr, left, right);
      agree(left, right, column, 'compared');
      return 'boolean';
    case 'and':
    case 'or':
      return 'boolean';
    default:
      throw new Error(`there is no operator ${operator satisfies never}`);
  }
}

function findCall(expr: Expr & { kind: 'call' }, unitOf: UnitOf): Found {
  const { name, arguments: given, column } = expr;
  if (name === 'pow') return findPower(given[0]!, given[1]!, unitOf, column);
  const isPlain = PLAIN.has(name);
  const units = given.map((one) => (isPlain ? findPlain(one, unitOf, column, name) : find(one, unitOf)));
  const [a = 'unknown', b = 'unknown', c = 'unknown'] = units;
  if (name === 'if') return agree(b, c, column, 'both results of if');
  if (name === 'min' || name === 'max' || name === 'clamp' || name === 'hypot' || name === 'mod')
    return units.reduce((one, other) => agree(one, other, column, `arguments of ${name}`));
  if (KEEPING.has(name)) return asCount(a);
  if (name === 'sqrt') return root(a);
  if (name === 'atan2') agree(a, b, column, 'arguments of atan2');
  else if (name !== 'sign') bare(a, column, name);
  return units.every((unit) => unit === 'literal') ? 'literal' : DIMENSIONLESS;
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
      `two values in ${base.code} cannot be added`,
      column,
      base.curve === undefined
        ? 'Add a difference in K, or convert to K first.'
        : `Add a difference${differenceUnit(base).code === base.code ? '' : ` in ${differenceUnit(base).code}`}.`,
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
      throw new Refused(`${other.code} cannot be subtracted from ${a.code}`, column, remedyOf(other));
    const shared = agree(a, b, column, 'subtracted');
    return other && a === 'literal' ? differenceUnit(other) : shared;
  }
  if (other) {
    agree(base, other, column, 'subtracted');
    return differenceUnit(base);
  }
  if (b === 'unknown') return b;
  agree(differenceUnit(base), b, column, 'subtracted');
  return base;
}

function product(left: Found, right: Found, sign: number): Found {
  if (left === 'literal' && right === 'literal') return 'literal';
  if (left === 'unknown' || right === 'unknown') return 'unknown';
  return multiplyUnits(asUnit(left), asUnit(right), sign) ?? 'unknown';
}

function findPower(base: Expr, exponent: Expr, unitOf: UnitOf, column: number): Found {
  const unit = asCount(findPlain(base, unitOf, column, 'a power'));
  const power = find(exponent, unitOf);
  bare(power, column, 'an exponent');
  if (unit === 'literal') return power === 'literal' ? unit : DIMENSIONLESS;
  if (typeof unit === 'string') return unit;
  if (isBare(unit) && unit.factor === 1) return DIMENSIONLESS;
  const value = constantValue(exponent);
  if (value !== undefined) return raiseUnit(unit, value) ?? 'unknown';
  throw new Refused(
    `${unit.code} is raised to a power that changes`,
    column,
    'Write the exponent as a number, or divide by a reference value first.',
  );
}

function root(unit: Found): Found {
  const found = asCount(unit);
  return typeof found === 'string' ? found : (raiseUnit(found, 0.5) ?? 'unknown');
}

function constantValue(expr: Expr): number | undefined {
  if (namesIn(expr).size > 0) return undefined;
  return compileExpression(expr, () => undefined)(new Float64Array(0));
}

/** A truth value that is counted with is 0 or 1. */
function asCount(unit: Found): Found {
  return unit === 'boolean' ? DIMENSIONLESS : unit;
}

/** As `findStraight`, and no level or slope either. */
function findPlain(expr: Expr, unitOf: UnitOf, column: number, what: string): Found {
  return plain(findStraight(expr, unitOf, column, what), column, what);
}

/** The unit where only a quantity with a true zero makes sense: `T - 20` in Cel is then the difference it can be, in K. */
function findStraight(expr: Expr, unitOf: UnitOf, column: number, what: string): Found {
  const unit = find(expr, unitOf);
  if (typeof unit === 'string' || isCurved(unit) || unit.offset === 0) return unit;
  const isDifference = expr.kind === 'binary' && expr.operator === '-' && namesIn(expr.right).size === 0;
  return isDifference ? differenceUnit(unit) : plain(unit, column, what);
}

/** A level with its sign turned, or divided by a number, is on its way to a quantity (`10^(-pH)`, `10^(level/10)`): no unit says what it is. */
function negated(unit: Found): Found {
  return isCurved(unit) ? 'unknown' : asCount(unit);
}

function isCurved(unit: Found): boolean {
  return typeof unit !== 'string' && unit.curve !== undefined;
}

function refuseTextBesideUnit(expr: Expr & { kind: 'binary' }, left: Found, right: Found): void {
  const other = expr.left.kind === 'text' ? right : left;
  if (expr.left.kind !== 'text' && expr.right.kind !== 'text') return;
  if (other === 'unknown') return;
  throw new Refused(
    `a text is compared with ${typeof other === 'string' ? 'a truth value' : `a number in ${other.code}`}`,
    expr.column,
    'Compare numbers with numbers; a text stands for an option of a param.',
  );
}

/** Refuses units where only a quantity with a true zero and equal steps makes sense. */
function plain(unit: Found, column: number, what: string): Found {
  if (typeof unit === 'string' || (unit.offset === 0 && unit.curve === undefined)) return unit;
  const has = unit.curve === undefined ? 'has a zero of its own' : `is ${curveWords[unit.curve]} scale`;
  throw new Refused(`${unit.code} ${has} and cannot stand in ${what}`, column, remedyOf(unit));
}

function remedyOf({ curve }: Unit): string {
  if (curve === undefined) return 'Convert to K first.';
  return 'Work out the quantity behind it first, as 10^(level/10) does for a level in dB.';
}

function bare(unit: Found, column: number, what: string): void {
  if (typeof unit === 'string' || (isBare(unit) && unit.factor === 1)) return;
  throw new Refused(
    `${what} takes a plain number, got ${unit.code}`,
    column,
    isBare(unit)
      ? 'Declare the input in 1 (angles in rad): an edge converts by itself.'
      : 'Divide by a reference value of the same unit.',
  );
}

/** The unit where its values count from a zero of their own (Cel, [degF], dB[W], [pH]), so that they cannot be added to each other. */
function withOffset(unit: Found): Unit | undefined {
  if (typeof unit === 'string') return undefined;
  return unit.offset !== 0 || (isCurved(unit) && !isCount(unit)) ? unit : undefined;
}

function isBare(unit: Unit): boolean {
  return !isCurved(unit) && isCount(unit);
}

function isCount(unit: Unit): boolean {
  return unit.dimension.every((exponent) => exponent === 0);
}

function isSameScale(a: Unit, b: Unit): boolean {
  return Math.abs(a.factor / b.factor - 1) < 1e-12 && Math.abs(a.offset - b.offset) < 1e-9;
}

function asUnit(found: Found): Unit {
  return typeof found === 'string' ? DIMENSIONLESS : found;
}
