import type { JournalRecord } from '../journal/record.ts';
import type { EmissionWord } from './words.ts';

export interface GateOptions {
  /** Whether this record of the journal, and all before it, is on the disk. */
  isCommitted: (number: number) => boolean;
  /** `settled` is called once nobody has to say it again: it arrived, was given up, or outlives a crash by itself. */
  publish: (emission: EmissionWord, settled: () => void) => void;
  /** It is left out: too many wait. */
  drop: (emission: EmissionWord) => void;
  /** Counters of the last emissions that were settled in an earlier life, by twin and node. */
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
  /** What is not settled yet, by twin, then node. */
  readonly #owed = new Map<string, Map<string, Set<EmissionWord>>>();
  /** Of the last that were settled with all before them, and not given to the journal. */
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
    this.#owe(emission);
    if (this.#waiting.length >= MOST_EMISSIONS) {
      const { emission: oldest } = this.#waiting.shift()!;
      this.#options.drop(oldest);
      this.#settle(oldest);
    }
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
      this.#options.publish(emission, () => this.#settle(emission));
    }
  }

  /** What was settled since the last call, for the journal. */
  takeSent(): JournalRecord[] {
    const records = [...this.#unrecorded].map(([twin, nodes]): JournalRecord => ({
      kind: 'sent',
      twin,
      nodes: Object.fromEntries(nodes),
    }));
    this.#unrecorded.clear();
    return records;
  }

  /** What of a twin may still be lost, to stand behind a checkpoint that is taken now. */
  owed(twin: string): JournalRecord[] {
    const owed = [...(this.#owed.get(twin)?.values() ?? [])].flatMap((ofNode) => [...ofNode]);
    const emissions = owed.map(({ node, address, bytes, key, sequence }) => ({
      node,
      address,
      bytes,
      key,
      sequence,
    }));
    return emissions.length > 0 ? [{ kind: 'owed', twin, emissions }] : [];
  }

  forget(twin: string): void {
    for (const counters of [this.#taken, this.#unrecorded, this.#owed]) counters.delete(twin);
  }

  #owe(emission: EmissionWord): void {
    const { twin, node } = emission;
    const ofTwin = this.#owed.get(twin) ?? new Map<string, Set<EmissionWord>>();
    this.#owed.set(twin, ofTwin.set(node, (ofTwin.get(node) ?? new Set()).add(emission)));
  }

  /** One that was left out may be settled before others that it came behind: the journal hears of it with the last of them. */
  #settle(emission: EmissionWord): void {
    const { twin, node, sequence } = emission;
    const ofTwin = this.#owed.get(twin);
    const owed = ofTwin?.get(node);
    if (!owed?.delete(emission)) return;
    const [first] = owed;
    if (first) {
      if (sequence < first.sequence) note(this.#unrecorded, emission);
      return;
    }
    ofTwin?.delete(node);
    if (ofTwin?.size === 0) this.#owed.delete(twin);
    note(this.#unrecorded, { twin, node, sequence: this.#taken.get(twin)?.get(node) ?? sequence });
  }
}

function note(
  counters: Counters,
  { twin, node, sequence }: Pick<EmissionWord, 'twin' | 'node' | 'sequence'>,
): void {
  counters.set(twin, (counters.get(twin) ?? new Map<string, number>()).set(node, sequence));
}
