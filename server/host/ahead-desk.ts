import type { Input } from '@twinloom/runtime/run/inbox';
import type { Recording } from '@twinloom/runtime/scenario/lay-inputs';
import type { FastifyBaseLogger } from 'fastify';
import type { AheadOrder, FromAhead } from './ahead-words.ts';
import { BackProcess } from './back-process.ts';
import type { AheadWord, TwinOrder } from './words.ts';

export interface AheadDeskOptions {
  dataDir: string;
  /** What an input of a twin said from one time to another, s since 1970. */
  recorded: (twin: string, port: string, from: number, to: number) => Promise<Recording>;
  log: Pick<FastifyBaseLogger, 'warn'>;
}

/** One question, with where its answer goes. */
interface Question {
  word: AheadWord;
  order: Pick<TwinOrder, 'document' | 'parameters'>;
  answer: (inputs: Input[]) => void;
}

const SCRIPT = new URL('./ahead-worker.ts', import.meta.url);
/** A question that takes longer is given up: a node that never returns would hold the process for ever. */
const ANSWER_MS = 300_000;

/** Runs forks of twins ahead, one question at a time, each in a process of its own at the lowest priority. A node has at most one question waiting, its newest. */
export class AheadDesk {
  readonly #options: AheadDeskOptions;
  readonly #waiting = new Map<string, Question>();
  #process: BackProcess<AheadOrder, FromAhead> | undefined;
  #isClosed = false;

  constructor(options: AheadDeskOptions) {
    this.#options = options;
  }

  ask(question: Question): void {
    const { twin, node } = question.word;
    this.#waiting.set(`${twin}.${node}`, question);
    this.#next();
  }

  /** Ends the process: what it was asked has no answer. */
  close(): void {
    this.#isClosed = true;
    this.#waiting.clear();
    this.#process?.close();
  }

  #next(): void {
    const [first] = this.#waiting;
    if (this.#process || this.#isClosed || !first) return;
    const [key, question] = first;
    this.#waiting.delete(key);
    this.#run(question);
  }

  #run({ word, order, answer }: Question): void {
    const { node } = word;
    let said: FromAhead | undefined;
    const process: BackProcess<AheadOrder, FromAhead> = new BackProcess({
      script: SCRIPT,
      hear: (words) => (said = words),
      ended: (how) => {
        clearTimeout(timer);
        this.#process = undefined;
        if (this.#isClosed) return;
        const inputs = said ?? { failed: how };
        if ('failed' in inputs) {
          this.#options.log.warn(
            { twin: word.twin, node, says: inputs.failed },
            'running ahead has no answer',
          );
          answer([{ node, port: 'probability', problem: inputs.failed }]);
        } else answer(inputs.inputs);
        this.#next();
      },
    });
    const giveUp = (failed: string): void => {
      said = { failed };
      process.close();
    };
    const timer = setTimeout(
      () => giveUp(`running ahead took longer than ${ANSWER_MS / 1_000} s: look less far ahead`),
      ANSWER_MS,
    );
    this.#process = process;
    this.#orderFor(word, order).then(
      (whole) => process.tell(whole),
      (error: unknown) =>
        giveUp(`its history cannot be read: ${error instanceof Error ? error.message : String(error)}`),
    );
  }

  async #orderFor(
    { twin, node, snapshot, t, lookBack, inputs }: AheadWord,
    { document, parameters }: Question['order'],
  ): Promise<AheadOrder> {
    const { dataDir, recorded } = this.#options;
    const past = new Map<string, Recording>();
    for (const port of inputs) past.set(port, await recorded(twin, port, t - lookBack, t));
    return { twin, node, snapshot, dataDir, document, parameters, recorded: past };
  }
}
