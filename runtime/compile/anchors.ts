import type { Diagnostic } from '../graph/diagnostic.ts';
import type { StateSpec } from '../node/definition.ts';
import { formatUnit } from '../signal/unit-text.ts';
import { checkEdge } from './check-edge.ts';
import { badStart } from './diagnostics.ts';
import { nearNames } from './near-names.ts';
import type { NodeForm } from './node-form.ts';
import type { Anchor, Island, LaidNode, PlanPort } from './plan.ts';
import type { ResolvedFlow, ResolvedNode, ResolvedPort } from './resolve-ports.ts';

/** Finds the ports at which states begin, with their conversion; what names no number that fits is a diagnostic. */
export function findAnchors(
  nodes: readonly LaidNode[],
  forms: ReadonlyMap<string, NodeForm>,
  planPorts: readonly PlanPort[],
  ports: ResolvedFlow,
  diagnostics: Diagnostic[],
): void {
  const index = new Map(planPorts.map(({ port }, i) => [port, i]));
  for (const node of nodes) {
    for (const { name, spec } of forms.get(node.id)!.states) {
      if (spec.initialFrom === undefined) continue;
      const found = anchorOf(name, spec, spec.initialFrom, ports.node(node.id)!, ports, index);
      const state = node.states.find((one) => one.name === name)!;
      if ('says' in found) diagnostics.push(badStart(node.id, paramOf(node), found.says, found.remedy));
      else state.anchor = found;
    }
  }
}

/** What a model itself says is not there before the model has begun: it cannot begin there. */
export function checkAnchors(
  nodes: readonly LaidNode[],
  islands: readonly Island[],
  nodeOfPort: (port: number) => LaidNode | undefined,
  diagnostics: Diagnostic[],
): void {
  const after = followers(nodes, islands, nodeOfPort);
  for (const node of nodes) {
    for (const { anchor } of node.states) {
      const from = anchor && nodeOfPort(anchor.from);
      if (!from || !isReached(from.index, islands[node.island]?.nodes ?? [node.index], after)) continue;
      diagnostics.push(
        badStart(
          node.id,
          paramOf(node),
          `it starts at ${from.id}, which waits for ${node.id}: neither would begin`,
          'Choose a port that says something before the model runs, such as that of a source.',
        ),
      );
    }
  }
}

function anchorOf(
  name: string,
  { unit = '1', measures }: StateSpec,
  text: string,
  own: ResolvedNode,
  ports: ResolvedFlow,
  index: ReadonlyMap<string, number>,
): Anchor | { says: string; remedy: string } {
  const from = portNamed(text, ports);
  if ('says' in from) return from;
  const to = { ...from, name, type: 'number' as const, unit: unitOf(measures?.unit ?? unit, own) };
  if (from.type !== 'number')
    return { says: `${text} is no number but a ${from.type}`, remedy: 'Choose a port that measures it.' };
  const verdict = checkEdge(from, to);
  if (!verdict.ok)
    return {
      says: `"${name}" cannot start at ${text}: ${verdict.says}`,
      remedy: `Choose a port that can become ${formatUnit(to.unit) || 'a plain number'}.`,
    };
  const { factor, offset } = verdict.conversion ?? { factor: 1, offset: 0 };
  const times = measures?.factor ?? 1;
  return { from: index.get(text)!, factor: times * factor, offset: times * offset };
}

function portNamed(text: string, ports: ResolvedFlow): ResolvedPort | { says: string; remedy: string } {
  const [node = '', port = ''] = text.split('.');
  const outputs = ports.node(node)?.outputs;
  const found = text === `${node}.${port}` ? outputs?.get(port) : undefined;
  if (found) return found;
  if (!outputs)
    return {
      says: `there is no node "${node}" to start at`,
      remedy: 'Write it as "node.port", such as "gauge.value".',
    };
  const near = nearNames(port, [...outputs.keys()]);
  const known = near.length > 0 ? near : [...outputs.keys()];
  return { says: `${node} has no output "${port}" to start at`, remedy: `It has ${known.join(', ')}.` };
}

function unitOf(unit: string, own: ResolvedNode): string {
  const name = unit.startsWith('like:') ? unit.slice('like:'.length) : undefined;
  if (name === undefined) return unit;
  return own.outputs.get(name)?.unit ?? own.inputs.get(name)?.unit ?? '';
}

/** The param that a person finds it in. */
function paramOf({ definition }: LaidNode): string {
  return 'initialFrom' in definition.descriptor.params ? 'initialFrom' : 'states';
}

/** Whom each node's samples reach, or keep waiting: by edges, by anchors, and all members of an island together. */
function followers(
  nodes: readonly LaidNode[],
  islands: readonly Island[],
  nodeOfPort: (port: number) => LaidNode | undefined,
): number[][] {
  const after: number[][] = nodes.map(() => []);
  for (const { index, island, inputs, states } of nodes) {
    const heard = [...inputs.map(({ from }) => from), ...states.map(({ anchor }) => anchor?.from ?? -1)];
    for (const port of heard) {
      const from = nodeOfPort(port);
      if (from) after[from.index]!.push(...(islands[island]?.nodes ?? [index]));
    }
  }
  return after;
}

function isReached(target: number, from: readonly number[], after: readonly (readonly number[])[]): boolean {
  const seen = new Set(from);
  for (const at of seen) for (const next of after[at]!) seen.add(next);
  return seen.has(target);
}
