import { nearNames } from '../compile/near-names.ts';
import type { Plan, PlanNode } from '../compile/plan.ts';
import type { Diagnostic } from '../graph/diagnostic.ts';
import type { InputFault } from '../graph/scenario.ts';
import { readHandSet, unitSetByHand, type HandValue } from '../run/hand-sets.ts';
import { RandomStream } from '../run/random-stream.ts';
import { actsAlong, type FaultAct } from './fault-acts.ts';
import type { PortFault } from './fault-ports.ts';
import type { LaidFault } from './feed.ts';
import { layFault } from './lay-inputs.ts';
import { refusal } from './refusal.ts';

/** Faults by what they concern: inputs, what other nodes say, params and states. */
export interface SortedFaults {
  inputs: InputFault[];
  ports: PortFault[];
  acts: FaultAct[];
}

/** Where faults happen. */
export interface FaultPlace {
  plan: Plan;
  horizon: number;
  seed: number;
  /** What is set by hand at the start. */
  handSets: Readonly<Record<string, HandValue>>;
  diagnostics: Diagnostic[];
}

/** Sorts the faults of a variant by what they concern; what names nothing of the flow, or does not fit, is a diagnostic. */
export function sortFaults(faults: readonly InputFault[], place: FaultPlace): SortedFaults {
  const sorted: SortedFaults = { inputs: [], ports: [], acts: [] };
  const listening = new Set(place.plan.sources.map(({ node }) => node));
  faults.forEach((fault, i) => {
    const [id = ''] = fault.input.split('.', 1);
    const node = place.plan.nodes.find((one) => one.id === id);
    // Inputs, and names of no node, are looked at where inputs are.
    if (!node || listening.has(id)) sorted.inputs.push(fault);
    else sortOne(fault, node, `faults.${i}`, place, sorted);
  });
  return sorted;
}

function sortOne(
  fault: InputFault,
  node: PlanNode,
  param: string,
  place: FaultPlace,
  sorted: SortedFaults,
): void {
  const { plan, diagnostics } = place;
  const name = fault.input;
  const member = name.slice(node.id.length + 1);
  const port = plan.ports.find((one) => one.port === name);
  const unit = unitSetByHand(new Map([[node.id, node]]), name);
  if (port) {
    const laid = layFault(fault, port, param, diagnostics);
    if (laid && port.type !== 'number')
      diagnostics.push(
        refusal('bad-fault', param, `${name} carries a ${port.type}`, 'Only numbers can have a fault.'),
      );
    else if (laid) sorted.ports.push({ port: name, fault: laid });
    return;
  }
  if (unit !== undefined) {
    const laid = layFault(fault, { type: 'number', unit }, param, diagnostics);
    if (laid) sorted.acts.push(...checkedActs(laid, node, name, param, place));
    return;
  }
  if (node.states.some((state) => state.name === member)) {
    const stateUnit = node.definition.states(node.params)[member]?.unit ?? '1';
    const laid = layFault(
      fault,
      { type: 'number', unit: stateUnit.includes(':') ? '1' : stateUnit },
      param,
      diagnostics,
    );
    if (laid) sorted.acts.push(...stateActs(laid, { node: node.id, state: member }, param, diagnostics));
    return;
  }
  const known = [
    ...node.outputs.map((output) => `${node.id}.${output.name}`),
    ...Object.keys(node.params).flatMap((one) => (canBeSet(node, one) ? [`${node.id}.${one}`] : [])),
    ...node.states.map((state) => `${node.id}.${state.name}`),
  ];
  const near = nearNames(name, known);
  const remedy =
    near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `It has ${known.slice(0, 20).join(', ')}.`;
  diagnostics.push(
    refusal(
      'unknown-fault',
      param,
      `${node.id} has no port, state or param "${member}" that can fail while it runs`,
      remedy,
    ),
  );
}

/** What is done to a param, if each value of it may be set. It is given back to what a person set, or to the flow. */
function checkedActs(
  laid: LaidFault,
  node: PlanNode,
  name: string,
  param: string,
  place: FaultPlace,
): FaultAct[] {
  const byId = new Map([[node.id, node]]);
  const set = place.handSets[name];
  const given = set === undefined ? undefined : readHandSet(byId, name, set);
  const own = given && 'value' in given ? given.value : node.params[name.slice(node.id.length + 1)];
  const acts = paramActs(laid, name, { rest: Number(own), before: set ?? null }, param, place);
  for (const act of acts) {
    const read = 'set' in act ? readHandSet(byId, name, act.value) : undefined;
    if (!read || !('diagnostic' in read)) continue;
    const { says, remedy } = read.diagnostic;
    place.diagnostics.push(
      refusal('bad-fault', param, `${act.at} s after the start: ${says}`, remedy ?? 'Make it smaller.'),
    );
    return [];
  }
  return acts;
}

function canBeSet(node: PlanNode, param: string): boolean {
  return unitSetByHand(new Map([[node.id, node]]), `${node.id}.${param}`) !== undefined;
}

function paramActs(
  { kind, size, from, to }: LaidFault,
  name: string,
  { rest, before }: { rest: number; before: HandValue | null },
  param: string,
  { horizon, seed, diagnostics }: FaultPlace,
): FaultAct[] {
  const time = { from, to: Math.min(to, horizon) };
  const back: FaultAct[] = to < horizon ? [{ at: to, set: name, value: before }] : [];
  switch (kind) {
    case 'step':
      return [{ at: from, set: name, value: size }, ...back];
    case 'bias':
      return [{ at: from, set: name, value: rest + size }, ...back];
    case 'drift':
      return [...actsAlong(name, time, (t) => rest + size * t), ...back];
    case 'noise': {
      const noise = new RandomStream(seed, `fault ${name}`);
      return [...actsAlong(name, time, () => rest + size * noise.normal()), ...back];
    }
    case 'stuck':
    case 'dropout':
      diagnostics.push(
        refusal('bad-fault', param, `a param cannot have a ${kind}`, 'Use step, bias, drift or noise.'),
      );
      return [];
    default:
      return kind satisfies never;
  }
}

function stateActs(
  { kind, size, from }: LaidFault,
  place: { node: string; state: string },
  param: string,
  diagnostics: Diagnostic[],
): FaultAct[] {
  if (kind === 'step') return [{ at: from, ...place, to: size }];
  if (kind === 'bias') return [{ at: from, ...place, by: size }];
  diagnostics.push(
    refusal(
      'bad-fault',
      param,
      `a state cannot have a ${kind}`,
      'A state jumps: use step to a value, or bias by one.',
    ),
  );
  return [];
}
