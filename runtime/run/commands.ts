import type { PlanNode } from '../compile/plan.ts';
import type { Diagnostic } from '../graph/diagnostic.ts';
import type { TwinParts } from './twin-parts.ts';

/**
 * Something a person tells a running twin. `re-anchor`: states go to where their ports stand, of all nodes that have one or of these.
 * `replaced`: an asset, or a part of one, is new, and the nodes that name it begin anew. `out-of-service`, `in-service`: its alarms stand
 * still, and so do the predictors that learn of it, until it is back.
 */
export type Command =
  | { command: 're-anchor'; nodes?: readonly string[] | undefined }
  | { command: 'replaced' | 'out-of-service' | 'in-service'; asset: string };

/** Who did something, and why. */
export interface ByWhom {
  author: string;
  note?: string | undefined;
}

type Nodes = ReadonlyMap<string, PlanNode>;
type Concerned = { nodes: string[] } | { diagnostics: Diagnostic[] };

/** The ids of the nodes a command concerns, or why it cannot be done. */
export function concernedBy(command: Command, nodes: Nodes, outOfService: ReadonlySet<string>): Concerned {
  if (command.command === 're-anchor') return anchoredOf(command.nodes, nodes);
  const { command: event, asset } = command;
  const isOut = outOfService.has(asset);
  const own = [...nodes.values()].filter((node) => node.asset === asset);
  if (own.length === 0 && !isOut) return refused({}, `no node names the asset "${asset}"`, namesOf(nodes));
  switch (event) {
    case 'replaced':
      return { nodes: own.filter(hasState).map(({ id }) => id) };
    case 'out-of-service':
      if (isOut) return refused({}, `${asset} is out of service already`, 'Bring it back with "in-service".');
      return { nodes: own.filter(({ rests }) => rests).map(({ id }) => id) };
    case 'in-service':
      if (!isOut) return refused({}, `${asset} is not out of service`, 'There is nothing to do.');
      return { nodes: own.filter(({ rests }) => rests).map(({ id }) => id) };
    default:
      return event satisfies never;
  }
}

/** Does what a command says to these nodes; the instant that follows shows it. */
export function applyCommand(command: Command, nodes: readonly string[], parts: TwinParts): void {
  const concerned = new Set(nodes);
  const { holdings } = parts;
  switch (command.command) {
    case 're-anchor':
      return anchorAgain(concerned, parts);
    case 'replaced':
      for (const run of parts.runs) {
        if (!concerned.has(run.node.id)) continue;
        run.reset();
        (parts.reset ??= new Set()).add(run.node.index);
      }
      return anchorAgain(concerned, parts);
    case 'out-of-service':
      holdings.outOfService.add(command.asset);
      holdings.isMoved = true;
      return;
    case 'in-service':
      holdings.outOfService.delete(command.asset);
      holdings.isMoved = true;
      return;
    default:
      command satisfies never;
  }
}

function anchorAgain(concerned: ReadonlySet<string>, { islands }: TwinParts): void {
  for (const { anchors } of islands)
    for (const anchor of anchors) if (concerned.has(anchor.member.node.id)) anchor.isDue = true;
}

const SET_START = 'Give a node the param "initialFrom": the port that measures its state.';

function anchoredOf(wanted: readonly string[] | undefined, nodes: Nodes): Concerned {
  const anchored = [...nodes.values()].filter(isAnchored).map(({ id }) => id);
  if (wanted === undefined && anchored.length === 0)
    return refused({}, 'no node of this twin starts at a measurement', SET_START);
  const remedy = anchored.length > 0 ? `Those that do are ${anchored.slice(0, 20).join(', ')}.` : SET_START;
  const diagnostics = (wanted ?? []).flatMap((node) => {
    if (anchored.includes(node)) return [];
    const says = nodes.has(node) ? `"${node}" does not start at a measurement` : `there is no node "${node}"`;
    return refused({ node }, says, remedy).diagnostics;
  });
  return diagnostics.length > 0 ? { diagnostics } : { nodes: [...(wanted ?? anchored)] };
}

function isAnchored({ states }: PlanNode): boolean {
  return states.some(({ anchor }) => anchor !== undefined);
}

/** A source that listens has no life of its own to begin anew. */
function hasState({ states, definition }: PlanNode): boolean {
  return states.length > 0 && definition.listen === undefined;
}

function namesOf(nodes: Nodes): string {
  const assets = new Set([...nodes.values()].flatMap(({ asset }) => asset ?? []));
  return assets.size > 0
    ? `The assets of this twin are ${[...assets].slice(0, 20).join(', ')}.`
    : 'Give the nodes that belong to it the key "asset" with its name.';
}

function refused(at: { node?: string }, says: string, remedy: string): { diagnostics: Diagnostic[] } {
  return { diagnostics: [{ code: 'command-refused', severity: 'error', at: [at], says, remedy }] };
}
