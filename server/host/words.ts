import type { Diagnostic } from '@twinloom/runtime/graph/diagnostic';
import type { SinkAddress, OutsideAddress } from '@twinloom/runtime/node/definition';
import type { PlanBody, StateBody } from '@twinloom/runtime/protocol/bodies';
import type { NoticeMessage, StatusMessage } from '@twinloom/runtime/protocol/stream';
import type { Tables } from '@twinloom/runtime/table/table';
import type { ByWhom, Command } from '@twinloom/runtime/run/commands';
import type { Input } from '@twinloom/runtime/run/inbox';
import type { LogEntry } from '@twinloom/runtime/run/log-entry';
import type { PackedEntries } from '../journal/packed-entries.ts';
import type { PackedSnapshot } from '../journal/packed-snapshot.ts';
import type { RecordedBatch } from '../historian/recorded-samples.ts';
import type { PacketBatch } from './packet-batch.ts';

/** What a person may set on a twin. */
export type HandValue = number | boolean | string;

/** What binds a flow to an asset. */
export interface TwinBinding {
  id: string;
  parameters: Record<string, HandValue>;
}

/** A twin as the worker is asked to run it. */
export interface TwinOrder extends TwinBinding {
  /** By which a dead worker is asked whom it was running. */
  number: number;
  version: number;
  document: unknown;
  handSets: Record<string, HandValue>;
  /** What stands in the files its nodes read; shared memory. */
  tables?: Tables;
  /** Where it goes on when it does not run: what was last said of it, */
  snapshot?: PackedSnapshot;
  /** and what was put in since. */
  entries?: readonly LogEntry[];
  /** It goes on from there though it runs: back to an earlier state. */
  goesBack?: boolean;
  /** Places in the plan of nodes that took its worker down, with why: they are stopped. */
  stops?: readonly { node: number; says: string }[];
  /** A person deploys it anew: nodes that were stopped run again. */
  frees?: boolean;
}

/** What the worker can be asked. A deploy is two requests, so that its subscriptions are made between them. */
export type Request =
  | { ask: 'check'; document: unknown; tables?: Tables }
  | { ask: 'plan'; twins: TwinBinding[]; document: unknown; tables?: Tables }
  | { ask: 'prepare'; twins: TwinOrder[] }
  | { ask: 'commit' }
  | { ask: 'remove'; twin: string }
  | { ask: 'checkpoint' }
  | { ask: 'state'; twin: string }
  | { ask: 'set'; twin: string; values: Record<string, HandValue | null> }
  | { ask: 'tell'; twin: string; what: Command; by: ByWhom }
  | { ask: 'foresaw'; twin: string; version: number; inputs: Input[] };

/** What comes back, by request. */
export interface Answers {
  check: Diagnostic[];
  plan: { plan?: PlanBody; diagnostics: Diagnostic[] };
  /** Where each twin will listen; the twins are compiled and wait for the commit. */
  prepare: { listens: Record<string, OutsideAddress[]> } | { diagnostics: Diagnostic[] };
  commit: Record<string, PlanBody>;
  remove: null;
  /** The state of every twin was told. */
  checkpoint: null;
  state: StateBody | undefined;
  /** Why nothing was set; else what of it lasts: a press of a button does not. */
  set: { diagnostics: Diagnostic[]; lasting: Record<string, HandValue | null> };
  /** The nodes that a command concerned, or why nothing was done. */
  tell: { nodes: string[] } | { diagnostics: Diagnostic[] };
  /** What forks saw ahead stands on its node, where the twin still runs that version. */
  foresaw: null;
}

/** Samples that were left out before the worker saw them, and emissions that nobody took; or those that wait. */
export interface Lost {
  packets: { connection: string; topic: string; count: number }[];
  emissions: { twin: string; node: string; count: number }[];
}

/** What is wrong on the way to a source's channel or from a sink; without `says` it is well again. */
export type FaultWord = { says?: string } & (
  | { connection: string; topic: string }
  | { twin: string; node: string }
);

/** How followed ports of a twin stand: for a port that is not there why, and a bad sample. */
export interface PortsWord {
  kind: 'ports';
  twin: string;
  /** The twin runs somewhere. */
  isThere: boolean;
  /** It came, went, or another took its place: all who follow it want to know. */
  isRenewed: boolean;
  ports: readonly { port: string; says?: string; sample?: Uint8Array }[];
}

