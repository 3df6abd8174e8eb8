import type { MakeFleet } from './fleet.ts';
import { inputOf } from './flow.ts';

type Outputs = Map<string, number>;

/** A node as an object of its own, that reads its inputs by name and writes its output by name. */
interface PlainNode {
  run(values: Outputs): void;
}

/** The peer: one object for each node of each twin, values in a map by name. */
export const objectFleet: MakeFleet = (count) => {
  const twins = Array.from({ length: count }, () => ({
    values: new Map<string, number>(),
    nodes: machineNodes(),
  }));
  return {
    tick(k) {
      let sum = 0;
      for (let i = 0; i < count; i++) {
        const { values, nodes } = twins[i]!;
        values.set('u', inputOf(i, k));
        for (const node of nodes) node.run(values);
        sum += values.get('total')! + values.get('hot')! + values.get('either')! * 2;
      }
      return sum;
    },
  };
};

class Formula implements PlainNode {
  readonly #out: string;
  readonly #inputs: readonly string[];
  readonly #work: (...inputs: number[]) => number;
  constructor(out: string, inputs: readonly string[], work: (...inputs: number[]) => number) {
    this.#out = out;
    this.#inputs = inputs;
    this.#work = work;
  }
  run(values: Outputs): void {
    values.set(this.#out, this.#work(...this.#inputs.map((name) => values.get(name)!)));
  }
}

class MovingAverage implements PlainNode {
  readonly #ring: number[] = [];
  run(values: Outputs): void {
    this.#ring.push(values.get('limit')!);
    if (this.#ring.length > 16) this.#ring.shift();
    values.set('smooth', this.#ring.reduce((sum, value) => sum + value, 0) / this.#ring.length);
  }
}

class LowPass implements PlainNode {
  readonly #names: readonly [from: string, out: string];
  readonly #timeConstant: number;
  #x: number | undefined;
  constructor(from: string, out: string, timeConstant: number) {
    this.#names = [from, out];
    this.#timeConstant = timeConstant;
  }
  run(values: Outputs): void {
    const u = values.get(this.#names[0])!;
    this.#x = this.#x === undefined ? u : this.#x + (1 - Math.exp(-1 / this.#timeConstant)) * (u - this.#x);
    values.set(this.#names[1], this.#x);
  }
}

class ThermalMass implements PlainNode {
  #T = 20;
  run(values: Outputs): void {
    const heat = values.get('heat')!;
    values.set('temperature', this.#T);
    const slope = (T: number): number => (heat - 10 * (T - 20)) / 1000;
    const k1 = slope(this.#T);
    const k2 = slope(this.#T + 0.5 * k1);
    const k3 = slope(this.#T + 0.5 * k2);
    const k4 = slope(this.#T + k3);
    this.#T += (k1 + 2 * k2 + 2 * k3 + k4) / 6;
  }
}

function machineNodes(): PlainNode[] {
  return [
    new Formula('ambient', [], () => 20),
    new Formula('scale', ['u'], (u) => 0.5 * u! + 3),
    new Formula('limit', ['scale'], (a) => Math.min(Math.max(a!, 10), 45)),
    new MovingAverage(),
    new LowPass('limit', 'filter', 5),
    new Formula('heat', ['filter'], (a) => 10 * a!),
    new ThermalMass(),
    new Formula('hot', ['temperature'], (a) => Number(a! > 30)),
    new Formula('plain', ['temperature'], (a) => a!),
    new Formula('high', ['smooth'], (a) => Number(a! > 28)),
    new Formula('residual', ['filter', 'smooth'], (a, b) => a! - b!),
    new Formula('size', ['residual'], (a) => Math.abs(a!)),
    new Formula('far', ['size'], (a) => Number(a! > 5)),
    new Formula('either', ['high', 'far'], (a, b) => Number(a === 1 || b === 1)),
    new LowPass('plain', 'slow', 20),
    new Formula('efficiency', ['smooth', 'plain'], (a, b) => a! / (Math.abs(b!) + 1)),
    new Formula('held', ['smooth'], (a) => Math.min(Math.max(a!, 15), 40)),
    new Formula('score', ['held'], (a) => a! * a! * 0.01 + a!),
    new Formula('total', ['score', 'efficiency', 'slow'], (a, b, c) => a! + b! + c!),
  ];
}
