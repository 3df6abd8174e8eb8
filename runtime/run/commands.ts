import type { PlanNode } from '../compile/plan.ts';
import type { Diagnostic } from '../graph/diagnostic.ts';
import type { TwinParts } from './twin-parts.ts';

/** Something a person tells a running twin. `re-anchor`: states go to where their ports stand, of all nodes that have one or of these. */
export type Command = { command: 're-anchor'; nodes?: readonly string[] | undefined };

/** Who did something, and why. */
export interface ByWhom {
  author: string;
  note?: string | undefined;
}

/** The ids of the nodes a command concerns, or why it cannot be done. */
export function concernedBy(
  command: Command,
  nodes: ReadonlyMap<string, PlanNode>,
): { nodes: string[] } | { diagnostics: Diagnostic[] } {
  const anchored = [...nodes.values()].filter(isAnchored).map(({ id }) => id);
  const diagnostics = (command.nodes ?? []).flatMap((id) => problemOf(id, nodes, anchored));
  if (diagnostics.length > 0) return { diagnostics };
  if (command.nodes === undefined && anchored.length === 0)
    return { diagnostics: [refuse({}, 'no node of this twin starts at a measurement', SET_START)] };
  return { nodes: [...(command.nodes ?? anchored)] };
}

/** Does what a command says to these nodes; the instant that follows shows it. */
export function applyCommand(command: Command, nodes: readonly string[], parts: TwinParts): void {
  const concerned = new Set(nodes);
  switch (command.command) {
    case 're-anchor':
      for (const { anchors } of parts.islands)
        for (const anchor of anchors) if (concerned.has(anchor.member.node.id)) anchor.isDue = true;
      return;
    default:
      command.command satisfies never;
  }
}

const SET_START = 'Give a node the param "initialFrom": the port that measures its state.';

function problemOf(
  id: string,
  nodes: ReadonlyMap<string, PlanNode>,
  anchored: readonly string[],
): Diagnostic[] {
  if (!nodes.has(id)) return [refuse({ node: id }, `there is no node "${id}"`, nodesThatCan(anchored))];
  if (anchored.includes(id)) return [];
  return [refuse({ node: id }, `"${id}" does not start at a measurement`, nodesThatCan(anchored))];
}

function nodesThatCan(ids: readonly string[]): string {
  return ids.length > 0 ? `Those that do are ${ids.slice(0, 20).join(', ')}.` : SET_START;
}

function isAnchored({ states }: PlanNode): boolean {
  return states.some(({ anchor }) => anchor !== undefined);
}

function refuse(at: { node?: string }, says: string, remedy: string): Diagnostic {
  return { code: 'command-refused', severity: 'error', at: [at], says, remedy };
}
