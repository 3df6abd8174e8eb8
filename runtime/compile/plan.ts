import type { Formula } from '../expression/formula.ts';
import type { Flow } from '../graph/flow.ts';
import type {
  AheadAddress,
  Decoded,
  DecodeList,
  NodeDefinition,
  Once,
  SourceAddress,
} from '../node/definition.ts';
import type { NodeKind } from '../node/descriptor.ts';
import type { PortType } from '../signal/port-type.ts';
import type { Table } from '../table/table.ts';
import type { SolverMethod } from '../solve/create-solver.ts';

/** Writes one number of a twin's memory from others. */
export interface Assignment {
  slot: number;
  formula: Formula;
  evaluate: (memory: Float64Array) => number;
}

/** Equations 0 = r(z) whose roots are the algebraic states of a node. */
export interface Constraints {
  /** Slots of z. */
  unknowns: number[];
  /** Names the residuals are made of, in the order to evaluate. */
  names: Assignment[];
  residuals: { evaluate: (memory: Float64Array) => number }[];
}

/** A crossing at which states of a node jump. */
export interface PlanEvent {
  when: { formula: Formula; evaluate: (memory: Float64Array) => number };
  /** 1 rising, −1 falling, 0 both. */
  direction: 1 | -1 | 0;
  set: Assignment[];
}

/** The equations of one node over the twin's memory; each list in the order to evaluate. */
export interface Program {
  outputs: Assignment[];
  /** Intermediate names that no output needs: worked out before `next` and `derivatives`, when late inputs are there. */
  locals: Assignment[];
  next: Assignment[];
  derivatives: Assignment[];
  constraints?: Constraints;
  events: PlanEvent[];
}

export interface PlanInput {
  name: string;
  type: PortType;
  unit: string;
  /** Port slot it reads, -1 without an edge. */
  from: number;
  factor: number;
  offset: number;
  /** Value without an edge; NaN where there is none. */
  fallback: number;
  held: boolean;
  required: boolean;
  /** The node runs only once it has had a sample. */
  awaited: boolean;
  /** An output depends on it within the instant. */
  feedthrough: boolean;
  /** Where its value lies in memory, in the port's own unit. */
  slot: number;
}

export interface PlanOutput {
  name: string;
  type: PortType;
  unit: string;
  /** Index in `plan.ports`. */
  port: number;
  /** Where the node writes it in memory. */
  slot: number;
}

export interface PlanState {
  name: string;
  slot: number;
  length: number;
  /** The node's functions see it as an array. */
  isArray: boolean;
  initial: (memory: Float64Array) => number;
  /** Where it begins in place of `initial`. */
  anchor?: Anchor;
}

/** The port at whose first good sample a state begins: state = factor · sample + offset. */
export interface Anchor {
  from: number;
  factor: number;
  offset: number;
}

export type PlanRate = { kind: 'inherit' } | { kind: 'tick' } | { kind: 'every'; seconds: number };

/** One node as the compiler lays it out: nothing in here follows from the values of its numbers. `index` is its place in feedthrough order. */
export interface LaidNode {
  index: number;
  id: string;
  kind: NodeKind;
  definition: NodeDefinition;
  /** Where numeric params lie in memory. */
  paramSlots: Record<string, number>;
  inputs: PlanInput[];
  outputs: PlanOutput[];
  states: PlanState[];
  program: Program | undefined;
  rate: PlanRate;
  /** Index in `plan.periods`, -1 for a node that runs on its inputs. */
  period: number;
  /** Index in `plan.islands`, -1 outside. */
  island: number;
  /** Nodes whose running reaches this one; kept where a non-feedthrough output must be emitted with them. */
  roots: number[];
  /** The asset, or part of one, that it belongs to. */
  asset?: string;
  /** It stands still while its asset is out of service: an alarm, or a predictor that learns. */
  rests: boolean;
  /** It may be told to stand still: its states are held then, and what it says is uncertain. */
  mayBeHeld: boolean;
}

