import type { Running } from './running-cell.ts';
import { RunningSamples } from './running-samples.ts';
import type { LoadWord } from './words.ts';

/** How a worker fares: what it told last, and what was seen of it. Shares are of one processor, over the last ten words and the last minute. */
export interface WorkerLoad {
  /** Absent before its first word, and while it is started again. */
  heapBytes?: number;
  /** p99 of how late its ticks ran in the last minute, s. */
  lateSeconds?: number;
  busyShare: number;
  /** By twin. */
  twinShares: { twin: string; share: number }[];
  /** The largest first; without `node` it is what of the twin is no code of a node: equations, and what surrounds them. */
  nodes: { twin: string; node?: string; share: number }[];
}

const WORDS_KEPT = 10;
const MOST_NODES = 20;

/** Keeps what is known of how one worker fares. */
export class WorkerGauge {
  readonly #samples = new RunningSamples();
  /** Ids of the nodes of a twin, by their place in its plan. */
  readonly #nodes = new Map<string, readonly string[]>();
  #words: LoadWord[] = [];

  hear(word: LoadWord): void {
    this.#words = [...this.#words, word].slice(-WORDS_KEPT);
  }

  look(running: Running): void {
    this.#samples.note(running, performance.now() / 1000);
  }

  setNodes(twin: string, nodes: readonly string[]): void {
    this.#nodes.set(twin, nodes);
  }

  forgetTwin(twin: string): void {
    this.#nodes.delete(twin);
  }

  /** Its worker is gone. */
  died(): void {
    this.#words = [];
    this.#samples.forget();
  }

  /** `twinOf` names a twin by its number; undefined where it is gone. */
  read(twinOf: (number: number) => string | undefined): WorkerLoad {
    const last = this.#words.at(-1);
    const seconds = this.#words.reduce((sum, word) => sum + word.seconds, 0);
    const busy = new Map<number, number>();
    for (const word of this.#words)
      for (const [number, spent] of word.busy) busy.set(number, (busy.get(number) ?? 0) + spent);
    const shareOf = (spent: number): number => (seconds > 0 ? spent / seconds : 0);
    return {
      ...(last && { heapBytes: last.heapBytes, lateSeconds: last.lateSeconds }),
      busyShare: shareOf([...busy.values()].reduce((sum, spent) => sum + spent, 0)),
      twinShares: [...busy].flatMap(([number, spent]) => {
        const twin = twinOf(number);
        return twin === undefined ? [] : [{ twin, share: shareOf(spent) }];
      }),
      nodes: this.#samples
        .shares()
        .slice(0, MOST_NODES)
        .flatMap(({ twin: number, node, share }) => {
          const twin = twinOf(number);
          if (twin === undefined) return [];
          const id = this.#nodes.get(twin)?.[node];
          return [{ twin, share, ...(id !== undefined && { node: id }) }];
        }),
    };
  }
}
