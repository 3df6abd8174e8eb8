import { parentPort, workerData } from 'node:worker_threads';
import { runPoint } from '@twinloom/runtime/scenario/run-points';
import type { PointToRun } from './run-points.ts';
import { prepareMaterial, type StudyMaterial } from './study-material.ts';

/** A thread of a study's process: makes the runs that it is told, one after the other. */
const prepared = prepareMaterial(workerData as StudyMaterial);
if ('diagnostics' in prepared) throw new Error(prepared.diagnostics.map(({ says }) => says).join('; '));
const { study } = prepared;

parentPort?.on('message', ({ n, at }: PointToRun) => {
  const running = runPoint(study, n, at);
  let step = running.next();
  while (!step.done) step = running.next();
  parentPort?.postMessage(step.value);
});
