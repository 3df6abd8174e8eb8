import { z } from 'zod';
import { compileFlow } from '../compile/compile.ts';
import type { Plan } from '../compile/plan.ts';
import { declaredInputs, declaredOutputs } from '../node/declared-ports.ts';
import { hasErrors, type Diagnostic } from '../graph/diagnostic.ts';
import type { Flow } from '../graph/flow.ts';
import { catalogOf } from '../node/catalog.ts';
import type { NodeDefinition, SinkAddress } from '../node/definition.ts';
import { defineNode } from '../node/define-node.ts';
import type { PortDescriptor } from '../node/descriptor.ts';
import { number, unitFrom } from '../node/ports.ts';
import { qualityCode, qualityName, type QualityName } from '../signal/quality.ts';
import { readVector } from '../signal/vector.ts';
import type { HandValue } from './hand-sets.ts';
import type { Input } from './inbox.ts';
import { readSnapshot } from './snapshot.ts';
import { Twin, type TwinOptions } from './twin.ts';
import type { Table } from '../table/table.ts';

type Value = number | boolean | string | readonly number[] | object;
type Sample = readonly [t: number, value: Value, quality?: 'good' | 'uncertain' | 'bad'];

export interface TraceOptions {
  params?: Record<string, unknown>;
  /** Samples `[t in s, value, quality?]` of each input in order of time; a plain value is one sample at 0. */
  inputs?: Record<string, Value | readonly Sample[]>;
  /** Units of what feeds the inputs that take any; default `1`, or the input's own. */
  units?: Record<string, string>;
  /** s, from 0. */
  for: number;
  /** Params that are deployed in its stead at a time in s; the state goes on as after every deploy. */
  deploy?: readonly [t: number, params: Record<string, unknown>];
  /** What a person sets, in order of time: an output or a param, and its value. */
  set?: readonly (readonly [t: number, name: string, value: HandValue | null])[];
  tick?: string | number;
  seed?: number;
  /** What stands in the file the node reads. */
  table?: Table;
  /** Times, s, at which what has run so far is saved as text and another twin goes on from it. */
  restoreAt?: readonly number[];
}

interface TracedSample {
  t: number;
  /** Undefined when bad. */
  value: unknown;
  quality: QualityName;
}

/** What one node did on the simulated clock. */
export interface Trace {
  /** Every sample an output got, in order. */
  samples(port: string): TracedSample[];
  last(port: string): TracedSample;
  /** What the node said to a person. */
  notes: { t: number; level: string; says: string }[];
  /** Outputs without an answer at the end, and why. */
  lacks: Record<string, string>;
  /** What it sent, as text. */
  sent: { t: number; address: SinkAddress; text: string }[];
  unit(port: string): string;
  /** Why it could not run; the trace is empty then. */
  diagnostics: Diagnostic[];
}

const NODE = 'node';

/** Runs one node alone, fed by hand: what nodes' tests are made of. */
export function trace(definition: NodeDefinition, options: TraceOptions): Trace {
  const feeds = feedsOf(definition, options);
  const catalog = catalogOf([definition, ...feeds.map((feed) => feed.definition)]);
  const compile = (params = options.params) =>
    compileFlow(
      flowOf(definition, { ...options, params }, feeds),
      catalog,
      {},
      options.table && { [NODE]: options.table },
    );
  const { plan, diagnostics } = compile();
  const outputs = { ...definition.outputs, ...declaredOutputs(options, definition.descriptor) };
  const samples = new Map<string, TracedSample[]>(Object.keys(outputs).map((name) => [name, []]));
  const notes: Trace['notes'] = [];
  const sent: Trace['sent'] = [];
  let lacks: Trace['lacks'] = {};
  if (plan) {
    const hear: TwinOptions = {
      id: 'trace',
      seed: options.seed,
      onNotice: ({ t, level, says }) => notes.push({ t, level, says }),
      onEmit: ({ t, address, bytes }) => sent.push({ t, address, text: new TextDecoder().decode(bytes) }),
      onInstant: (at) => record(at, samples),
    };
    let twin = new Twin(plan, hear);
    const given = inOrder(deliveries(feeds), options.set ?? []);
    const [deployedAt = Infinity, params] = options.deploy ?? [];
    const deployed = deployedAt < options.for ? compile(params).plan : undefined;
    const pauses = [...(options.restoreAt ?? []), ...(deployed ? [deployedAt] : []), options.for];
    let next = 0;
    for (const pause of pauses.toSorted((a, b) => a - b)) {
      for (; next < given.length && given[next]!.t <= pause; next++) {
        const { t, inputs, set } = given[next]!;
        if (inputs) twin.deliver(t, inputs);
        else diagnostics.push(...twin.set(t, set!));
      }
      twin.advance(pause);
      if (pause < options.for) twin = goOn(pause >= deployedAt && deployed ? deployed : plan, twin, hear);
    }
    lacks = twin.status()[NODE]?.lacks ?? {};
  }
  return {
    samples: (port) => samples.get(port) ?? [],
    last: (port) => samples.get(port)?.at(-1) ?? { t: Number.NaN, value: undefined, quality: 'absent' },
    notes,
    lacks,
    sent,
    unit: (port) => plan?.ports.find((one) => one.port === `${NODE}.${port}`)?.unit ?? '',
    diagnostics: hasErrors(diagnostics) ? diagnostics : [],
  };
}

