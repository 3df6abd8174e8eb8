import { z } from 'zod';
import type {
  AheadAddress,
  CalmFunction,
  Decoded,
  DecodeList,
  EventSpec,
  Instant,
  NodeDefinition,
  Once,
  Params,
  RateSpec,
  SinkAddress,
  SourceAddress,
  StateSpec,
  StepFunction,
  UpdateFunction,
} from './definition.ts';
import { startPort } from './params.ts';
import type { Vector } from '../signal/vector.ts';
import type { NodeDescriptor, NodeExample, NodeKind, ParamSchema, PortDescriptor } from './descriptor.ts';

/** What a port carries, by its type; `any` and the types a param chooses are unknown. */
interface ValueOfType {
  number: number;
  boolean: boolean;
  event: true;
  string: string;
  vector: Vector;
  record: Record<string, unknown>;
}

type ValueOf<P extends PortDescriptor> = P['type'] extends keyof ValueOfType
  ? { [K in keyof ValueOfType]: P['type'] extends K ? ValueOfType[K] : never }[keyof ValueOfType]
  : unknown;

type Inputs<I extends Record<string, PortDescriptor>> = { readonly [K in keyof I]: ValueOf<I[K]> };
type Outputs<O extends Record<string, PortDescriptor>> = { -readonly [K in keyof O]: ValueOf<O[K]> };
type States<S extends Record<string, StateSpec>> = {
  -readonly [K in keyof S]: S[K] extends { length: unknown } ? Float64Array : number;
};

type Constants = Record<string, { value: number; unit: string }>;

/** What an author writes; everything else (form, checks, help, catalog, types of `y`, `x`, `u`, `p`) follows from it. */
export interface NodeSpec<
  P extends z.ZodObject,
  I extends Record<string, PortDescriptor>,
  O extends Record<string, PortDescriptor>,
  S extends Record<string, StateSpec>,
> {
  /** `pack/name`. */
  type: string;
  /** Counts up when the meaning of the state or the params changes. */
  version: number;
  title: string;
  /** One or two sentences for the help page. */
  docs: string;
  doesNotModel?: string;
  /** Where the formula comes from. */
  source?: string;
  /** Name of a lucide icon. */
  icon: string;
  keywords?: string[];
  params: P;
  inputs: I;
  /** Param in which the user declares further inputs. */
  inputsFrom?: keyof z.output<P> & string;
  /** Param with the number of inputs: those after the last one declared are like it (`a`, then `b`, `c`, …). */
  grows?: NodeDescriptor['grows'];
  /** Params in which the user declares further outputs: name → anything with a `unit`. */
  outputsFrom?: readonly (keyof z.output<P> & string)[];
  /** Params that name a file with a table, what it was called, how it is written and which of its columns are read: `instant.table` is that table. */
  reads?: {
    file: keyof z.output<P> & string;
    name: keyof z.output<P> & string;
    format: keyof z.output<P> & string;
    columns: keyof z.output<P> & string;
  };
  outputs: O;
  constants?: Constants | ((p: z.output<P>) => Constants);
  states?: S | ((p: z.output<P>) => Record<string, StateSpec>);
  /** Continuous state that may begin at what a port of the flow says: gives the node the param `initialFrom`. */
  anchor?: keyof S & string;
  /** Says what it is where equations that follow from the params do not show it. */
  kind?: NodeKind;
  /** `out = …`, `der(h) = …`, `next(x) = …`, `0 = …` for algebraic states, over inputs, params, constants, states and outputs; `t` and `dt` in s. */
  equations?: readonly string[] | ((p: z.output<P>) => readonly string[]);
  /** Expressions over inputs that stand in params and that the node evaluates itself: their names and units are checked. */
  expressions?: (p: z.output<P>) => readonly { param: string; text: string }[];
  /** Crossings at which states of `der` equations jump. */
  events?: readonly EventSpec[] | ((p: z.output<P>) => readonly EventSpec[]);
  rate?: RateSpec;
  step?: (y: Outputs<O>, x: States<S>, u: Inputs<I>, p: z.output<P>, instant: Instant) => void;
  /** What a step would say that does nothing else, so that it need not run: see `CalmFunction`. */
  calm?: (value: number, x: Float64Array, p: z.output<P>) => number;
  /** Whether what its states make of its outputs is said at the start, before its inputs have had a sample. */
  beginsAlone?: (p: z.output<P>) => boolean;
  /** Moves the state once all inputs of the instant are there; `step` then sees only the inputs named in `feedthrough`. */
  update?: (x: States<S>, u: Inputs<I>, p: z.output<P>, instant: Instant) => void;
  feedthrough?: readonly (keyof I & string)[];
  onBad?: 'bad' | 'step';
  emits?: (keyof z.output<P> & string) | ((p: z.output<P>) => (keyof z.output<P> & string) | undefined);
  /** Output that a person sets while the twin runs, or makes speak by a press where it is an event. */
  byHand?: keyof O & string;
  /** Output that says whether an alarm is raised. */
  raises?: keyof O & string;
  /** Input that suppresses the alarm by design while it is true. */
  suppressedBy?: keyof I & string;
  /** It learns nothing while its asset is out of service; predictors do unless they say otherwise. */
  learns?: boolean;
  /** Param that names the files a sink records. */
  recordsAs?: keyof z.output<P> & string;
  begins?: keyof z.output<P> & string;
  listen?: {
    address: (p: z.output<P>) => SourceAddress | AheadAddress;
    decode: (bytes: Uint8Array, p: z.output<P>, once?: Once) => Decoded;
    list?: (p: z.output<P>) => DecodeList | undefined;
    staleAfter?: (p: z.output<P>) => number;
    isOrdered?: true;
  };
  send?: {
    address: (p: z.output<P>) => SinkAddress;
    encode: (u: Inputs<I>, p: z.output<P>, instant: Instant) => Uint8Array;
  };
  migrations?: NodeDefinition['migrations'];
  /** A small flow that shows it at work. */
  example?: NodeExample;
  card?: { port?: (keyof O | keyof I) & string; look: NodeDescriptor['card']['look'] };
}

