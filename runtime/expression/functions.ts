/** A function of the expression language: how many arguments it takes, and what it does to numbers. */
export interface ExpressionFunction {
  least: number;
  most: number;
  /** Absent for `if`, which evaluates only the branch it takes. */
  apply?: (...values: number[]) => number;
}

const one = (apply: (value: number) => number): ExpressionFunction => ({ least: 1, most: 1, apply });
const two = (apply: (a: number, b: number) => number): ExpressionFunction => ({ least: 2, most: 2, apply });

/** Every function there is; nothing else can be called. `log` and `ln` are the natural logarithm. */
export const functions: ReadonlyMap<string, ExpressionFunction> = new Map(
  Object.entries({
    sin: one(Math.sin),
    cos: one(Math.cos),
    tan: one(Math.tan),
    asin: one(Math.asin),
    acos: one(Math.acos),
    atan: one(Math.atan),
    atan2: two(Math.atan2),
    sinh: one(Math.sinh),
    cosh: one(Math.cosh),
    tanh: one(Math.tanh),
    exp: one(Math.exp),
    log: one(Math.log),
    ln: one(Math.log),
    log10: one(Math.log10),
    log2: one(Math.log2),
    sqrt: one(Math.sqrt),
    abs: one(Math.abs),
    sign: one(Math.sign),
    floor: one(Math.floor),
    ceil: one(Math.ceil),
    round: one(Math.round),
    trunc: one(Math.trunc),
    min: { least: 2, most: 16, apply: Math.min },
    max: { least: 2, most: 16, apply: Math.max },
    pow: two(Math.pow),
    hypot: two(Math.hypot),
    mod: two(modulo),
    clamp: { least: 3, most: 3, apply: (value, low, high) => Math.min(Math.max(value, low), high) },
    if: { least: 3, most: 3 },
  }),
);

/** The remainder of a/b with the sign of b, exact for any size. */
function modulo(a: number, b: number): number {
  const remainder = a % b;
  return remainder !== 0 && remainder < 0 !== b < 0 ? remainder + b : remainder;
}

/** Names that stand for a number. */
export const namedNumbers: ReadonlyMap<string, number> = new Map([
  ['pi', Math.PI],
  ['true', 1],
  ['false', 0],
]);
