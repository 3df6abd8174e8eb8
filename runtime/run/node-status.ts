import type { NodeStatus } from '../protocol/stream.ts';
import { ABSENT } from '../signal/quality.ts';
import { OUT_OF_SERVICE, RUNS } from './holdings.ts';
import type { NodeRun } from './node-run.ts';
import type { TwinParts } from './twin-parts.ts';

/** What is to be said of each node beside its values: what it waits for, its error, which outputs have no answer, how many samples were refused, that a person set it. */
export function statusOf(parts: TwinParts): Record<string, NodeStatus> {
  const byHand = handSetsOf(parts);
  return Object.fromEntries(
    parts.runs.map((run) => {
      const { id } = run.node;
      const dropped = parts.inbox.tagOf(id)?.dropped ?? 0;
      return [
        id,
        {
          ...stateOf(run, parts),
          ...(run.lacks && run.lacks.standing.size > 0 && { lacks: Object.fromEntries(run.lacks.standing) }),
          ...(byHand[id] && { setByHand: true, handSets: byHand[id] }),
          ...(dropped > 0 && { dropped }),
        },
      ];
    }),
  );
}

function handSetsOf({ handSets }: TwinParts): Record<string, NonNullable<NodeStatus['handSets']>> {
  const byNode: Record<string, NonNullable<NodeStatus['handSets']>> = Object.create(null);
  for (const [name, value] of handSets) {
    const dot = name.indexOf('.');
    (byNode[name.slice(0, dot)] ??= {})[name.slice(dot + 1)] = value;
  }
  return byNode;
}

function stateOf(run: NodeRun, parts: TwinParts): Pick<NodeStatus, 'state' | 'says'> {
  const { node, error, stopped } = run;
  const stands = stateOfHold(run, parts);
  if (stands) return stands;
  if (stopped !== undefined) return { state: 'error', says: stopped };
  if (error !== undefined) return { state: 'error', says: error };
  if (node.definition.listen) return stateOfSource(run, parts);
  if (node.island >= 0) return stateOfMember(run, parts);
  const waits = run.waitsFor((port) => parts.plan.ports[port]!.port);
  return waits.length > 0
    ? { state: 'waiting', says: `waits for ${waits.join(', ')}` }
    : { state: 'running' };
}

function stateOfHold(
  run: NodeRun,
  { holdings, plan, cells }: TwinParts,
): Pick<NodeStatus, 'state' | 'says'> | undefined {
  if (run.hold === OUT_OF_SERVICE)
    return { state: 'out-of-service', says: `${run.node.asset} is out of service` };
  const group = run.hold === RUNS ? undefined : holdings.groupOf(run);
  if (!group) return undefined;
  const name = plan.flow.groups?.[group.id]?.title ?? group.id;
  const says = cells.quality[group.enable] === ABSENT ? 'has said nothing yet' : 'says no';
  return {
    state: 'disabled',
    says: `the group ${name} is disabled: ${plan.ports[group.enable]!.port} ${says}`,
  };
}

function stateOfSource({ node, started }: NodeRun, { inbox }: TwinParts): Pick<NodeStatus, 'state' | 'says'> {
  const tag = inbox.tagOf(node.id);
  if (tag?.isStale) return { state: 'waiting', says: `nothing heard for more than ${node.staleAfter} s` };
  if (tag?.problem !== undefined) return { state: 'error', says: tag.problem };
  return started ? { state: 'running' } : { state: 'waiting', says: 'no sample yet' };
}

function stateOfMember(
  { node }: NodeRun,
  { islands, moment, plan }: TwinParts,
): Pick<NodeStatus, 'state' | 'says'> {
  const island = islands[node.island]!;
  const waits = island.waitsFor((port) => plan.ports[port]!.port).join(', ');
  if (!island.started) return { state: 'waiting', says: `the model waits for ${waits}` };
  if (island.isHeldUp() || island.isHeld(moment.micros))
    return { state: 'waiting', says: `the model stands still until it hears ${waits}` };
  const comes = island.comesTo(node.index, (port) => plan.ports[port]!.port).join(', ');
  if (comes !== '')
    return { state: 'running', says: `is put where ${comes} stands with its next good sample` };
  if (island.outcome === 'failed')
    return { state: 'error', says: 'the model has no finite solution; its state stands still' };
  if (island.events?.rests(node.index))
    return { state: 'running', says: 'resting: an event happens faster than time counts' };
  if (island.outcome === 'inaccurate')
    return { state: 'running', says: 'the solver could not hold its tolerance' };
  return { state: 'running' };
}