/** One node, ready to run. */
export interface PlanNode extends LaidNode {
  params: Record<string, unknown>;
  /** A listening source turns bad after this many seconds of silence; Infinity = never. */
  staleAfter: number;
  /** What stands in the file it reads. Never part of a snapshot. */
  table?: Table;
}

/** A value that enters an island from outside. */
export interface IslandInput {
  node: number;
  input: PlanInput;
  /** It depends on the island's own outputs, so the island may start before it is there. */
  loopsBack: boolean;
}

/** Copies a member's output to another member's input: memory[to] = factor · memory[from] + offset. */
export interface Copy {
  from: number;
  to: number;
  factor: number;
  offset: number;
}

/** Continuous nodes that depend on each other and the stateless ones between, integrated by one solver. */
export interface Island {
  nodes: number[];
  /** Memory slots of the states, in the solver's order. */
  states: number[];
  external: IslandInput[];
  /** Per member in order: inputs to copy, then outputs to evaluate. */
  members: { copies: Copy[]; constraints?: Constraints; outputs: Assignment[] }[];
  /** Copies that must be fresh before the derivatives. */
  lateCopies: Copy[];
  /** Intermediate names only the derivatives need. */
  locals: Assignment[];
  derivatives: Assignment[];
  events: IslandEvent[];
}

/** A crossing inside an island. */
export interface IslandEvent extends PlanEvent {
  /** Whose crossing it is. */
  node: number;
  /** What it is made of has to be worked out first: outputs or names between. */
  needsOutputs: boolean;
}

/** Nodes that run only while a boolean port says so. */
export interface PlanGroup {
  id: string;
  /** Index in `plan.ports`. */
  enable: number;
  nodes: number[];
}

export interface PlanPort {
  /** `node.port`. */
  port: string;
  type: PortType;
  /** UCUM code, '' where none. */
  unit: string;
}

/** A source that listens to the outside. */
export interface PlanSource {
  node: string;
  address: SourceAddress;
  decode: (bytes: Uint8Array, once?: Once) => Decoded;
  /** Where several readings arrive at once: takes the place of `decode`. */
  list?: DecodeList;
}

/** A flow ready to run: what the interpreter walks, and what functions are generated from. */
export interface Plan {
  flow: Flow;
  /** One object for all plans that differ in their params and tables alone: by it they share what is made of anything else. */
  form: object;
  /** Flow tick in s. */
  tick: number;
  solver: { method: SolverMethod; rtol: number; atol: number };
  nodes: PlanNode[];
  islands: Island[];
  groups: PlanGroup[];
  /** T of everything that runs every so many seconds, s; the flow's tick first. */
  periods: number[];
  ports: PlanPort[];
  sources: PlanSource[];
  memorySize: number;
  /** Numbers that stand in memory from the start: params, constants, input fallbacks. */
  initialMemory: Float64Array;
}

/** What of these nodes listens to the outside, and where. */
export function sourcesOf(nodes: readonly PlanNode[]): PlanSource[] {
  return nodes.flatMap(({ id, definition: { listen }, params }): PlanSource[] => {
    const address = listen?.address(params);
    if (!listen || !address || address.protocol === 'ahead') return [];
    const list = listen.list?.(params);
    return [
      {
        node: id,
        address,
        decode: (bytes, once) => listen.decode(bytes, params, once),
        ...(list && { list }),
      },
    ];
  });
}

/** What a node asks of forks of its twin; undefined for one that asks nothing. */
export function aheadOf({ definition, params }: PlanNode): AheadAddress | undefined {
  const address = definition.listen?.address(params);
  return address?.protocol === 'ahead' ? address : undefined;
}

/** Memory slot of the time since the origin, s. */
export const TIME_SLOT = 0;
/** Memory slot of the running node's step, s. */
export const STEP_SLOT = 1;
