import type { z } from 'zod';
import type { QualityCode } from '../signal/quality.ts';
import type { Table } from '../table/table.ts';
import type { NodeDescriptor, PortDescriptor } from './descriptor.ts';

/** Values of resolved params by name: numbers in the param's unit, durations in s. */
export type Params = Readonly<Record<string, unknown>>;

/** A number of state that belongs to one node. `initial` is a number, or an expression over params and inputs at the node's first run. */
export interface StateSpec {
  /** UCUM code, or `like:in`. */
  unit?: string;
  initial?: number | string;
  /** Port of the flow, `node.port`, at whose first good sample it begins in place of `initial`; of a continuous state only. */
  initialFrom?: string;
  /** What that port measures where it is not the state itself, by its unit (as `unit`): the state is so many times as much. */
  measures?: { unit: string; factor: number };
  /** Its value is the root of the constraints `0 = …`, found from the last one; `initial` is where the search begins. */
  algebraic?: boolean;
  /** Length of an array state, from the params. Absent: one number. */
  length?: (p: Params) => number;
}

/** A crossing of a continuous node: where `when` goes through zero, the states in `set` jump, all at once. */
export interface EventSpec {
  /** An expression over what the equations know. */
  when: string;
  /** Default both. */
  direction?: 'rising' | 'falling' | 'both';
  /** State → expression of its new value. */
  set: Readonly<Record<string, string>>;
}

/** When a node runs: on its inputs, at the flow's tick, or every so many seconds as a duration param says. */
export type RateSpec = 'inherit' | 'continuous' | { every: string; otherwise: 'inherit' | 'continuous' };

/** What a function node is given of its instant. Times in s. */
export interface Instant {
  /** Time since the twin's origin. */
  t: number;
  /** Since this node last ran; 0 the first time. */
  dt: number;
  /** True the first time the node runs. */
  first: boolean;
  /** Time of the origin, s since 1970; 0 in simulated time. */
  epoch: number;
  /** Number of the emission a sink makes now. */
  sequence: number;
  /** Ids of the twin and of the node in it. */
  twin: string;
  node: string;
  /** Uniform in [0, 1) from the node's own stream. */
  random(): number;
  /** Standard normal from the node's own stream. */
  normal(): number;
  /** Runs the node again at time t, and forgets any earlier wish. */
  wakeAt(t: number): void;
  /** Whether the input got a sample in this instant. */
  fresh(input: string): boolean;
  quality(input: string): QualityCode;
  /** UCUM code of an input's resolved unit. */
  unitOf(input: string): string;
  /** Quality of everything the node emits in this instant, or of one output; default: the worst of its inputs. */
  mark(quality: QualityCode, output?: string): void;
  /** An output has no answer now, and why: its sample is bad, and people read the reason in the place of a fault. */
  lack(output: string, says: string): void;
  /** What stands in the file the node reads; absent for a node that reads none. */
  table: Table | undefined;
  /** Something a person should read, with the node's name. */
  note(level: 'info' | 'warning' | 'error', says: string): void;
  /** A sink sends nothing in this instant; its `step` says so. */
  withhold(): void;
}

/** What becomes of what does not fit: the oldest goes; only the newest is kept; or nothing more is taken. */
export type Keep = 'drop-oldest' | 'latest' | 'block';

/** A topic of a broker. */
export interface MqttTopic {
  protocol: 'mqtt';
  connection: string;
  topic: string;
  qos: 0 | 1 | 2;
}

/** What becomes of samples that the twin does not keep up with; absent = `drop-oldest`. */
interface QueuedAddress {
  queue?: Keep;
}

/** A topic of a broker that a source listens to. */
export interface MqttListenAddress extends MqttTopic, QueuedAddress {}

/** A URL that is asked again and again. Times in s. */
export interface HttpPollAddress extends QueuedAddress {
  protocol: 'http';
  url: string;
  /** Connection whose credentials go with the request. */
  connection?: string;
  every: number;
  timeout: number;
}

/** A topic of a broker that takes what is sent. */
export interface MqttSendAddress extends MqttTopic {
  retain: boolean;
  /** What is kept while the broker is away. */
  keep: Keep;
}

/** A URL that takes what is sent. */
export interface HttpSendAddress {
  protocol: 'http';
  url: string;
  connection?: string;
  method: 'POST' | 'PUT';
  /** s */
  timeout: number;
  /** What is kept while the other side is away. */
  keep: Keep;
}

/** A port of another twin of the server, `node.port`. */
export interface TwinPort {
  protocol: 'twin';
  twin: string;
  port: string;
}

/** Where a source listens outside of the server. */
export type OutsideAddress = MqttListenAddress | HttpPollAddress;

/** Where a source listens. */
export type SourceAddress = OutsideAddress | TwinPort;

/**
 * A question that forks of the node's own twin answer: when its first input comes to a limit. Times in s, `limit` in the unit of the input.
 * `inputs`: what the sources say meanwhile, the last value or the line through the last `lookBack` s. `spread`: how they differ from run to
 * run, and `sizes` by how much (`node.port` → a difference in its unit); what is not named there is taken from the last `lookBack` s.
 */
