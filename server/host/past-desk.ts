import type { Timers } from '@twinloom/runtime/schedule/pacer';
import { BackProcess } from './back-process.ts';
import type { FromPast, PastAnswers, PastQuestion, ToPast } from './past-words.ts';

export interface PastDeskOptions {
  dataDir: string;
  timers: Timers;
}

/** Why there is no answer: too many asked at a time, or one was asked that cannot be answered. */
export type NoAnswer = { busy: true } | { failed: string };

interface Waiting {
  resolve(answer: PastAnswers[keyof PastAnswers] | NoAnswer): void;
}

/** Most questions that wait for an answer. */
const MOST_WAITING = 16;
/** A question that takes longer is given up: a node that never returns would hold the process for ever. */
const ANSWER_SECONDS = 60;
/** Nobody has asked for so long: the process ends, and the next question starts another. */
const IDLE_SECONDS = 300;
/** A person waits for it, but nothing that lives may: a third of the share of that, where both want the same core. */
const NICE = 5;
const SCRIPT = new URL('./past-worker.ts', import.meta.url);

type PastProcess = BackProcess<ToPast, FromPast>;

/** Shows twins as they were, in a process of its own behind all that lives; started by the first question. Must be closed. */
export class PastDesk {
  readonly #options: PastDeskOptions;
  #process: PastProcess | undefined;
  #waiting = new Map<number, Waiting>();
  #number = 0;
  #undo: () => void = () => undefined;
  #isClosed = false;

  constructor(options: PastDeskOptions) {
    this.#options = options;
  }

  /** Asks; answers come in the order of the questions, those to figures when they are worked out. */
  ask<Ask extends PastQuestion['ask']>(
    question: Extract<PastQuestion, { ask: Ask }>,
  ): Promise<PastAnswers[Ask] | NoAnswer> {
    if (this.#isClosed || this.#waiting.size >= MOST_WAITING) return Promise.resolve({ busy: true });
    const { promise, resolve } = Promise.withResolvers<PastAnswers[keyof PastAnswers] | NoAnswer>();
    const number = ++this.#number;
    this.#waiting.set(number, { resolve });
    this.#process ??= this.#start();
    const { dataDir } = this.#options;
    this.#process.tell({ number, dataDir, ...question });
    this.#watch();
    return promise as Promise<PastAnswers[Ask] | NoAnswer>;
  }

  close(): void {
    this.#isClosed = true;
    this.#end('the server is closing');
  }

  #start(): PastProcess {
    const process: PastProcess = new BackProcess({
      script: SCRIPT,
      nice: NICE,
      hear: (word) => this.#hear(word),
      ended: (how) => {
        if (this.#process === process) this.#end(how);
      },
    });
    return process;
  }

  #hear(word: FromPast): void {
    const waiting = this.#waiting.get(word.number);
    this.#waiting.delete(word.number);
    waiting?.resolve('failed' in word ? { failed: word.failed } : word.answer);
    this.#watch();
  }

  /** From the last word on. */
  #watch(): void {
    this.#undo();
    const { timers } = this.#options;
    const isIdle = this.#waiting.size === 0;
    this.#undo = timers.after(isIdle ? IDLE_SECONDS : ANSWER_SECONDS, () =>
      this.#end(`there was no answer within ${ANSWER_SECONDS} s`),
    );
  }

  #end(how: string): void {
    this.#undo();
    const [process, waiting] = [this.#process, this.#waiting];
    this.#process = undefined;
    this.#waiting = new Map();
    process?.close();
    for (const { resolve } of waiting.values()) resolve({ failed: how });
  }
}