/** Makes a node from its one declaration; a mistake of the author throws here, when the catalog is loaded. */
export function defineNode<
  P extends z.ZodObject,
  const I extends Record<string, PortDescriptor>,
  const O extends Record<string, PortDescriptor>,
  const S extends Record<string, StateSpec> = Record<never, never>,
>(spec: NodeSpec<P, I, O, S>): NodeDefinition {
  return {
    type: spec.type,
    version: spec.version,
    descriptor: describe(spec),
    params: paramsOf(spec),
    inputs: spec.inputs,
    outputs: spec.outputs,
    constants: fromParams(spec.constants),
    states: anchored(fromParams(spec.states as Record<string, StateSpec>), spec.anchor),
    equations: fromParams(spec.equations ?? []),
    events: fromParams(spec.events ?? []),
    rate: spec.rate ?? (kindOf(spec) === 'continuous' ? 'continuous' : 'inherit'),
    onBad: spec.onBad ?? 'bad',
    migrations: spec.migrations ?? {},
    ...(spec.expressions && { expressions: spec.expressions as NodeDefinition['expressions'] & {} }),
    ...(spec.step && { step: spec.step as unknown as StepFunction }),
    ...(spec.calm && { calm: spec.calm as CalmFunction }),
    ...(spec.update && { update: spec.update as unknown as UpdateFunction }),
    ...(spec.feedthrough && { feedthrough: spec.feedthrough }),
    ...(spec.beginsAlone && { beginsAlone: spec.beginsAlone as NodeDefinition['beginsAlone'] & {} }),
    ...(spec.emits !== undefined && {
      emits: fromParams(spec.emits) as NonNullable<NodeDefinition['emits']>,
    }),
    ...(spec.begins && { begins: spec.begins }),
    ...(spec.listen && { listen: spec.listen as unknown as NonNullable<NodeDefinition['listen']> }),
    ...(spec.send && { send: spec.send as unknown as NonNullable<NodeDefinition['send']> }),
  };
}

/** What an author gave as it is, each time the very same, or as a function of the params. */
function fromParams<T>(given: T | ((p: never) => T) | undefined): (p: Params) => T {
  if (typeof given === 'function') return given as (p: Params) => T;
  const fixed = given ?? ({} as T);
  return () => fixed;
}