/** Words between twins of two workers: who follows which ports (none = no more), how they stand, and what they said, instant by instant. */
export type LinkWord =
  | { kind: 'follows'; twin: string; ports: readonly string[] }
  | PortsWord
  | { kind: 'said'; said: readonly { twin: string; ports: ReadonlyMap<string, Uint8Array> }[] };

export type ToWorker =
  | LinkWord
  | { kind: 'request'; number: number; request: Request }
  | { kind: 'packets'; batch: PacketBatch }
  | { kind: 'fault'; fault: FaultWord }
  | { kind: 'heartbeat'; lost: Lost; waiting?: Lost };

/** Slots of a twin that changed, for the hub. Times in s since 1970. */
export interface ValuesWord {
  twin: string;
  t: number;
  indexes: Uint32Array;
  values: Float64Array;
  qualities: Uint8Array;
  times: Float64Array;
}

/** How an alarm stands. */
export interface AlarmWord {
  node: string;
  title: string;
  priority: 'low' | 'medium' | 'high' | 'critical';
  text: string;
  /** `unknown`: its input is bad. `by-design`: it is suppressed, by its input or with its group. */
  state: 'raised' | 'clear' | 'unknown' | 'by-design' | 'out-of-service';
  /** s since 1970 */
  t: number;
  /** What its input said then. */
  value?: number;
  unit?: string;
}

/** Alarms of a twin; `isWhole`: there are no others. */
export interface AlarmsWord {
  twin: string;
  isWhole: boolean;
  alarms: AlarmWord[];
}

/** What a sink sends to the outside. */
export interface EmissionWord {
  twin: string;
  node: string;
  address: SinkAddress;
  bytes: Uint8Array;
  /** Names the emission once and for all, in printable ASCII. */
  key: string;
  /** Counts the emissions of the node. */
  sequence: number;
  /** It was said before, in a life whose log is folded again. */
  isRepeated: boolean;
}

/** A node wants forks of its twin to run ahead, from how it stands; `inputs`: ports of its sources, whose past may count. */
export interface AheadWord {
  twin: string;
  version: number;
  node: string;
  /** s since 1970 */
  t: number;
  /** s */
  lookBack: number;
  inputs: readonly string[];
  snapshot: PackedSnapshot;
}

/** How a worker fares, told with each heartbeat. */
export interface LoadWord {
  heapBytes: number;
  /** p99 of how late ticks ran in the last minute, s. */
  lateSeconds: number;
  /** Since the last word, s. */
  seconds: number;
  /** Time that twins took meanwhile, s, by their number; NOBODY: requests of no twin. */
  busy: [number: number, seconds: number][];
}

export type FromWorker =
  | LinkWord
  | { kind: 'alive'; load?: LoadWord }
  | { kind: 'answer'; number: number; answer: Answers[keyof Answers] }
  /** The request threw: a mistake of ours. */
  | { kind: 'failure'; number: number; says: string; stack: string | undefined }
  /** So many packets and bytes of them were worked off, and this was put in: said before the emissions that follow from it. */
  | { kind: 'taken'; packets: number; bytes: number; log?: PackedEntries }
  | {
      kind: 'layout';
      twin: string;
      version: number;
      ports: { port: string; type: string; unit: string }[];
      /** Ids by their place in the plan. */
      nodes: string[];
    }
  | { kind: 'values'; frames: ValuesWord[] }
  | { kind: 'status'; status: StatusMessage['status'] }
  | { kind: 'notice'; notice: NoticeMessage['notice'] }
  | { kind: 'emissions'; emissions: EmissionWord[] }
  | { kind: 'samples'; samples: RecordedBatch }
  | { kind: 'alarms'; alarms: AlarmsWord }
  | { kind: 'ahead'; ahead: AheadWord }
  /** `isBegin`: it has just taken its place. */
  | { kind: 'snapshot'; twin: string; version: number; snapshot: PackedSnapshot; isBegin?: boolean };

/** What the worker is started with. */
export interface WorkerStart {
  /** Time at which the monotonic clock of the process reads 0, s since 1970. */
  clockOrigin: number;
  /** Of the `RunningCell` in which it notes what it runs. */
  running: SharedArrayBuffer;
}

/** Stands for a request in place of a twin's number. */
export const NOBODY = -1;
