import type { TwinBody } from '@twinloom/runtime/protocol/bodies';
import type { TwinRecord } from '../storage/twins.ts';
import type { Parts } from './parts.ts';

/** What is said of a twin that is still to be started. */
export const STILL_TO_START = 'the server has just started; it is the turn of others';

/** A twin and whether it runs, as the API says it. */
export function twinBodyOf(
  { host, failures, starting }: Pick<Parts, 'host' | 'failures' | 'starting'>,
  twin: TwinRecord,
): TwinBody {
  if (starting.has(twin.id)) return { ...twin, status: 'stopped', says: STILL_TO_START };
  const reason = failures.get(twin.id);
  const { status, says } =
    reason === undefined ? host.twinStatus(twin.id) : { status: 'failed' as const, says: reason };
  return { ...twin, status, ...(says !== undefined && { says }) };
}
