import { applyFormula } from './apply-formula.ts';
import type { Evaluate } from './combine.ts';
import type { Formula } from './formula.ts';

/** A formula over memory. The closures that work it out are made when they are first asked for: where functions are made of it, nobody does. */
export class PlacedFormula {
  readonly formula: Formula;
  #evaluate: Evaluate | undefined;

  constructor(formula: Formula) {
    this.formula = formula;
  }

  /** Works it out. */
  get evaluate(): Evaluate {
    return (this.#evaluate ??= applyFormula(this.formula));
  }
}

/** A formula whose result goes into a slot of memory. */
export class SlotFormula extends PlacedFormula {
  readonly slot: number;

  constructor(slot: number, formula: Formula) {
    super(formula);
    this.slot = slot;
  }
}
