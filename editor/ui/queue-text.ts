import type { NodeStatus } from '@twinloom/runtime/protocol/stream';
import { valuesWords } from '../words/values.ts';

/** What of a node's values waits or was left out, in a few words; undefined where there is nothing to say. */
export function queueText({
  waiting = 0,
  lost = 0,
}: Pick<NodeStatus, 'waiting' | 'lost'>): string | undefined {
  const words = [waiting > 0 && valuesWords.waiting(waiting), lost > 0 && valuesWords.leftOut(lost)].filter(
    Boolean,
  );
  return words.length > 0 ? words.join(', ') : undefined;
}
