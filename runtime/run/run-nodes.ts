import { BAD } from '../signal/quality.ts';
import { RUNS } from './holdings.ts';
import type { NodeRun } from './node-run.ts';
import type { TwinParts } from './twin-parts.ts';

/** Runs every active node in feedthrough order by walking the plan: slower than generated functions, and what they are checked against. */
export function interpretNodes(parts: TwinParts): void {
  const { runs } = parts;
  for (let i = 0; i < runs.length; i++) runNode(runs[i]!, parts);
}

/** Runs one node if it is active in this instant. */
export function runNode(run: NodeRun, parts: TwinParts): void {
  const { node, isDue } = run;
  run.isDue = false;
  run.stepped = false;
  if (node.definition.listen) {
    if (isDue && !run.started) run.begin();
    return;
  }
  if (node.island >= 0) {
    if (isDue) runMember(run, parts);
    return;
  }
  if (run.hold !== RUNS) return;
  if (!isDue && !(node.rate.kind === 'inherit' && run.isTriggered())) {
    if (node.roots.length > 0 && reaches(run, parts)) run.emitHeld();
    return;
  }
  if (!run.isReady()) {
    if (isDue && run.beginsAlone) run.emitHeld();
    return;
  }
  parts.nodeSteps++;
  run.stepped = run.run(run.sinceLastRun());
}

/** A member of an island shows what its states are at the tick, or after an event; then later samples wait for the next tick. */
export function runMember(run: NodeRun, parts: TwinParts): void {
  const island = parts.islands[run.node.island]!;
  const isEvent = island.eventIn === parts.moment.number;
  if (!isEvent) island.begin(parts.moment);
  run.ranIn = parts.moment.number;
  if (!island.started) return;
  parts.nodeSteps++;
  if (island.quality >= BAD) return run.emitAllBad();
  if (isEvent) run.takeFreshInputs();
  else run.takeInputs();
  run.emitOutputs(parts.plan.tick, island.quality);
}

/** The second half of a node's step. An input that came after the outputs, round a cycle, counts too. */
export function moveStates(run: NodeRun, parts: TwinParts): void {
  if (run.hold !== RUNS) return;
  const isLate = !run.stepped && run.node.rate.kind === 'inherit' && run.isTriggered();
  if (!run.stepped && !(isLate && run.isReady() && run.inputQuality() < BAD)) return;
  if (isLate) parts.nodeSteps++;
  run.moveStates();
}

/** Something whose running reaches the node ran in this instant, so what it holds is said again. */
function reaches({ node }: NodeRun, { runs, moment }: TwinParts): boolean {
  return node.roots.some((root) => runs[root]!.ranIn === moment.number);
}
