import { hash } from '../graph/fingerprint.ts';

const WARM_UP = 12;

/**
 * A repeatable stream of random numbers (sfc32, Chris Doty-Humphrey, PractRand; public domain): 128 bits of state, which stand in
 * the snapshot. One stream per node, from the twin's seed and the node's id, so that adding a node changes no other.
 */
export class RandomStream {
  readonly #state = new Uint32Array(4);

  constructor(seed: number, node: string) {
    const text = `${seed}\n${node}`;
    for (let i = 0; i < 3; i++) this.#state[i] = Number.parseInt(hash(text, i).slice(-8), 16);
    this.#state[3] = 1;
    for (let i = 0; i < WARM_UP; i++) this.uniform();
  }

  /** Uniform in [0, 1), 32 bits. */
  uniform(): number {
    const s = this.#state;
    const a = s[0]!;
    const b = s[1]!;
    const c = s[2]!;
    const sum = (a + b + s[3]!) >>> 0;
    s[3] = s[3]! + 1;
    s[0] = b ^ (b >>> 9);
    s[1] = c + (c << 3);
    s[2] = ((c << 21) | (c >>> 11)) + sum;
    return sum / 4294967296;
  }

  /** Standard normal by the Box–Muller transform; keeps no spare, so that the state says all. */
  normal(): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()));
    return radius * Math.cos(2 * Math.PI * this.uniform());
  }

  /** The state for a snapshot, and back. */
  save(): number[] {
    return [...this.#state];
  }

  restore(state: readonly number[]): void {
    this.#state.set(state.slice(0, 4));
  }
}