/** What is done to a twin from outside, in order of time. */
interface Deed {
  t: number;
  inputs?: Input[];
  set?: Record<string, HandValue | null>;
}

function inOrder(delivered: readonly [number, Input[]][], sets: NonNullable<TraceOptions['set']>): Deed[] {
  const deeds: Deed[] = [
    ...delivered.map(([t, inputs]) => ({ t, inputs })),
    ...sets.map(([t, name, value]) => ({ t, set: { [`${NODE}.${name}`]: value } })),
  ];
  return deeds.toSorted((a, b) => a.t - b.t);
}

/** Another twin that goes on from the text one was saved as. */
function goOn(plan: Plan, twin: Twin, hear: TwinOptions): Twin {
  const read = readSnapshot(JSON.stringify(twin.snapshot()));
  if ('problem' in read) throw new Error(read.problem);
  return Twin.restore(plan, read.snapshot, hear);
}

interface Feed {
  input: string;
  definition: NodeDefinition;
  unit: string;
  samples: readonly Sample[];
}

function feedsOf(definition: NodeDefinition, { params, inputs = {}, units = {} }: TraceOptions): Feed[] {
  const declared = declaredInputs({ params }, definition.descriptor);
  const ports: Record<string, PortDescriptor> = { ...definition.inputs, ...declared };
  return Object.entries(inputs).map(([input, given]) => {
    const port = ports[input];
    if (!port) throw new Error(`${definition.type} has no input ${input}`);
    const own = port.unit.kind === 'code' ? port.unit.code : '1';
    const samples = isSampleList(given) ? given : ([[0, given]] as const);
    return { input, unit: units[input] ?? own, samples, definition: feedNode(input, port, samples) };
  });
}

function isSampleList(given: Value | readonly Sample[]): given is readonly Sample[] {
  return Array.isArray(given) && given.every((entry) => Array.isArray(entry));
}

/** A source that speaks only when the trace makes it. */
function feedNode(input: string, port: PortDescriptor, samples: readonly Sample[]): NodeDefinition {
  const chosen = typeof port.type === 'string' && port.type !== 'any' ? port.type : typeOf(samples[0]?.[1]);
  const isNumber = chosen === 'number' || chosen === 'vector' || chosen === 'forecast';
  return defineNode({
    type: `sources/feed-${input}`,
    version: 1,
    title: 'Feed',
    docs: 'Feeds a traced node.',
    icon: 'dot',
    params: z.object({ unit: z.string().default('1'), staleAfter: z.literal('never').default('never') }),
    inputs: {},
    outputs: {
      value: isNumber
        ? { ...number(unitFrom('unit')), type: chosen }
        : { type: chosen, unit: { kind: 'none' } },
    },
    listen: {
      address: () => ({ protocol: 'mqtt', connection: 'trace', topic: input, qos: 0 }),
      decode: () => ({}),
    },
  });
}

function typeOf(value: Value | undefined): 'number' | 'boolean' | 'string' | 'vector' | 'record' {
  if (typeof value === 'boolean' || typeof value === 'string') return typeof value as 'boolean' | 'string';
  if (readVector(value)) return 'vector';
  return typeof value === 'object' ? 'record' : 'number';
}

function flowOf(
  definition: NodeDefinition,
  { params = {}, tick }: TraceOptions,
  feeds: readonly Feed[],
): Flow {
  const sources = feeds.map(
    ({ input, unit, definition: { type } }) => [`feed-${input}`, { type, params: { unit } }] as const,
  );
  return {
    twinloom: 1,
    ...(tick !== undefined && { clock: { tick } }),
    nodes: { ...Object.fromEntries(sources), [NODE]: { type: definition.type, params } },
    edges: feeds.map(({ input }) => `feed-${input}.value -> ${NODE}.${input}`),
  };
}

/** All samples by time: those of one time arrive together. */
function deliveries(feeds: readonly Feed[]): [number, Input[]][] {
  const byTime = new Map<number, Input[]>();
  for (const { input, samples } of feeds) {
    for (const [t, value, quality = 'good'] of samples) {
      const at = byTime.get(t) ?? [];
      byTime.set(t, at);
      at.push({ node: `feed-${input}`, value, quality: qualityCode(quality) });
    }
  }
  return [...byTime];
}

function record(twin: Twin, samples: ReadonlyMap<string, TracedSample[]>): void {
  for (const [name, list] of samples) {
    const port = twin.portIndex(`${NODE}.${name}`);
    if (port < 0 || !twin.isFresh(port)) continue;
    list.push({ t: twin.t, value: valueOf(twin, port), quality: qualityName(twin.quality(port)) });
  }
}

function valueOf(twin: Twin, port: number): unknown {
  const value = twin.value(port);
  switch (twin.plan.ports[port]!.type) {
    case 'number':
      return Number.isNaN(value) ? undefined : value;
    case 'boolean':
      return Number.isNaN(value) ? undefined : value !== 0;
    case 'event':
      return true;
    default:
      return twin.object(port) ?? (Number.isNaN(value) ? undefined : value);
  }
}
