import type { NoticeMessage } from '@twinloom/runtime/protocol/stream';

type Notice = NoticeMessage['notice'];

interface Held {
  /** When the next one may pass. */
  until: number;
  latest?: Notice;
  count: number;
}

/** Lets one notice per key pass in a while and keeps count of the rest, so that a node that talks at every tick is heard and bearable. */
export class NoticeGate {
  readonly #held = new Map<string, Held>();

  /** The notice when it may pass now; else it is kept, the newest of its key, until `due` hands it out. Times in s. */
  admit(key: string, notice: Notice, now: number, pauseSeconds: number): Notice | undefined {
    const held = this.#held.get(key);
    if (held && now < held.until) {
      held.latest = notice;
      held.count++;
      return undefined;
    }
    this.#held.set(key, { until: now + pauseSeconds, count: 0 });
    return held?.latest ? withCount(notice, held.count) : notice;
  }

  /** What was kept and may pass by now, with the number of those it stands for. */
  due(now: number): Notice[] {
    const passing: Notice[] = [];
    for (const [key, { until, latest, count }] of this.#held) {
      if (now < until) continue;
      this.#held.delete(key);
      if (latest) passing.push(withCount(latest, count - 1));
    }
    return passing;
  }
}

function withCount(notice: Notice, more: number): Notice {
  return more > 0 ? { ...notice, says: `${notice.says} (and ${more} more like it)` } : notice;
}
