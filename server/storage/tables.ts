import type { Generated } from 'kysely';

/** The tables of the database; JSON columns hold text, times are s since 1970. */
export interface Tables {
  /** The draft of each flow; `etag` is the fingerprint of its document. */
  flows: { id: string; draft: string; etag: string; t: number };
  /** What was deployed, numbered from 1 per flow; never changed afterwards. */
  versions: { flow: string; n: number; document: string; author: string; t: number; note: string | null };
  /** `parameters` is JSON. */
  twins: { id: string; flow: string; version: number; parameters: string };
  /** `settings` is the JSON of a connection request; secrets are names only. */
  connections: { id: string; settings: string };
  /** The plant of an example that runs beside a twin; `parameters` is JSON. */
  plants: { twin: string; example: string; parameters: Generated<string> };
  /** Alarms that are not normal, and what happened to alarms with how each stood then (null = normal); `alarm` and `event` are JSON. */
  alarms: { twin: string; node: string; alarm: string };
  alarm_events: {
    id: Generated<number>;
    t: number;
    twin: string;
    node: string;
    event: string;
    alarm: string | null;
  };
  /** The state in which a twin left a version of its flow. */
  left_states: { twin: string; version: number; t: number; state: Uint8Array };
  /** What people did to each twin; `entry` is JSON. */
  timeline: { id: Generated<number>; twin: string; entry: string };
  /** Questions asked of twins; `study` is JSON. */
  studies: { id: string; twin: string; t: number; status: string; says: string | null; study: string };
  /** What came of a variant; `outcome` is JSON. */
  study_variants: { study: string; name: string; outcome: string };
  /** One of the many runs of a study; `run` is JSON, `curves` 32-bit floats that are kept until it is done. */
  study_runs: { study: string; n: number; run: string; curves: Uint8Array | null };
  /** What the runs come to; JSON. */
  study_results: { study: string; result: string };
  /** What a study that is not done was asked with. */
  study_orders: { study: string; body: Uint8Array };
  /** What was decided by a study; JSON. */
  study_decisions: { id: Generated<number>; study: string; decision: string };
  /** What a person set while the twin runs; `value` is JSON. */
  hand_sets: { twin: string; port: string; value: string; author: string; t: number; note: string | null };
}
