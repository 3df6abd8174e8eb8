/** How a function is called, what it gives, and what it asks of units, for whoever is writing an expression. */
export interface FunctionHelp {
  /** Names of its arguments, in order. */
  takes: string;
  gives: string;
  /** What it does to units. */
  units: 'kept' | 'of the results' | 'their square root' | 'raised too' | 'without' | 'to without';
}

const help = (takes: string, gives: string, units: FunctionHelp['units']): FunctionHelp => ({
  takes,
  gives,
  units,
});

/** Help for every function of the language, in the order in which they are offered. */
export const functionHelp: ReadonlyMap<string, FunctionHelp> = new Map(
  Object.entries({
    min: help('a, b, …', 'the least', 'kept'),
    max: help('a, b, …', 'the greatest', 'kept'),
    abs: help('x', 'size without sign', 'kept'),
    if: help('condition, then, else', 'one of two', 'of the results'),
    clamp: help('x, low, high', 'x held between two limits', 'kept'),
    sqrt: help('x', 'square root', 'their square root'),
    pow: help('x, n', 'x^n', 'raised too'),
    exp: help('x', 'e to the power x', 'without'),
    ln: help('x', 'natural logarithm', 'without'),
    log: help('x', 'natural logarithm, as ln', 'without'),
    log10: help('x', 'logarithm to base 10', 'without'),
    log2: help('x', 'logarithm to base 2', 'without'),
    sin: help('x', 'sine of x in rad', 'without'),
    cos: help('x', 'cosine of x in rad', 'without'),
    tan: help('x', 'tangent of x in rad', 'without'),
    asin: help('x', 'arc sine in rad', 'without'),
    acos: help('x', 'arc cosine in rad', 'without'),
    atan: help('x', 'arc tangent in rad', 'without'),
    atan2: help('y, x', 'angle of the point x, y in rad', 'to without'),
    sinh: help('x', 'hyperbolic sine', 'without'),
    cosh: help('x', 'hyperbolic cosine', 'without'),
    tanh: help('x', 'hyperbolic tangent', 'without'),
    hypot: help('a, b', 'sqrt(a^2 + b^2)', 'kept'),
    mod: help('a, b', 'remainder of a/b', 'kept'),
    sign: help('x', '-1, 0 or 1', 'to without'),
    floor: help('x', 'next whole number below', 'kept'),
    ceil: help('x', 'next whole number above', 'kept'),
    round: help('x', 'nearest whole number', 'kept'),
    trunc: help('x', 'whole part', 'kept'),
  }),
);

/** What a function does to units, as a person reads it. */
export function sayUnits(units: FunctionHelp['units']): string {
  switch (units) {
    case 'kept':
      return 'keeps the unit';
    case 'of the results':
      return 'both results of one unit';
    case 'their square root':
      return 'square root of the unit';
    case 'raised too':
      return 'raises the unit too';
    case 'without':
      return 'a number without unit';
    case 'to without':
      return 'gives no unit';
    default:
      return units satisfies never;
  }
}
