import { healthBody, type HealthBody } from '@twinloom/runtime/protocol/bodies';
import type { Api, Parts } from './parts.ts';
import { problemAnswers } from './problems.ts';

/** `GET /api/health`: who answers, and what of it does not work. */
export function healthRoutes(app: Api, parts: Parts): void {
  app.get(
    '/api/health',
    {
      config: { permission: 'read' },
      schema: { summary: 'Whether the server is well', response: { 200: healthBody, ...problemAnswers } },
    },
    (): HealthBody => {
      const degraded = [
        ...journal(parts),
        ...outbox(parts),
        ...disk(parts),
        ...history(parts),
        ...unreachable(parts),
        ...failed(parts),
        ...starting(parts),
      ];
      return {
        status: degraded.length === 0 ? 'ok' : 'degraded',
        version: parts.version,
        pid: process.pid,
        degraded,
      };
    },
  );
}

function journal({ journalHealth }: Parts): HealthBody['degraded'] {
  const says = journalHealth();
  if (says === undefined) return [];
  const remedy = 'Make room or mend the disk: it is tried each second. Until then twins send nothing.';
  return [{ part: 'journal', says, remedy }];
}

/** What waits behind a broker that is away is said of its connection; here what is lost, or would be by a crash. */
function outbox({ outboxHealth, connections }: Parts): HealthBody['degraded'] {
  const says = outboxHealth();
  const { behind, lost } = connections.outbox;
  const faults = [];
  if (says !== undefined) {
    const remedy = 'Make room or mend the disk: it is tried each second. Until then little waits, in memory.';
    faults.push({ part: 'outbox', says, remedy });
  }
  if (lost > 0 && behind > 0) {
    faults.push({
      part: 'outbox',
      says: `${behind} values wait to be sent, and ${lost} were given up since the start`,
      remedy: 'See which sinks say so, and mend what they send to; it goes on by itself.',
    });
  }
  return faults;
}

function disk({ diskHealth }: Parts): HealthBody['degraded'] {
  const says = diskHealth();
  if (says === undefined) return [];
  return [{ part: 'disk', says, remedy: 'Make room on the disk of the data folder; the twins run on.' }];
}

function history({ historyHealth }: Parts): HealthBody['degraded'] {
  const says = historyHealth();
  if (says === undefined) return [];
  return [{ part: 'history', says, remedy: 'Make room or mend the disk; the twins run on.' }];
}

function unreachable({ connections }: Parts): HealthBody['degraded'] {
  return connections
    .list()
    .filter(({ status }) => status === 'unreachable')
    .map(({ id, url, says }) => ({
      part: `connection ${id}`,
      says: says ?? `${url} does not answer`,
      remedy: 'Start the broker or mend the connection; it reconnects by itself.',
    }));
}

/** Those that did not start, and those that were given up since. */
function failed({ failures, host }: Parts): HealthBody['degraded'] {
  const all = new Map([...host.failed().map(({ twin, says }) => [twin, says] as const), ...failures]);
  return [...all].map(([twin, says]) => ({
    part: `twin ${twin}`,
    says,
    remedy: 'Mend its flow and deploy it again.',
  }));
}

function starting({ starting: { size } }: Parts): HealthBody['degraded'] {
  if (size === 0) return [];
  const says = `${size} ${size === 1 ? 'twin is' : 'twins are'} still being started`;
  return [{ part: 'start', says, remedy: 'It goes on by itself; what you change meanwhile waits for it.' }];
}
