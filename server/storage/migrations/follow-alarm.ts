import type { AlarmBody, AlarmEventBody } from '@twinloom/runtime/protocol/bodies';

/** How long a shelf was to last is not written down with what happened: as long as nothing else is known. */
const SHELF_SECONDS = 8 * 3_600;

/** How an alarm stood after what happened to it, from how it stood before; undefined = normal. For events of a server that did not write that down. */
export function followAlarm(known: AlarmBody | undefined, event: AlarmEventBody): AlarmBody | undefined {
  const { t, twin, node, title, priority, text, value, unit, author, comment } = event;
  const reading = value === undefined ? {} : { value, unit };
  const named = { twin, node, title, priority, text, ...reading };
  const by = author === undefined ? {} : { author, ...(comment !== undefined && { comment }) };
  const quiet = { isRaised: false, isAcknowledged: true, isUnknown: false };
  const before: AlarmBody = { ...quiet, since: t, ...known, ...named };
  switch (event.event) {
    case 'raised': {
      const raised = { isRaised: true, isUnknown: false, since: t };
      if (before.shelvedUntil !== undefined) return { ...before, ...raised };
      return { ...named, ...raised, isAcknowledged: false };
    }
    case 'cleared': {
      const isGone = before.isAcknowledged && before.shelvedUntil === undefined;
      return isGone ? undefined : { ...before, isRaised: false, isUnknown: false, since: t };
    }
    case 'acknowledged':
      return before.isRaised ? { ...before, isAcknowledged: true, ...by } : undefined;
    case 'shelved':
      return { ...before, shelvedUntil: t + SHELF_SECONDS, ...by };
    case 'unshelved': {
      const { shelvedUntil: _, ...shown } = before;
      if (shown.suppressed) return shown;
      return shown.isRaised ? { ...shown, isAcknowledged: false } : undefined;
    }
    case 'suppressed':
      return { ...before, ...quiet, since: t, suppressed: 'by-design' };
    case 'out-of-service':
      return { ...before, ...quiet, since: t, suppressed: 'out-of-service' };
    case 'unsuppressed':
    case 'in-service': {
      const { suppressed: _, ...counts } = before;
      return counts.shelvedUntil === undefined ? undefined : { ...counts, since: t };
    }
    case 'unknown':
      return { ...before, isUnknown: true };
    case 'known':
      return { ...before, isUnknown: false };
    case 'removed':
      return undefined;
    default:
      return event.event satisfies never;
  }
}