export interface AheadAddress {
  protocol: 'ahead';
  limit: number;
  direction: 'above' | 'below';
  every: number;
  horizon: number;
  runs: number;
  confidence: number;
  inputs: 'hold' | 'trend';
  /** Input → the port of a predictor whose forecast it follows. */
  forecasts: Readonly<Record<string, string>>;
  lookBack: number;
  spread: 'none' | 'noise' | 'walk';
  sizes: Readonly<Record<string, number | string>>;
}

/** A CSV file of each day that takes rows, in the server's folder of records. */
export interface CsvRecordAddress {
  protocol: 'csv';
  /** Name of the files, between those of twin and day; absent = that of the node. */
  name?: string;
  /** First line of each file. */
  header: string;
  /** Files of earlier days than these are removed. */
  keepDays: number;
}

/** Where a sink sends that keeps what is not taken now. */
export type KeptAddress = MqttSendAddress | HttpSendAddress;

/** Where a sink sends. */
export type SinkAddress = KeptAddress | CsvRecordAddress;

/** What a source made of a payload: a value with its quality (default good), when it was measured (s since 1970), the publisher's counter; or what was wrong with it. */
export interface Decoded {
  value?: unknown;
  quality?: QualityCode;
  t?: number;
  sequence?: number;
  problem?: string;
}

/** What `read` makes of the bytes of a delivery, made when it is asked for first. Who gets it must not change it. */
export type Once = <T>(read: (bytes: Uint8Array) => T) => T;

/** Reads all readings of a payload, in order of time; one that is wrong may say its time beside its problem. */
export type DecodeList = (bytes: Uint8Array, once?: Once) => readonly Decoded[];

/** Reads and writes of a function node, by port and state name. Assigning an output emits it. */
export type StepFunction = (
  y: Record<string, unknown>,
  x: Record<string, unknown>,
  u: Readonly<Record<string, unknown>>,
  p: Params,
  instant: Instant,
) => void;

/**
 * What a step would say in the quality of its first input, where it would do nothing else: change no state, wish for no other time, tell nobody.
 * NaN where it would. `value`: that input, good or uncertain, and no other one has an edge; `x`: its states in their order.
 */
export type CalmFunction = (value: number, x: Float64Array, p: Params) => number;

/** Moves the state of a function node in the second half of an instant. */
export type UpdateFunction = (
  x: Record<string, unknown>,
  u: Readonly<Record<string, unknown>>,
  p: Params,
  instant: Instant,
) => void;

/** A node as the engine holds it; made by `defineNode`. */
export interface NodeDefinition {
  type: string;
  version: number;
  descriptor: NodeDescriptor;
  params: z.ZodObject;
  inputs: Record<string, PortDescriptor>;
  outputs: Record<string, PortDescriptor>;
  constants: (p: Params) => Record<string, { value: number; unit: string }>;
  states: (p: Params) => Record<string, StateSpec>;
  equations: (p: Params) => readonly string[];
  events: (p: Params) => readonly EventSpec[];
  /** Expressions over inputs in params, beside those that outputs and equations name. */
  expressions?: (p: Params) => readonly { param: string; text: string }[];
  rate: RateSpec;
  step?: StepFunction;
  /** Of a node with one output that it says at each step: see `CalmFunction`. */
  calm?: CalmFunction;
  /** Moves the state once all inputs of the instant are there, also those its outputs do not depend on. */
  update?: UpdateFunction;
  /** Inputs the outputs of a function node depend on within an instant; default all. */
  feedthrough?: readonly string[];
  /** Whether what its states make of its outputs is said at the start, before its inputs have had a sample. */
  beginsAlone?: (p: Params) => boolean;
  /** `step`: the node runs on bad inputs too and reads their quality itself. */
  onBad: 'bad' | 'step';
  /** The param that a source emits and a person may set while the twin runs. */
  emits?: (p: Params) => string | undefined;
  /** A listening source emits this param at the origin, where it is given: what holds until the first sample. */
  begins?: string;
  listen?: {
    address: (p: Params) => SourceAddress | AheadAddress;
    /** `once`: several sources read the same bytes, what it is asked for is made for all of them. */
    decode: (bytes: Uint8Array, p: Params, once?: Once) => Decoded;
    /** Where what arrives is several readings: reads them in place of `decode`, in order of time. Each is an instant of its own. */
    list?: (p: Params) => DecodeList | undefined;
    /** Silence in s after which it is bad where the param `staleAfter` is not given; default 10. */
    staleAfter?: (p: Params) => number;
    /** What arrives is in order: nothing is dropped as late. */
    isOrdered?: true;
  };
  send?: {
    address: (p: Params) => SinkAddress;
    encode: (u: Readonly<Record<string, unknown>>, p: Params, instant: Instant) => Uint8Array;
  };
  /** State of an older version → state of the next one. */
  migrations: Record<number, (state: Record<string, number[]>) => Record<string, number[]>>;
}
