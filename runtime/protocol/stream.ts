import { z } from 'zod';

export const SUBPROTOCOL_BINARY = 'twinloom.1';
export const SUBPROTOCOL_JSON = 'twinloom.1+json';

/** Values per second a subscriber may ask for; anything between is served by the next lower class. */
export const rateClasses = [20, 5, 1] as const;

/** What a client says on `/api/stream`. `ports` holds names `node.port` or `"*"`. */
export const clientMessageSchema = z.union([
  z.object({
    subscribe: z.object({
      twin: z.string().max(200),
      ports: z.array(z.string().max(200)).max(20_000).default(['*']),
      maxRate: z.number().positive().max(1000).default(20),
    }),
  }),
  z.object({ unsubscribe: z.object({ twin: z.string().max(200) }) }),
]);

export type ClientMessage = z.infer<typeof clientMessageSchema>;

/** Names the ports of the frames that follow; sent after subscribing and again whenever a deploy changes them. */
export interface LayoutMessage {
  layout: {
    id: number;
    twin: string;
    version: number;
    ports: { port: string; type: string; unit: string }[];
  };
}

/** What is to be said of a node beside its values: waiting for inputs, failed, set by hand, counters. */
export interface NodeStatus {
  state: 'running' | 'waiting' | 'error' | 'disabled' | 'out-of-service';
  /** Ports it waits for, or the error's text. */
  says?: string;
  setByHand?: boolean;
  /** What a person set, by port or param. */
  handSets?: Record<string, number | boolean | string>;
  /** Outputs without an answer, and why: their sample is bad, though nothing is broken. */
  lacks?: Record<string, string>;
  /** Samples refused as bad, late or too big since the twin started. */
  dropped?: number;
  /** Samples or emissions left out by a full queue around the twin, since it was deployed. */
  lost?: number;
  /** Samples that wait for the twin, or emissions for whom they are sent to. */
  waiting?: number;
}

/** The status of a twin's nodes; sent whole after the layout and whenever it changed. Values that are not numbers travel in `values`. */
export interface StatusMessage {
  status: {
    twin: string;
    /** `running`, `stopped`, or `failed` with `says`. */
    state: 'running' | 'stopped' | 'failed';
    says?: string;
    nodes: Record<string, NodeStatus>;
    /** Assets out of service; absent = none. */
    outOfService?: string[];
    /** Last values of string, vector, record and event ports. */
    values: Record<string, { value: unknown; quality: string; t: number }>;
  };
}

/** An alarm changed, a node reported something, a connection came or went. */
export interface NoticeMessage {
  notice: { twin?: string; node?: string; t: number; level: 'info' | 'warning' | 'error'; says: string };
}

/** A values frame for `twinloom.1+json`: the same content as the binary one. */
export interface JsonFrameMessage {
  frame: {
    kind: 'full' | 'delta';
    layout: number;
    sequence: number;
    t: number;
    values: { index: number; value: number | null; quality: string | null; t: number }[];
  };
}

/** The server could not do what the client asked. */
export interface StreamErrorMessage {
  error: { code: string; says: string; remedy: string };
}

export type ServerMessage =
  | LayoutMessage
  | StatusMessage
  | NoticeMessage
  | JsonFrameMessage
  | StreamErrorMessage;
