import { Worker } from 'node:worker_threads';
import type { PreparedStudy } from '@twinloom/runtime/scenario/prepare-study';
import { runPoint, type RunWithCurves } from '@twinloom/runtime/scenario/run-points';
import type { StudyMaterial } from './study-material.ts';

/** One run to be made. */
export interface PointToRun {
  n: number;
  at: number[];
}

/** How long a run goes on before words of others are heard, ms. */
const TURN_MS = 50;
/** A helper has the next run before it has told of the last. */
const AHEAD = 2;

/** Makes runs here and in so many threads beside; `hear` is told each as it ends. Which of them makes a run changes nothing of it. */
export async function runPoints(
  study: PreparedStudy,
  material: StudyMaterial,
  { points, helpers, before }: { points: readonly PointToRun[]; helpers: number; before: Promise<unknown> },
  hear: (run: RunWithCurves) => void,
): Promise<void> {
  const waiting = [...points].toReversed();
  const workers = Array.from({ length: Math.min(helpers, points.length) }, () =>
    helpWith(material, () => waiting.pop(), hear),
  );
  await before;
  for (let point = waiting.pop(); point; point = waiting.pop()) hear(await runInTurns(study, point));
  await Promise.all(workers);
}

/** Ends when no run waits any more. */
function helpWith(
  material: StudyMaterial,
  next: () => PointToRun | undefined,
  hear: (run: RunWithCurves) => void,
): Promise<void> {
  const ended = Promise.withResolvers<void>();
  const worker = new Worker(new URL('./study-runs-worker.ts', import.meta.url), { workerData: material });
  let underWay = 0;
  const give = (): void => {
    for (; underWay < AHEAD; underWay++) {
      const point = next();
      if (!point) break;
      worker.postMessage(point);
    }
    if (underWay > 0) return;
    ended.resolve();
    void worker.terminate();
  };
  worker.on('message', (run: RunWithCurves) => {
    underWay--;
    hear(run);
    give();
  });
  worker.once('error', ended.reject);
  worker.once('exit', () => ended.reject(new Error('a thread of the study ended')));
  give();
  return ended.promise;
}

/** One run in this thread, which hears what others say meanwhile. */
export async function runInTurns(study: PreparedStudy, { n, at }: PointToRun): Promise<RunWithCurves> {
  const running = runPoint(study, n, at);
  let turned = performance.now();
  let step = running.next();
  for (; !step.done; step = running.next()) {
    if (performance.now() - turned < TURN_MS) continue;
    await new Promise(setImmediate);
    turned = performance.now();
  }
  return step.value;
}
