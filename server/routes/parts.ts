import type { Diagnostic } from '@twinloom/runtime/graph/diagnostic';
import type { Flow } from '@twinloom/runtime/graph/flow';
import type {
  ConnectionBody,
  ConnectionRequest,
  ExampleValues,
  PlanBody,
  PlantBody,
  StateBody,
  TopicsBody,
} from '@twinloom/runtime/protocol/bodies';
import type { ByWhom, Command } from '@twinloom/runtime/run/commands';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { RecordFile } from '../connectors/csv-records.ts';
import type { AlarmDesk } from '../host/alarm-desk.ts';
import type { PastDesk } from '../host/past-desk.ts';
import type { WorkerLoad } from '../host/worker-gauge.ts';
import type { StudyDesk } from '../host/study-desk.ts';
import type { RunningStand } from '../host/twin-stands.ts';
import type { Journal } from '../journal/journal.ts';
import type { Historian } from '../historian/historian.ts';
import type { Assets } from '../storage/assets.ts';
import type { HandSet } from '../storage/hand-sets.ts';
import type { Storage } from '../storage/open-storage.ts';
import type { TwinRecord } from '../storage/twins.ts';
import type { Hub } from '../stream/hub.ts';

/** The web server the routes are put on. */
export type Api = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

/** A twin as the host is asked to run it. */
export interface TwinToRun extends TwinRecord {
  document: Flow;
  handSets: Record<string, HandSet['value']>;
}

/** How many of what the host has, since the start where they only grow. */
export interface HostCounts {
  workers: number;
  twins: Record<'running' | 'restarting' | 'failed', number>;
  packetsWaiting: number;
  packetsLost: number;
  packetsUnacknowledged: number;
  emissionsWaiting: number;
  emissionsLost: number;
  workerDeaths: number;
}

/** One worker of the host and how it fares; without flows it checks drafts. */
export interface HostWorker {
  flows: string[];
  twins: number;
  counts: Omit<HostCounts, 'workers'>;
  load: WorkerLoad & { isRestarting: boolean };
}

/** What the routes ask of the host. */
export interface TwinHost {
  check(document: unknown): Promise<Diagnostic[]>;
  plan(twins: TwinRecord[], document: unknown): Promise<{ plan?: PlanBody; diagnostics: Diagnostic[] }>;
  /** All or nothing. `stateOf`: they go on as they left that version, where that is kept. */
  deploy(
    twins: TwinToRun[],
    stateOf?: number,
  ): Promise<{ plans: Record<string, PlanBody> } | { diagnostics: Diagnostic[] }>;
  /** The same for twins that ran in an earlier life of the server. */
  start(
    twins: readonly TwinToRun[],
  ): Promise<{ plans: Record<string, PlanBody> } | { diagnostics: Diagnostic[] }>;
  remove(twin: string): Promise<void>;
  /** Twins that ran and do not any more, and why. */
  failed(): { twin: string; says: string }[];
  counts(): HostCounts;
  workers(): HostWorker[];
  state(twin: string): Promise<StateBody | undefined>;
  set(
    twin: string,
    values: Record<string, number | boolean | string | null>,
    author: string,
    note?: string,
  ): Promise<{ diagnostics: Diagnostic[]; lasting: Record<string, number | boolean | string | null> }>;
  tell(twin: string, what: Command, by: ByWhom): Promise<{ nodes: string[] } | { diagnostics: Diagnostic[] }>;
  /** Where a twin that runs stands, and under what it runs. */
  standOf(twin: string): RunningStand | undefined;
  twinStatus(twin: string): { status: 'running' | 'stopped' | 'failed'; says?: string };
}

/** What the routes ask of the connections. */
export interface ConnectionDesk {
  list(): ConnectionBody[];
  get(id: string): ConnectionBody | undefined;
  put(id: string, request: ConnectionRequest): Promise<void>;
  topics(id: string): TopicsBody['topics'] | undefined;
  /** Emissions that wait to be sent, those of them whose target is away, their bytes, and how many were given up since the start. */
  outbox: { waiting: number; behind: number; bytes: number; lost: number };
}

/** The files that sinks recorded. */
export interface Records {
  list(twin?: string): Promise<RecordFile[]>;
  /** Where one lies. */
  path(name: string): Promise<string | undefined>;
}

/** The processes of the examples' plants, one beside a twin, as a person switches them. */
export interface Plants {
  list(): PlantBody[];
  /** Runs the plant of an example beside a twin; what keeps it from running, in words. */
  add(twin: string, example: string, parameters: ExampleValues): Promise<string | undefined>;
  /** Undefined where no plant is beside that twin. */
  set(twin: string, status: PlantBody['status']): Promise<PlantBody | undefined>;
  /** Ends the process for good. */
  remove(twin: string): Promise<void>;
}

/** What the routes work with. */
export interface Parts {
  version: string;
  /** The palette as JSON text. */
  catalog: string;
  /** Folder of everything that lasts. */
  dataDir: string;
  storage: Storage;
  studies: Pick<StudyDesk, 'ask' | 'list' | 'get' | 'cancel' | 'forget' | 'goOn' | 'decide'>;
  assets: Assets;
  host: TwinHost;
  hub: Hub;
  connections: ConnectionDesk;
  records: Records;
  alarms: Pick<AlarmDesk, 'list' | 'acknowledge' | 'shelve' | 'unshelve'>;
  history: Pick<Historian, 'query' | 'rows' | 'bytes' | 'reach' | 'waiting'>;
  journal: Pick<Journal, 'appended' | 'committed' | 'lastCommit' | 'bytes'>;
  /** What is wrong with history; undefined = nothing. */
  historyHealth: () => string | undefined;
  /** What is wrong with the disk on which emissions wait; undefined = nothing. */
  outboxHealth: () => string | undefined;
  /** Why history is not recorded for want of room; undefined = there is room. */
  diskHealth: () => string | undefined;
  /** What is wrong with the journal; undefined = nothing. */
  journalHealth: () => string | undefined;
  /** Folder of the examples, a folder each; absent without any. */
  examplesDir?: string;
  /** Absent where no plants run. */
  plants?: Plants;
  /** Folder of the built editor; absent when it is served elsewhere. */
  editorDir?: string;
  /** Shows twins as they were. */
  past: Pick<PastDesk, 'ask'>;
  /** Twins that could not be started, with the reason. */
  failures: Map<string, string>;
  /** Twins of an earlier life of the server that are still to be started. */
  starting: Set<string>;
  /** A person deployed a flow, and its twins run. */
  noteDeployed: (flow: string) => void;
  /** Wall clock, s since 1970. */
  now: () => number;
  /** Runs changes of twins one after the other. */
  inTurn: <T>(change: () => Promise<T>) => Promise<T>;
}

/** Who acts while there are no users. */
export const LOCAL_AUTHOR = 'local';
