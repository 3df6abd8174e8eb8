import { EventEmitter } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { PoolOptions, PoolRunnerInitializer, PoolWorker, WorkerRequest } from 'vitest/node';

type Listener = (argument: unknown) => void;

/**
 * vitest's own thread worker, but one thread for all runs: what no mutant touches is loaded and compiled once. It may be ended
 * from outside, for a mutant that never comes back; the next run then gets a new one.
 */
export class KeptThread implements PoolRunnerInitializer {
  readonly name = 'kept-thread';
  private thread: Worker | undefined;
  private events = new EventEmitter();

  createPoolWorker(options: PoolOptions): PoolWorker {
    const events = new EventEmitter();
    return {
      name: this.name,
      on: (event: string, listener: Listener) => events.on(event, listener),
      off: (event: string, listener: Listener) => events.off(event, listener),
      start: async () => {
        this.events = events;
        this.thread ??= this.begin(options);
      },
      send: (request: WorkerRequest) => {
        // The thread goes on after a run, so it is not told to stop.
        if (request.type === 'stop') queueMicrotask(() => events.emit('message', STOPPED));
        else this.thread?.postMessage(request);
      },
      stop: async () => void events.removeAllListeners(),
      deserialize: (data: unknown) => data,
    };
  }

  /** Lets files, and all that import them, be loaded anew in the next run. */
  forget(files: readonly string[]): void {
    this.thread?.postMessage({ forget: files });
  }

  async end(): Promise<void> {
    await this.thread?.terminate();
  }

  private begin({ env, execArgv }: PoolOptions): Worker {
    const thread = new Worker(new URL('./worker.ts', import.meta.url), {
      env,
      execArgv,
      resourceLimits: { maxOldGenerationSizeMb: 1024 },
    });
    thread.on('message', (message) => this.events.emit('message', message));
    thread.on('error', (error) => this.events.emit('error', error));
    thread.on('exit', (code) => {
      this.thread = undefined;
      this.events.emit('exit', code);
    });
    return thread;
  }
}

const STOPPED = { type: 'stopped', __vitest_worker_response__: true };
