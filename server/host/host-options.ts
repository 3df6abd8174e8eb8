import type { Diagnostic } from '@twinloom/runtime/graph/diagnostic';
import type { PlanBody } from '@twinloom/runtime/protocol/bodies';
import type { Tables } from '@twinloom/runtime/table/table';
import type { FastifyBaseLogger } from 'fastify';
import type { Historian } from '../historian/historian.ts';
import type { Journal } from '../journal/journal.ts';
import type { Hub } from '../stream/hub.ts';
import type { AheadDesk } from './ahead-desk.ts';
import type { AlarmDesk } from './alarm-desk.ts';
import type { HostConnections } from './subscriptions.ts';
import type { TwinExchange } from './twin-exchange.ts';
import type { Stand, TwinStands } from './twin-stands.ts';
import type { TwinOrder } from './words.ts';

/** A twin as the host is told to run it. */
export type TwinToHost = Omit<TwinOrder, 'number' | 'snapshot' | 'entries' | 'tables' | 'stops' | 'frees'>;

/** What a deploy did to the nodes of each twin, or why it did nothing. */
export type Deployed = { plans: Record<string, PlanBody> } | { diagnostics: Diagnostic[] };

/** How a deploy comes about: version in whose state the twins go on; whether no person asked for it, since they only run again. */
export interface DeployWay {
  stateOf?: number | undefined;
  isAgain?: boolean;
}

/** Nobody else changes the twins of a host until it ends. */
export interface Turn {
  /** Compiles all, and changes nothing: why they cannot run, if they cannot. */
  prepare(twins: readonly TwinToHost[], way: DeployWay): Promise<Diagnostic[] | undefined>;
  /** Runs what was prepared. */
  commit(): Promise<Record<string, PlanBody>>;
  /** What ran before the commit runs again, with the state of now. */
  undo(): Promise<void>;
  end(): void;
}

export interface HostOptions {
  hub: Pick<Hub, 'setLayout' | 'publish' | 'publishStatus' | 'publishNotice' | 'removeTwin'>;
  connections: HostConnections;
  log: Pick<FastifyBaseLogger, 'info' | 'warn' | 'error'>;
  /** What is put in and where twins stand goes in here; what they send waits until that is on the disk. Absent: nothing outlives the process. */
  journal?: Pick<Journal, 'append' | 'committed' | 'isFull' | 'hurry'>;
  /** Keeps in which state a twin left a version, and gives it back. */
  leftStates?: {
    write: (twin: string, left: Stand) => void;
    read: (twin: string, version: number) => Promise<Stand | undefined>;
  };
  /** Carries what twins say to those of other hosts that follow them. */
  exchange?: TwinExchange;
  /** Takes how alarms stand. */
  alarms?: Pick<AlarmDesk, 'take' | 'forget'>;
  /** Runs forks ahead. */
  ahead?: Pick<AheadDesk, 'ask'>;
  /** Takes what ports say over time. */
  history?: Pick<Historian, 'takeBatch'>;
  /** Where twins stand; several hosts share one. */
  stands?: TwinStands;
  /** Counters of the last emissions that were settled in an earlier life of the server, by twin and node. */
  sent?: ReadonlyMap<string, Readonly<Record<string, number>>>;
  /** What stands in the files that a document's nodes read. */
  tables?: (document: unknown) => Promise<Tables>;
  /** What the worker thread runs; tests name another. */
  script?: URL;
  /** Time between two heartbeats, ms. */
  beatMs?: number;
}