/** The params an author gave, and `initialFrom` where a state may begin at a port. */
function paramsOf(anySpec: unknown): z.ZodObject {
  const { params, anchor, states } = anySpec as AnySpec;
  if (anchor === undefined || typeof states !== 'object') return params;
  return params.safeExtend({ initialFrom: startPort(states[anchor]?.unit ?? '1') });
}

function anchored(
  states: (p: Params) => Record<string, StateSpec>,
  anchor: string | undefined,
): NodeDefinition['states'] {
  if (anchor === undefined) return states;
  return (p) => {
    const all = states(p);
    const { initialFrom } = p;
    const spec = all[anchor];
    return typeof initialFrom === 'string' && spec ? { ...all, [anchor]: { ...spec, initialFrom } } : all;
  };
}

type AnySpec = NodeSpec<
  z.ZodObject,
  Record<string, PortDescriptor>,
  Record<string, PortDescriptor>,
  Record<string, StateSpec>
>;

function describe(anySpec: unknown): NodeDescriptor {
  const spec = anySpec as AnySpec;
  let known: ParamSchemas | undefined;
  // The schemas of all nodes take long to make, and most threads and processes need those of a few.
  const schemas = (): ParamSchemas => (known ??= describeParams(paramsOf(spec)));
  const firstOutput = Object.keys(spec.outputs)[0];
  return {
    type: spec.type,
    version: spec.version,
    kind: kindOf(spec),
    title: spec.title,
    docs: spec.docs,
    ...(spec.doesNotModel && { doesNotModel: spec.doesNotModel }),
    ...(spec.source && { source: spec.source }),
    icon: spec.icon,
    keywords: spec.keywords ?? [],
    inputs: spec.inputs,
    outputs: spec.outputs,
    ...(spec.inputsFrom && { inputsFrom: spec.inputsFrom }),
    ...(spec.grows && { grows: spec.grows }),
    ...(spec.outputsFrom && { outputsFrom: spec.outputsFrom }),
    ...(spec.reads && { reads: spec.reads }),
    get params() {
      return schemas().params;
    },
    get required() {
      return schemas().required;
    },
    ...(spec.byHand && { byHand: spec.byHand }),
    ...(spec.raises && { raises: spec.raises }),
    ...(spec.suppressedBy && { suppressedBy: spec.suppressedBy }),
    ...((spec.learns ?? spec.type.startsWith('predictors/')) && { learns: true }),
    ...(spec.recordsAs && { recordsAs: spec.recordsAs }),
    equations: typeof spec.equations === 'function' ? [] : [...(spec.equations ?? [])],
    ...statesOf(spec),
    ...(spec.example && { example: spec.example }),
    card: { ...(firstOutput && { port: firstOutput }), look: 'value', ...spec.card },
  };
}

type ParamSchemas = Pick<NodeDescriptor, 'params' | 'required'>;

function describeParams(params: z.ZodObject): ParamSchemas {
  const { properties = {}, required = [] } = z.toJSONSchema(params, { io: 'input' });
  return { params: properties as Record<string, ParamSchema>, required };
}

function statesOf({ states }: AnySpec): Pick<NodeDescriptor, 'states'> {
  const numbers = Object.entries(typeof states === 'object' ? states : {}).filter(
    ([, { length }]) => length === undefined,
  );
  if (numbers.length === 0) return {};
  return { states: Object.fromEntries(numbers.map(([name, { unit = '1' }]) => [name, unit])) };
}

function kindOf(anySpec: unknown): NodeKind {
  const spec = anySpec as AnySpec;
  if (spec.kind) return spec.kind;
  if (spec.listen || spec.emits || spec.type.startsWith('sources/')) return 'source';
  if (spec.send || spec.type.startsWith('sinks/')) return 'sink';
  const equations = typeof spec.equations === 'function' ? [] : (spec.equations ?? []);
  if (equations.some((equation) => equation.trimStart().startsWith('der('))) return 'continuous';
  return spec.step || typeof spec.states === 'function' || Object.keys(spec.states ?? {}).length > 0
    ? 'discrete'
    : 'stateless';
}
