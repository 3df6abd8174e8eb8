import type { PlanNode } from '../compile/plan.ts';
import type { NodeDefinition, Params } from '../node/definition.ts';
import { BAD } from '../signal/quality.ts';
import type { Cells } from './cells.ts';
import type { Moment } from './moment.ts';

/** Steps of a node of own code that would change nothing: what they say is put on its port, and its code does not run. */
export class CalmStep {
  readonly #calm: NonNullable<NodeDefinition['calm']>;
  readonly #params: Params;
  readonly #cells: Cells;
  readonly #moment: Moment;
  readonly #states: Float64Array;
  /** Port and slot of what it watches, and the port it says something on. */
  readonly #from: number;
  readonly #slot: number;
  readonly #to: number;

  /** Only where nothing but its first input has an edge; undefined where the node has no such steps. */
  static of(
    { definition, inputs, outputs, states }: PlanNode,
    params: Params,
    around: Around,
  ): CalmStep | undefined {
    const { calm, send, update } = definition;
    const [watched, ...others] = inputs;
    const [output] = outputs;
    if (!calm || send || update || !watched || !output || outputs.length > 1) return undefined;
    if (watched.from < 0 || watched.type !== 'number' || others.some(({ from }) => from >= 0))
      return undefined;
    const first = states[0]?.slot ?? 0;
    if (states.some(({ slot, isArray }, i) => isArray || slot !== first + i)) return undefined;
    return new CalmStep(calm, params, around, {
      states: around.cells.memory.subarray(first, first + states.length),
      from: watched.from,
      slot: watched.slot,
      to: output.port,
    });
  }

  private constructor(
    calm: NonNullable<NodeDefinition['calm']>,
    params: Params,
    { cells, moment }: Around,
    { states, from, slot, to }: { states: Float64Array; from: number; slot: number; to: number },
  ) {
    this.#calm = calm;
    this.#params = params;
    this.#cells = cells;
    this.#moment = moment;
    this.#states = states;
    this.#from = from;
    this.#slot = slot;
    this.#to = to;
  }

  /** Takes the step if it is one of them; its input stands in memory. Must not allocate. */
  take(): boolean {
    const cells = this.#cells;
    const quality = cells.quality[this.#from] as 0 | 1 | 2 | 3;
    if (quality >= BAD) return false;
    const said = this.#calm(cells.memory[this.#slot]!, this.#states, this.#params);
    if (said !== said) return false;
    cells.emitNumber(this.#to, said, quality, this.#moment.seconds, this.#moment.number);
    return true;
  }
}

interface Around {
  cells: Cells;
  moment: Moment;
}
