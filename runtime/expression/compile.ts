import { applyFormula } from './apply-formula.ts';
import type { Evaluate } from './combine.ts';
import type { Expr } from './expr.ts';
import { placeExpression, type OptionsOf, type SlotOf } from './formula.ts';

/** Compiles an expression from its tree to closures over memory, never from text. `slotOf` and `options` are those of `placeExpression`. */
export function compileExpression(expr: Expr, slotOf: SlotOf, options?: OptionsOf): Evaluate {
  return applyFormula(placeExpression(expr, slotOf, options));
}
