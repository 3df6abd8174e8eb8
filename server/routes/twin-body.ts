import type { TwinBody } from '@twinloom/runtime/protocol/bodies';
import type { TwinRecord } from '../storage/twins.ts';
import type { Parts } from './parts.ts';

/** A twin and whether it runs, as the API says it. */
export function twinBodyOf({ host, failures }: Pick<Parts, 'host' | 'failures'>, twin: TwinRecord): TwinBody {
  const reason = failures.get(twin.id);
  const { status, says } =
    reason === undefined ? host.twinStatus(twin.id) : { status: 'failed' as const, says: reason };
  return { ...twin, status, ...(says !== undefined && { says }) };
}
