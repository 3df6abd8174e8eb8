import type { Generated } from '../emit/generate.ts';
import type { Ground } from '../emit/ground.ts';
import { ABSENT, type QualityCode } from '../signal/quality.ts';
import type { NodeTable } from './node-table.ts';
import type { Period } from './periods.ts';
import { sharedDesk } from './own-ports.ts';
import { runMember, runNode } from './run-nodes.ts';
import type { TwinParts } from './twin-parts.ts';

/** Runs every active node in feedthrough order by the functions made of the plan. */
export function runByFunctions(
  { nodes }: Generated,
  table: NodeTable,
  periods: readonly Period[],
): TwinParts['runNodes'] {
  let ground: Ground | undefined;
  return (parts) => {
    ground ??= groundOf(parts, table, periods);
    const { clock } = ground;
    clock[0] = parts.moment.number;
    clock[1] = parts.moment.micros;
    clock[2] = parts.moment.seconds;
    clock[3] = parts.moment.cause;
    for (let i = 0; i < nodes.length; i++) {
      // Counted afterwards: the engine counts the nodes it runs in between by itself.
      const ran = nodes[i]!(ground);
      parts.nodeSteps += ran;
    }
  };
}

function groundOf(parts: TwinParts, table: NodeTable, periods: readonly Period[]): Ground {
  const { cells, runs, islands, moment } = parts;
  const { memory, quality, measured, stamp } = cells;
  const { started, due, held, ranIn, lastRun, lastDue, own } = table;
  const islandOf = runs.map(({ node }) => islands[node.island]);
  const isSolved = runs.map(({ node }) => node.program?.constraints !== undefined);
  return {
    memory,
    clock: new Float64Array(4),
    quality,
    measured,
    stamp,
    started,
    due,
    held,
    ranIn,
    lastRun,
    lastDue,
    ready: new Uint8Array(runs.length),
    own,
    numbers: sharedDesk.numbers,
    kinds: sharedDesk.kinds,
    said: sharedDesk.said,
    enter: parts.enter,
    periods,
    runNode: (index) => runNode(runs[index]!, parts),
    stands: (index) => runs[index]!.stopped !== undefined,
    step: (index, worst) => runs[index]!.step(worst as QualityCode),
    start: (index) => runs[index]!.start(),
    emitAllBad: (index) => runs[index]!.emitAllBad(),
    beginMember(index) {
      const island = islandOf[index]!;
      if (island.eventIn === moment.number || isSolved[index]) {
        runMember(runs[index]!, parts);
        return ABSENT;
      }
      island.begin(moment);
      return island.started ? island.quality : ABSENT;
    },
  };
}
