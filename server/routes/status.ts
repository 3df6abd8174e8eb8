import { statusBody, type StatusBody } from '@twinloom/runtime/protocol/status';
import { MOST_EMISSIONS } from '../host/emission-gate.ts';
import { HEAP_MB } from '../host/engine-thread.ts';
import { MOST_PACKETS } from '../host/packet-queue.ts';
import { JOURNAL_LIMITS, MOST_WAITING } from '../journal/journal.ts';
import { OUTBOX_BYTES } from '../outbox/outbox.ts';
import { listFlowHeads } from '../storage/flows.ts';
import { listTwins } from '../storage/twins.ts';
import type { Api, HostWorker, Parts } from './parts.ts';
import { problemAnswers } from './problems.ts';
import { ProcessGauge } from './process-gauge.ts';
import { twinBodyOf } from './twin-body.ts';

const MOST_TOP = 20;

/** `GET /api/status`: how the server fares, flow by flow, worker by worker, queue by queue. */
export function statusRoutes(app: Api, parts: Parts): void {
  const gauge = new ProcessGauge();
  app.addHook('onClose', () => gauge.close());
  app.get(
    '/api/status',
    {
      config: { permission: 'read' },
      schema: {
        summary: 'How the server fares: flows, workers, queues, journal, history, connections, top nodes',
        response: { 200: statusBody, ...problemAnswers },
      },
    },
    async (): Promise<StatusBody> => {
      const workers = parts.host.workers();
      const names = namesOf(workers);
      const top = workers
        .flatMap(({ load }) => load.nodes)
        .toSorted((a, b) => b.share - a.share)
        .slice(0, MOST_TOP);
      return {
        t: parts.now(),
        version: parts.version,
        ...gauge.read(),
        flows: await flowsOf(parts, workers),
        workers: workers.map((worker, i) => workerBodyOf(worker, names[i]!)),
        queues: queuesOf(parts, workers, names),
        journal: await journalOf(parts),
        history: historyOf(parts),
        outbox: outboxOf(parts),
        connections: connectionsOf(parts),
        top,
      };
    },
  );
}

async function flowsOf(parts: Parts, workers: readonly HostWorker[]): Promise<StatusBody['flows']> {
  const shares = new Map(
    workers.flatMap(({ load }) => load.twinShares.map(({ twin, share }) => [twin, share] as const)),
  );
  const twins = Map.groupBy(await listTwins(parts.storage), ({ flow }) => flow);
  return (await listFlowHeads(parts.storage)).map((flow) => ({
    ...flow,
    twins: (twins.get(flow.id) ?? []).map((twin) => {
      const { id, version, status, says } = twinBodyOf(parts, twin);
      return { id, version, status, ...(says !== undefined && { says }), busyShare: shares.get(id) ?? 0 };
    }),
  }));
}

function workerBodyOf(
  { flows, twins, counts, load }: HostWorker,
  name: string,
): StatusBody['workers'][number] {
  const { heapBytes, lateSeconds, busyShare, isRestarting } = load;
  return {
    name,
    role: flows.length === 0 ? 'checks' : 'twins',
    state: isRestarting ? 'restarting' : 'running',
    flows,
    twins,
    busyShare,
    heapBound: HEAP_MB * 1024 * 1024,
    ...(heapBytes !== undefined && { heapBytes }),
    ...(lateSeconds !== undefined && { lateSeconds }),
    packetsWaiting: counts.packetsWaiting,
    packetsLost: counts.packetsLost,
    emissionsWaiting: counts.emissionsWaiting,
    emissionsLost: counts.emissionsLost,
    deaths: counts.workerDeaths,
  };
}

/** `checks`, `worker 1`, `worker 2`, … */
function namesOf(workers: readonly HostWorker[]): string[] {
  let count = 0;
  return workers.map(({ flows }) => (flows.length === 0 ? 'checks' : `worker ${++count}`));
}

function queuesOf(
  { journal }: Parts,
  workers: readonly HostWorker[],
  names: readonly string[],
): StatusBody['queues'] {
  const ofWorkers = workers.flatMap(({ flows, counts }, index) =>
    flows.length === 0
      ? []
      : [
          {
            name: `to ${names[index]}`,
            policy: 'drop-oldest' as const,
            bound: MOST_PACKETS,
            waiting: counts.packetsWaiting,
            dropped: counts.packetsLost,
          },
          {
            name: `from ${names[index]}`,
            policy: 'drop-oldest' as const,
            bound: MOST_EMISSIONS,
            waiting: counts.emissionsWaiting,
            dropped: counts.emissionsLost,
          },
        ],
  );
  const waiting = journal.appended - journal.committed;
  return [
    ...ofWorkers,
    { name: 'to the journal', policy: 'pause', bound: MOST_WAITING, waiting, dropped: 0 },
  ];
}

async function journalOf({ journal, journalHealth }: Parts): Promise<StatusBody['journal']> {
  const { lastCommit, appended, committed } = journal;
  const says = journalHealth();
  return {
    bytes: await journal.bytes(),
    bound: JOURNAL_LIMITS.all,
    behind: appended - committed,
    ...(lastCommit !== undefined && { lastCommit }),
    ...(says !== undefined && { says }),
  };
}

function historyOf({ history, historyHealth, diskHealth }: Parts): StatusBody['history'] {
  const { bytes, limits, samplesFrom, secondsFrom } = history.reach();
  const oldest = Math.min(samplesFrom ?? Infinity, secondsFrom ?? Infinity);
  const says = diskHealth() ?? historyHealth();
  return {
    bytes,
    bound: limits.bytes,
    waiting: history.waiting,
    ...(Number.isFinite(oldest) && { oldest }),
    ...(says !== undefined && { says }),
  };
}

function outboxOf({ connections, outboxHealth }: Parts): StatusBody['outbox'] {
  const { bytes, waiting, lost } = connections.outbox;
  const says = outboxHealth();
  return { bytes, bound: OUTBOX_BYTES, waiting, dropped: lost, ...(says !== undefined && { says }) };
}

function connectionsOf({ connections }: Parts): StatusBody['connections'] {
  return connections.list().map(({ id, protocol, url, status, says }) => ({
    id,
    protocol,
    url,
    status,
    ...(says !== undefined && { says }),
  }));
}
