import type { Worker } from 'node:worker_threads';
import { startThread } from './start-thread.ts';

export interface EmbeddedBroker {
  /** `mqtt://127.0.0.1:port` */
  url: string;
  close(): Promise<void>;
}

export interface BrokerOptions {
  /** Absent: 1883 or, when it is taken, any free one. 0: any free one. */
  port?: number;
  /** One line when the broker had to be started again. */
  onProblem?: (says: string) => void;
  /** What the worker thread runs; tests name another. */
  script?: URL;
}

const USUAL_PORT = 1883;
const SCRIPT = new URL('./broker-worker.ts', import.meta.url);
const MEMORY_MB = 512;
const PAUSE_MS = 1_000;
const FAREWELL_MS = 1_000;

/** Starts an MQTT 3.1.1 broker on 127.0.0.1 in a thread of its own; when that dies, another takes its port. Rejects when a port that was asked for is taken. */
export async function startBroker(options: BrokerOptions = {}): Promise<EmbeddedBroker> {
  const { port, script = SCRIPT } = options;
  const onProblem = options.onProblem ?? ((says: string) => console.error(says));
  const first = await launchFirst(script, port);
  let current = first.worker;
  let isClosed = false;
  let again: NodeJS.Timeout | undefined;

  const watch = (worker: Worker): void => {
    let reason = 'ended';
    worker.on('error', (error) => (reason = reasonOf(error)));
    worker.once('exit', () => {
      if (isClosed) return;
      onProblem(`the embedded broker failed (${reason}); it is started again on port ${first.port}`);
      again = setTimeout(() => void restart(), 0);
    });
  };
  const restart = async (): Promise<void> => {
    try {
      const { worker } = await launch(script, first.port, (made) => (current = made));
      watch(worker);
    } catch (error) {
      if (isClosed) return;
      onProblem(`the embedded broker cannot start again (${reasonOf(error)}); it is tried every second`);
      again = setTimeout(() => void restart(), PAUSE_MS);
    }
  };
  watch(first.worker);

  return {
    url: `mqtt://127.0.0.1:${first.port}`,
    async close() {
      isClosed = true;
      clearTimeout(again);
      await end(current);
    },
  };
}

/** What the thread says once; under `node --watch` it also says, in words without these, which files it loads. */
interface BrokerWord {
  port?: number;
  failed?: string;
  code?: string;
}

interface Launched {
  worker: Worker;
  port: number;
}

async function launchFirst(script: URL, port: number | undefined): Promise<Launched> {
  if (port !== undefined) return launch(script, port);
  try {
    return await launch(script, USUAL_PORT);
  } catch (error) {
    const { code } = error as { code?: string };
    if (code !== 'EADDRINUSE' && code !== 'EACCES') throw error;
    return launch(script, 0);
  }
}

/** Resolves once the thread listens, rejects when it says that it cannot or dies before. */
function launch(script: URL, port: number, made?: (worker: Worker) => void): Promise<Launched> {
  const { promise, resolve, reject } = Promise.withResolvers<Launched>();
  const worker = startThread(script, {
    name: 'broker',
    workerData: { port },
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  made?.(worker);
  worker.on('message', (word: BrokerWord) => {
    if (word.port !== undefined) resolve({ worker, port: word.port });
    else if (word.failed !== undefined) reject(Object.assign(new Error(word.failed), { code: word.code }));
  });
  worker.once('error', reject);
  worker.once('exit', () => reject(new Error('its thread ended before it listened')));
  return promise;
}

async function end(worker: Worker): Promise<void> {
  if (worker.threadId === -1) return;
  const { promise: ended, resolve } = Promise.withResolvers<void>();
  worker.once('exit', () => resolve());
  const timer = setTimeout(() => void worker.terminate(), FAREWELL_MS);
  worker.postMessage('close');
  await ended;
  clearTimeout(timer);
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
