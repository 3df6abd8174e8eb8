import type { Generated } from '../emit/generate.ts';
import type { Ground } from '../emit/ground.ts';
import { ABSENT, type QualityCode } from '../signal/quality.ts';
import { runMember, runNode } from './run-nodes.ts';
import type { Stretch } from './stretch.ts';
import type { TwinParts } from './twin-parts.ts';

/** Runs every active node in feedthrough order by the functions made of the plan. */
export function runByFunctions(
  { nodes }: Generated,
  stretch: Stretch,
): TwinParts['runNodes'] {
  let ground: Ground | undefined;
  return (parts) => {
    ground ??= groundOf(parts, stretch);
    for (let i = 0; i < nodes.length; i++) {
      // Counted afterwards: the engine counts the nodes it runs in between by itself.
      const ran = nodes[i]!(ground);
      parts.nodeSteps += ran;
    }
  };
}

function groundOf(parts: TwinParts, { chunk, base }: Stretch): Ground {
  const { runs, islands, moment } = parts;
  const islandOf = runs.map(({ node }) => islands[node.island]);
  const isSolved = runs.map(({ node }) => node.program?.constraints !== undefined);
  return {
    numbers: chunk.numbers,
    bytes: chunk.bytes,
    base,
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
