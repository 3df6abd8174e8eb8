import { flushCompileCache } from 'node:module';
import { totalmem } from 'node:os';
import { getHeapStatistics } from 'node:v8';
import { parentPort, workerData } from 'node:worker_threads';
import type { Catalog } from '@twinloom/runtime/node/catalog';
import type { Timers } from '@twinloom/runtime/schedule/pacer';
import { Engine } from './engine.ts';
import { monotonicClock } from './monotonic-clock.ts';
import { RunningCell } from './running-cell.ts';
import type { FromWorker, ToWorker, WorkerStart } from './words.ts';

/** Runs an engine in this worker thread until the thread is ended. */
export function runEngine(catalog: Catalog): void {
  const port = parentPort;
  if (!port) throw new Error('the engine runs in a worker thread');
  const { clockOrigin, running } = workerData as WorkerStart;
  const cell = new RunningCell(running);
  const engine = new Engine({
    catalog,
    timers: realTimers(clockOrigin),
    post: (word: FromWorker, transfer) => port.postMessage(word, transfer),
    heapBytes: () => getHeapStatistics().used_heap_size,
    // A container has less than its machine.
    mostStateBytes: Math.min(totalmem(), process.constrainedMemory() || Infinity) / 2,
    noteRunning: (twin) => cell.noteTwin(twin),
    noteNode: (node) => cell.noteNode(node),
  });
  port.on('message', (word: ToWorker) => engine.hear(word));
  port.postMessage({ kind: 'alive' } satisfies FromWorker);
  // Only an orderly end would write it otherwise.
  flushCompileCache();
}

function realTimers(origin: number): Timers {
  return {
    now: monotonicClock(origin),
    after: (seconds, run) => {
      const timer = setTimeout(run, Math.ceil(seconds * 1000));
      return () => clearTimeout(timer);
    },
  };
}
