import { nearNames } from '../compile/near-names.ts';
import type { Plan, PlanNode } from '../compile/plan.ts';
import type { Diagnostic } from '../graph/diagnostic.ts';
import type { InputFault } from '../graph/scenario.ts';
import { unitSetByHand } from '../run/hand-sets.ts';
import { RandomStream } from '../run/random-stream.ts';
import { actsAlong, driftActs, type FaultAct } from './fault-acts.ts';
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

interface Place {
  plan: Plan;
  horizon: number;
  seed: number;
  diagnostics: Diagnostic[];
}

/** Sorts the faults of a variant by what they concern; what names nothing of the flow, or does not fit, is a diagnostic. */
export function sortFaults(faults: readonly InputFault[], place: Place): SortedFaults {
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

function sortOne(fault: InputFault, node: PlanNode, param: string, place: Place, sorted: SortedFaults): void {
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
    if (laid) sorted.acts.push(...paramActs(laid, name, Number(node.params[member]), param, place));
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

function canBeSet(node: PlanNode, param: string): boolean {
  return unitSetByHand(new Map([[node.id, node]]), `${node.id}.${param}`) !== undefined;
}

function paramActs(
  { kind, size, from, to }: LaidFault,
  name: string,
  value: number,
  param: string,
  { horizon, seed, diagnostics }: Place,
): FaultAct[] {
  const time = { from, to: Math.min(to, horizon) };
  const isGivenBack = to < horizon;
  const back: FaultAct[] = isGivenBack ? [{ at: to, set: name, value: null }] : [];
  switch (kind) {
    case 'step':
      return [{ at: from, set: name, value: size }, ...back];
    case 'bias':
      return [{ at: from, set: name, value: value + size }, ...back];
    case 'drift':
      return driftActs(name, { ...time, rest: value, slope: size }, isGivenBack);
    case 'noise': {
      const noise = new RandomStream(seed, `fault ${name}`);
      return actsAlong(name, time, isGivenBack, () => value + size * noise.normal());
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
