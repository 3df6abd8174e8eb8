import { z } from 'zod';
import { connectionBody, twinBody } from './bodies.ts';

/** Of one processor. */
const shareBody = z.number();

/** A bounded queue: how many may wait, how many do, how many were left out since the start; what happens beyond the bound stands in `policy`. */
const queueBody = z.object({
  name: z.string(),
  policy: z.enum(['latest', 'drop-oldest', 'refuse', 'pause']),
  bound: z.number().int(),
  waiting: z.number().int(),
  dropped: z.number().int(),
});

/** A thread that runs twins, or checks drafts; figures are absent while it starts. Shares are of one processor. */
const workerBody = z.object({
  name: z.string(),
  role: z.enum(['twins', 'checks']),
  state: z.enum(['running', 'restarting']),
  flows: z.array(z.string()),
  twins: z.number().int(),
  /** Of the last ten seconds. */
  busyShare: shareBody,
  heapBytes: z.number().optional(),
  heapBound: z.number(),
  /** How late its ticks run: p99 of the last minute, s. */
  lateSeconds: z.number().optional(),
  packetsWaiting: z.number().int(),
  packetsLost: z.number().int(),
  emissionsWaiting: z.number().int(),
  emissionsLost: z.number().int(),
  deaths: z.number().int(),
});

/** How the server fares: what it runs, where it is late, what waits and what was left out. Times in s since 1970, counts since the start. */
export const statusBody = z.object({
  t: z.number(),
  version: z.string(),
  uptimeSeconds: z.number(),
  /** Of the whole process. */
  residentBytes: z.number(),
  cpuShare: shareBody,
  /** How long the thread that speaks to the outside kept others waiting: p99 of the last minute, s. */
  delaySeconds: z.number(),
  flows: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      /** Newest deployed version; 0 while never deployed. */
      version: z.number().int(),
      twins: z.array(
        z.object({
          id: z.string(),
          version: z.number().int(),
          status: twinBody.shape.status,
          says: z.string().optional(),
          busyShare: shareBody,
        }),
      ),
    }),
  ),
  workers: z.array(workerBody),
  queues: z.array(queueBody),
  journal: z.object({
    bytes: z.number(),
    bound: z.number(),
    lastCommit: z.number().optional(),
    /** Records that are not on the disk yet. */
    behind: z.number().int(),
    says: z.string().optional(),
  }),
  history: z.object({
    bytes: z.number(),
    bound: z.number(),
    /** How far back it reaches. */
    oldest: z.number().optional(),
    /** Samples that are not written yet. */
    waiting: z.number().int(),
    says: z.string().optional(),
  }),
  /** What sinks sent that waits for who is away. */
  outbox: z.object({
    bytes: z.number(),
    bound: z.number(),
    waiting: z.number().int(),
    /** Given up since the start. */
    dropped: z.number().int(),
    says: z.string().optional(),
  }),
  connections: z.array(
    z.object({
      id: z.string(),
      protocol: connectionBody.shape.protocol,
      url: z.string(),
      status: connectionBody.shape.status,
      says: z.string().optional(),
    }),
  ),
  /** What takes the processor's time, the most first, seen by looking now and then over the last minute; without `node`: the equations of a twin and what surrounds its nodes. */
  top: z.array(z.object({ twin: z.string(), node: z.string().optional(), share: shareBody })),
});

export type StatusBody = z.infer<typeof statusBody>;
