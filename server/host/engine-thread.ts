import type { Worker } from 'node:worker_threads';
import { problem, ProblemError } from '../auth/problem.ts';
import { startThread } from '../connectors/start-thread.ts';
import { clockOrigin } from './monotonic-clock.ts';
import type { PacketBatch } from './packet-batch.ts';
import { RunningCell, type Running } from './running-cell.ts';
import type {
  Answers,
  FaultWord,
  FromWorker,
  LinkWord,
  Lost,
  Request,
  ToWorker,
  WorkerStart,
} from './words.ts';

/** How a worker ended that nobody asked to end. */
export interface Death {
  says: string;
  /** What ran then. */
  running: Running;
}

export interface ThreadOptions {
  script: URL;
  /** Time between two heartbeats, ms. */
  beatMs: number;
  /** Every word but those the thread is for itself: answers and bare signs of life. */
  hear(word: FromWorker): void;
  /** What is to be told with the next heartbeat. */
  takeLost: () => Lost;
  countWaiting: () => Lost;
  /** Called once, unless the thread was closed. */
  died(death: Death): void;
}

interface Waiting {
  resolve(answer: never): void;
  reject(error: Error): void;
}

/** Heartbeats without an answer, in which nothing moved, after which a worker counts as one that never returns: in the code of a node, */
const BEATS_OF_A_NODE = 3;
/** elsewhere, */
const BEATS_ELSEWHERE = 5;
/** and whatever moves; a worker that starts has as long. */
const MOST_BEATS = 60;
/** Most that a worker's heap may hold. */
export const HEAP_MB = 2_048;

/** One life of the worker: its words, who waits for an answer, its heartbeat, its end. */
export class EngineThread {
  readonly #options: ThreadOptions;
  readonly #worker: Worker;
  readonly #cell = new RunningCell();
  readonly #waiting = new Map<number, Waiting>();
  readonly #heartbeat: NodeJS.Timeout;
  #lastRequest = 0;
  #unanswered = 0;
  /** Heartbeats in a row in which nothing moved. */
  #stuck = 0;
  #steps = 0;
  #isAlive = false;
  #isClosed = false;
  #reason: string | undefined;

  constructor(options: ThreadOptions) {
    this.#options = options;
    const workerData: WorkerStart = { clockOrigin: clockOrigin(), running: this.#cell.buffer };
    // Flow code has no business with the environment: it holds secrets.
    const resourceLimits = { maxOldGenerationSizeMb: HEAP_MB };
    this.#worker = startThread(options.script, { workerData, env: {}, resourceLimits, name: 'twins' });
    this.#worker.on('message', (word: FromWorker) => this.#hear(word));
    this.#worker.on('error', (error: unknown) => (this.#reason ??= reasonOf(error)));
    this.#worker.on('exit', (code) => this.#end(code));
    this.#heartbeat = setInterval(() => this.#beat(), options.beatMs);
  }

  /** What it runs now, and how many things it began or ended so far. */
  get running(): Running & { steps: number } {
    return { ...this.#cell.running, steps: this.#cell.steps };
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Asks the worker; rejects with a problem document when it ends before it answers. */
  ask<K extends Request['ask']>(request: Extract<Request, { ask: K }>): Promise<Answers[K]> {
    const { promise, resolve, reject } = Promise.withResolvers<Answers[K]>();
    if (this.#isClosed) {
      reject(new ProblemError(engineStopped('has ended')));
      return promise;
    }
    const number = ++this.#lastRequest;
    this.#waiting.set(number, { resolve: resolve as Waiting['resolve'], reject });
    this.#post({ kind: 'request', number, request });
    return promise;
  }

  send(batch: PacketBatch): void {
    if (!this.#isClosed) this.#post({ kind: 'packets', batch }, [batch.bytes.buffer]);
  }

  tellFault(fault: FaultWord): void {
    if (!this.#isClosed) this.#post({ kind: 'fault', fault });
  }

  /** What twins of other workers say or ask. */
  tell(word: LinkWord): void {
    if (!this.#isClosed) this.#post(word);
  }

  /** Ends the worker, whatever it does. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearInterval(this.#heartbeat);
    this.#rejectAll('is being stopped');
    await this.#worker.terminate();
  }

  #post(word: ToWorker, transfer: ArrayBuffer[] = []): void {
    this.#worker.postMessage(word, transfer);
  }

  #hear(word: FromWorker): void {
    // Under `node --watch` a thread also says which files it loads.
    if (word.kind === undefined) return;
    if (word.kind === 'alive') {
      this.#isAlive = true;
      this.#unanswered = 0;
      this.#stuck = 0;
      if (word.load && !this.#isClosed) this.#options.hear(word);
    } else if (word.kind === 'answer') this.#take(word.number)?.resolve(word.answer as never);
    else if (word.kind === 'failure') {
      const error = new Error(word.says);
      if (word.stack !== undefined) error.stack = word.stack;
      this.#take(word.number)?.reject(error);
    } else if (!this.#isClosed) this.#options.hear(word);
  }

  #take(number: number): Waiting | undefined {
    const waiting = this.#waiting.get(number);
    this.#waiting.delete(number);
    return waiting;
  }

  #beat(): void {
    this.#unanswered++;
    const { steps, running } = this.#cell;
    this.#stuck = this.#isAlive && steps === this.#steps && this.#unanswered > 1 ? this.#stuck + 1 : 0;
    this.#steps = steps;
    const allowed = running.node >= 0 ? BEATS_OF_A_NODE : BEATS_ELSEWHERE;
    if (this.#stuck >= allowed || this.#unanswered > MOST_BEATS) {
      this.#reason ??= 'did not come back from what it was doing';
      void this.#worker.terminate();
      return;
    }
    // One that starts is told when it listens: else the beats of its start would count as answered later.
    const { takeLost, countWaiting } = this.#options;
    if (this.#isAlive) this.#post({ kind: 'heartbeat', lost: takeLost(), waiting: countWaiting() });
  }

  #end(code: number): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    clearInterval(this.#heartbeat);
    const says = this.#reason ?? `ended with code ${code}`;
    this.#rejectAll(says);
    this.#options.died({ says, running: this.#cell.running });
  }

  #rejectAll(says: string): void {
    for (const { reject } of this.#waiting.values()) reject(new ProblemError(engineStopped(says)));
    this.#waiting.clear();
  }
}

function engineStopped(says: string) {
  return problem({
    status: 503,
    title: 'The engine stopped',
    code: 'engine-stopped',
    detail: `the engine that runs the twins ${says}; the request was not carried out`,
    remedy:
      'It starts again by itself: try once more in a few seconds. If it stops again, undo the last change.',
  });
}

function reasonOf(error: unknown): string {
  const { code, message } = error as { code?: string; message?: string };
  if (code === 'ERR_WORKER_OUT_OF_MEMORY') return `ran out of memory (${HEAP_MB} MB)`;
  return `failed (${message ?? String(error)})`;
}
