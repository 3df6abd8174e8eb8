/** What a thread runs: the number of a twin (NOBODY: a request of no twin; 0: nothing), and the place in its plan of the node whose own code runs (-1: none). */
export interface Running {
  twin: number;
  node: number;
}

const TWIN = 0;
const NODE = 1;
const STEPS = 2;

/** A few numbers that a worker writes and the thread that watches it reads, also when the worker never returns or is dead. */
export class RunningCell {
  readonly buffer: SharedArrayBuffer;
  readonly #numbers: Int32Array;

  constructor(buffer = new SharedArrayBuffer(12)) {
    this.buffer = buffer;
    this.#numbers = new Int32Array(buffer);
    this.#numbers[NODE] = -1;
  }

  /** Must not allocate. */
  noteTwin(twin: number): void {
    this.#numbers[TWIN] = twin;
    this.#numbers[STEPS]!++;
  }

  /** Must not allocate. */
  noteNode(node: number): void {
    this.#numbers[NODE] = node;
    this.#numbers[STEPS]!++;
  }

  get running(): Running {
    return { twin: this.#numbers[TWIN]!, node: this.#numbers[NODE]! };
  }

  /** Moves with whatever the thread begins or ends. */
  get steps(): number {
    return this.#numbers[STEPS]!;
  }
}
