import { bendKey } from './bends.ts';
import { edgeTexts, formatEdge, type Flow, type FlowGroup, type FlowNode } from './flow.ts';
import { own } from './own.ts';
import { valueDifferences, type ValueDifference } from './value-differences.ts';

/** One thing in which two versions of a flow differ; `from` and `to` are as the file has them, undefined where there is none. */
export type FlowChange =
  | { what: 'node'; node: string; from: FlowNode | undefined; to: FlowNode | undefined }
  | { what: 'type'; node: string; from: string; to: string }
  | ({ what: 'param'; node: string; param: string } & ValueDifference)
  /** A key of a node that this version of the format does not know. */
  | ({ what: 'key'; node: string; key: string } & ValueDifference)
  | { what: 'title'; node: string; from: string | undefined; to: string | undefined }
  | { what: 'edge'; text: string; is: 'added' | 'removed' }
  /** A parameter of the flow. */
  | ({ what: 'parameter'; name: string } & ValueDifference)
  | ({ what: 'clock' } & ValueDifference)
  | { what: 'place'; node: string; from: [number, number] | undefined; to: [number, number] | undefined }
  /** An edge that bends elsewhere. */
  | { what: 'way'; text: string }
  /** A group: in `logic` what enables whom, in `layout` the rest; the order of its members is no difference. */
  | ({ what: 'group'; group: string } & ValueDifference)
  /** Any other key of the document. */
  | ({ what: 'section'; section: string } & ValueDifference);

/**
 * What changed from one version of a flow to another. `logic` and `params` change what runs: both are empty exactly where the logic
 * fingerprints are equal. `layout` is what people see: places, titles, names, notes, controls, the scope.
 */
export interface FlowComparison {
  logic: FlowChange[];
  params: FlowChange[];
  layout: FlowChange[];
}

const TOLD_APART = new Set(['nodes', 'edges', 'parameters', 'clock', 'groups', 'layout']);
const LOOKS = new Set(['name', 'description', 'notes', 'controls', 'scope']);

/** Compares two versions of a flow; the order of edges and of keys is no difference, nor is a section that is empty. */
export function compareFlows(from: Flow, to: Flow): FlowComparison {
  const found: FlowComparison = { logic: [], params: [], layout: [] };
  compareNodes(from, to, found);
  compareEdges(from, to, found);
  for (const difference of valueDifferences(from.clock ?? {}, to.clock ?? {}))
    found.logic.push({ what: 'clock', ...difference });
  for (const [name, difference] of eachKey(from.parameters, to.parameters))
    found.params.push({ what: 'parameter', name, ...difference });
  compareGroups(from, to, found);
  comparePlaces(from, to, found);
  compareSections(from, to, found);
  return found;
}

/** True where nothing at all differs. */
export function isSame({ logic, params, layout }: FlowComparison): boolean {
  return logic.length + params.length + layout.length === 0;
}

function compareNodes(from: Flow, to: Flow, found: FlowComparison): void {
  for (const id of keysOf(to.nodes, from.nodes)) {
    const [before, after] = [own(from.nodes, id), own(to.nodes, id)];
    if (before === after) continue;
    if (before && after) compareNode(id, before, after, found);
    else found.logic.push({ what: 'node', node: id, from: before, to: after });
  }
}

function compareNode(node: string, from: FlowNode, to: FlowNode, found: FlowComparison): void {
  const { type: formerType, title: formerTitle, params: formerParams, ...formerKeys } = from;
  const { type, title, params, ...keys } = to;
  if (type !== formerType) found.logic.push({ what: 'type', node, from: formerType, to: type });
  for (const [param, difference] of eachKey(formerParams, params))
    found.params.push({ what: 'param', node, param, ...difference });
  for (const [key, difference] of eachKey(formerKeys, keys))
    found.logic.push({ what: 'key', node, key, ...difference });
  if (title !== formerTitle) found.layout.push({ what: 'title', node, from: formerTitle, to: title });
}

function compareEdges(from: Flow, to: Flow, found: FlowComparison): void {
  const [before, after] = [edgeTexts(from), edgeTexts(to)];
  for (const text of withoutEach(after, before)) found.logic.push({ what: 'edge', text, is: 'added' });
  for (const text of withoutEach(before, after)) found.logic.push({ what: 'edge', text, is: 'removed' });
}

function compareGroups(from: Flow, to: Flow, found: FlowComparison): void {
  for (const group of keysOf(to.groups, from.groups)) {
    const [before, after] = [own(from.groups, group), own(to.groups, group)];
    for (const difference of valueDifferences(enablingOf(before), enablingOf(after)))
      found.logic.push({ what: 'group', group, ...difference });
    const isEnabled = before?.enable !== undefined || after?.enable !== undefined;
    // One that came or went with what it enables is told once.
    if (isEnabled && !(before && after)) continue;
    for (const difference of valueDifferences(lookOf(before, isEnabled), lookOf(after, isEnabled)))
      found.layout.push({ what: 'group', group, ...difference });
  }
}

/** What of a group changes what runs. */
function enablingOf(group: FlowGroup | undefined): object | undefined {
  return group?.enable === undefined
    ? undefined
    : { enable: group.enable, members: group.members.toSorted() };
}

function lookOf(group: FlowGroup | undefined, isEnabled: boolean): object | undefined {
  if (!group) return undefined;
  const { enable: _enable, members, ...look } = group;
  return isEnabled ? look : { ...look, members: members.toSorted() };
}

/** A node that came or went took its place along. */
function comparePlaces(from: Flow, to: Flow, found: FlowComparison): void {
  const ways = new Set<string>();
  for (const node of keysOf(to.layout, from.layout)) {
    const bend = bendKey(node);
    if (!bend && Object.hasOwn(from.nodes, node) !== Object.hasOwn(to.nodes, node)) continue;
    const [before, after] = [own(from.layout, node), own(to.layout, node)];
    if (before?.[0] === after?.[0] && before?.[1] === after?.[1]) continue;
    if (bend) ways.add(formatEdge(bend.edge));
    else found.layout.push({ what: 'place', node, from: before, to: after });
  }
  // An edge that came or went took its bends along.
  const [before, after] = [new Set(edgeTexts(from)), new Set(edgeTexts(to))];
  for (const text of ways) if (before.has(text) && after.has(text)) found.layout.push({ what: 'way', text });
}

function compareSections(from: Flow, to: Flow, found: FlowComparison): void {
  for (const section of keysOf(to, from)) {
    if (TOLD_APART.has(section)) continue;
    const into = LOOKS.has(section) ? found.layout : found.logic;
    for (const difference of valueDifferences(own(from, section), own(to, section)))
      into.push({ what: 'section', section, ...difference });
  }
}

function eachKey(
  from: Readonly<Record<string, unknown>> = {},
  to: Readonly<Record<string, unknown>> = {},
): [key: string, difference: ValueDifference][] {
  return keysOf(to, from).flatMap((key) =>
    valueDifferences(own(from, key), own(to, key)).map((difference): [string, ValueDifference] => [
      key,
      difference,
    ]),
  );
}

/** The keys of both, those of the first in its order before the others. */
function keysOf(first: object = {}, second: object = {}): string[] {
  return [...new Set([...Object.keys(first), ...Object.keys(second)])];
}

function withoutEach(texts: readonly string[], taken: readonly string[]): string[] {
  const left = new Map<string, number>();
  for (const text of taken) left.set(text, (left.get(text) ?? 0) + 1);
  return texts.filter((text) => {
    const count = left.get(text) ?? 0;
    left.set(text, count - 1);
    return count <= 0;
  });
}
