import type { JournalRecord } from '../journal/record.ts';
import type { EmissionWord } from './words.ts';

export interface GateOptions {
  /** Whether this record of the journal, and all before it, is on the disk. */
  isCommitted: (number: number) => boolean;
  publish: (emission: EmissionWord) => void;
  /** It is left out: too many wait. */
  drop: (emission: EmissionWord) => void;
  /** Counters of the last emissions that were handed on in an earlier life, by twin and node. */
  sent?: ReadonlyMap<string, Readonly<Record<string, number>>>;
}

type Counters = Map<string, Map<string, number>>;

/** Most emissions that wait for the disk. */
export const MOST_EMISSIONS = 10_000;

/**
 * Hands emissions on in their order, each once what it follows from is on the disk. What a fold of the log says again is handed on only where it is
 * not known to have been.
 */
export class EmissionGate {
  readonly #options: GateOptions;
  readonly #waiting: { emission: EmissionWord; number: number }[] = [];
  /** Counters of the last that were taken, by twin, then node. */
  readonly #taken: Counters;
  /** Of the last that were handed on and not given to the journal. */
  readonly #unrecorded: Counters = new Map();

  constructor(options: GateOptions) {
    this.#options = options;
    this.#taken = new Map(
      [...(options.sent ?? [])].map(([twin, nodes]) => [twin, new Map(Object.entries(nodes))]),
    );
  }

  /** `number`: the last record of the journal that the emission may follow from. */
  take(emission: EmissionWord, number: number): void {
    const { twin, node, sequence, isRepeated } = emission;
    if (isRepeated && sequence <= (this.#taken.get(twin)?.get(node) ?? 0)) return;
    note(this.#taken, emission);
    if (this.#waiting.length >= MOST_EMISSIONS) this.#options.drop(this.#waiting.shift()!.emission);
    this.#waiting.push({ emission, number });
    this.release();
  }

  /** How many wait for the disk. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** Hands on what may go. */
  release(): void {
    let ready = 0;
    while (ready < this.#waiting.length && this.#options.isCommitted(this.#waiting[ready]!.number)) ready++;
    for (const { emission } of this.#waiting.splice(0, ready)) {
      note(this.#unrecorded, emission);
      this.#options.publish(emission);
    }
  }

  /** What was handed on since the last call, for the journal. */
  takeSent(): JournalRecord[] {
    const records = [...this.#unrecorded].map(([twin, nodes]): JournalRecord => ({
      kind: 'sent',
      twin,
      nodes: Object.fromEntries(nodes),
    }));
    this.#unrecorded.clear();
    return records;
  }

  forget(twin: string): void {
    for (const counters of [this.#taken, this.#unrecorded]) counters.delete(twin);
  }
}

function note(counters: Counters, { twin, node, sequence }: EmissionWord): void {
  counters.set(twin, (counters.get(twin) ?? new Map<string, number>()).set(node, sequence));
}
