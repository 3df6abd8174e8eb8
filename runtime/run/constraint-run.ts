import type { Constraints } from '../compile/plan.ts';
import { Newton } from '../solve/newton.ts';
import { evaluateAll } from './evaluate.ts';

/** Finds the algebraic states of one node in memory: the roots of its constraints near where they stand. */
export class ConstraintRun {
  readonly #constraints: Constraints;
  readonly #newton: Newton;
  readonly #z: Float64Array;
  #memory: Float64Array = new Float64Array(0);

  constructor(constraints: Constraints) {
    const { unknowns, names, residuals } = constraints;
    this.#constraints = constraints;
    this.#z = new Float64Array(unknowns.length);
    this.#newton = new Newton(unknowns.length, (z, r) => {
      const memory = this.#memory;
      for (let i = 0; i < unknowns.length; i++) memory[unknowns[i]!] = z[i]!;
      evaluateAll(names, memory);
      for (let i = 0; i < residuals.length; i++) r[i] = residuals[i]!.evaluate(memory);
    });
  }

  /** False where there is no root near; memory then holds the former one. Must not allocate. */
  solve(memory: Float64Array): boolean {
    const { unknowns } = this.#constraints;
    this.#memory = memory;
    for (let i = 0; i < unknowns.length; i++) this.#z[i] = memory[unknowns[i]!]!;
    const isFound = this.#newton.solve(this.#z);
    for (let i = 0; i < unknowns.length; i++) memory[unknowns[i]!] = this.#z[i]!;
    return isFound;
  }
}
