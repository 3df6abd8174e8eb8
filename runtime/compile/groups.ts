import type { Diagnostic } from '../graph/diagnostic.ts';
import type { Flow, FlowGroup, FlowNode } from '../graph/flow.ts';
import { badGroup, strayMember } from './diagnostics.ts';
import type { PlanGroup, LaidNode, PlanPort } from './plan.ts';

/** What groups follow from: all of a flow that is read here. */
export interface Grouped extends Pick<Flow, 'groups'> {
  nodes: Readonly<Record<string, Pick<FlowNode, 'asset'>>>;
}

/** The groups of a flow that have an enable port; marks the nodes that may stand still: theirs, and those that rest with their asset. */
export function findGroups(
  flow: Grouped,
  nodes: readonly LaidNode[],
  ports: readonly PlanPort[],
  diagnostics: Diagnostic[],
): PlanGroup[] {
  markAssets(flow, nodes);
  return Object.entries(flow.groups ?? {}).flatMap(([id, group]) => {
    for (const member of group.members)
      if (!Object.hasOwn(flow.nodes, member)) diagnostics.push(strayMember(id, member));
    if (group.enable === undefined) return [];
    const enable = ports.findIndex(({ port }) => port === group.enable);
    const problem = problemOf(group, group.enable, ports[enable]);
    if (problem) {
      diagnostics.push(badGroup(id, problem.says, problem.remedy));
      return [];
    }
    const members = nodes.filter((node) => group.members.includes(node.id));
    for (const node of members) node.mayBeHeld = true;
    return [{ id, enable, nodes: members.map(({ index }) => index) }];
  });
}

function markAssets(flow: Grouped, nodes: readonly LaidNode[]): void {
  for (const node of nodes) {
    const asset = flow.nodes[node.id]?.asset;
    if (asset === undefined) continue;
    const { raises, learns } = node.definition.descriptor;
    node.asset = asset;
    node.rests = raises !== undefined || learns === true;
    node.mayBeHeld = node.rests;
  }
}

function problemOf(
  { members }: FlowGroup,
  enable: string,
  port: PlanPort | undefined,
): { says: string; remedy: string } | undefined {
  const remedy = 'Name a boolean output as "node.port", such as "running.value".';
  if (!port) return { says: `there is no output "${enable}" to enable it`, remedy };
  if (port.type !== 'boolean') return { says: `${enable} is a ${port.type}, no boolean`, remedy };
  if (!members.includes(enable.split('.')[0] ?? '')) return undefined;
  return {
    says: `${enable} is of the group itself, which could never be enabled again`,
    remedy: 'Take that node out of the group, or name a port outside of it.',
  };
}
