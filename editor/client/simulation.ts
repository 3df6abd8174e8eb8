import {
  simulationAnswer,
  type SimulationOutcome,
  type SimulationRequest,
} from '@twinloom/runtime/protocol/simulation';
import { exampleWords } from '../words/example.ts';

/** What of a `Worker` is used. */
export interface SimulationThread {
  postMessage(request: SimulationRequest): void;
  addEventListener(kind: 'message', hear: (event: { data: unknown }) => void): void;
  addEventListener(kind: 'error', hear: (event: { message?: string }) => void): void;
  terminate(): void;
}

interface RunOptions {
  onProgress?(t: number): void;
  /** Ends the run: its outcome is `cancelled`. */
  signal?: AbortSignal;
  /** How long it may take on the clock; then it is ended. */
  limitMs?: number;
}

export type Timer = (delayMs: number, ring: () => void) => () => void;

const LIMIT_MS = 20_000;

const realTimer: Timer = (delayMs, ring) => {
  const timer = setTimeout(ring, delayMs);
  return () => clearTimeout(timer);
};

/** Runs flows in a thread of the page, one after the other. */
export interface Simulator {
  /** Resolves with what came of it; a run that is cancelled, takes too long or dies takes its thread with it, the next one gets another. */
  run(request: SimulationRequest, options?: RunOptions): Promise<SimulationOutcome>;
  close(): void;
}

export function createSimulator(openThread: () => SimulationThread, timer: Timer = realTimer): Simulator {
  let thread: SimulationThread | undefined;
  let hear: (answer: unknown) => void = () => undefined;
  let turn: Promise<unknown> = Promise.resolve();

  const end = (): void => {
    thread?.terminate();
    thread = undefined;
  };

  const open = (): SimulationThread => {
    const opened = openThread();
    const ifCurrent = (answer: unknown): void => {
      if (thread === opened) hear(answer);
    };
    opened.addEventListener('message', ({ data }) => ifCurrent(data));
    opened.addEventListener('error', ({ message }) => ifCurrent(died(message)));
    return opened;
  };

  const runNow = (
    request: SimulationRequest,
    { onProgress, signal, limitMs = LIMIT_MS }: RunOptions,
  ): Promise<SimulationOutcome> => {
    if (signal?.aborted) return Promise.resolve(cancelled());
    const { promise, resolve } = Promise.withResolvers<SimulationOutcome>();
    const give = (outcome: SimulationOutcome): void => {
      stopTimer();
      signal?.removeEventListener('abort', onAbort);
      hear = () => undefined;
      resolve(outcome);
    };
    const endWith = (outcome: SimulationOutcome): void => {
      end();
      give(outcome);
    };
    const onAbort = (): void => endWith(cancelled());
    const stopTimer = timer(limitMs, () => endWith(tookTooLong(limitMs)));
    signal?.addEventListener('abort', onAbort);
    hear = (said) => {
      const read = simulationAnswer.safeParse(said);
      if (!read.success) endWith(died(exampleWords.unknownAnswer));
      else if (read.data.kind === 'progress') onProgress?.(read.data.t);
      else if (read.data.kind === 'failed' && read.data.code === DIED) endWith(read.data);
      else give(read.data);
    };
    thread ??= open();
    thread.postMessage(request);
    return promise;
  };

  return {
    run(request, options = {}) {
      const running = turn.then(() => runNow(request, options));
      turn = running;
      return running;
    },
    close: end,
  };
}

const DIED = 'simulation-died';

const cancelled = (): SimulationOutcome => ({
  kind: 'failed',
  code: 'cancelled',
  says: exampleWords.cancelled,
  remedy: exampleWords.startAgain,
});

const tookTooLong = (limitMs: number): SimulationOutcome => ({
  kind: 'failed',
  code: 'took-too-long',
  says: exampleWords.tookTooLong(limitMs / 1000),
  remedy: exampleWords.runShorter,
});

const died = (reason = ''): SimulationOutcome => ({
  kind: 'failed',
  code: DIED,
  says: reason === '' ? exampleWords.workerDied : reason,
  remedy: exampleWords.reloadPage,
});

/** The simulator of this page; its thread starts with the first run. */
export const simulator = createSimulator(
  () =>
    new Worker(new URL('./simulation-worker.ts', import.meta.url), { type: 'module', name: 'simulation' }),
);
