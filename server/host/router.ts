import type { PlanSource } from '@twinloom/runtime/compile/plan';
import type { SourceAddress } from '@twinloom/runtime/node/definition';
import { channelOf } from '../connectors/channel.ts';
import { hearsManyTags, hearsTag } from './tag.ts';

/** One who listens, with those of its sources that a topic feeds. */
export interface Target<T> {
  owner: T;
  sources: PlanSource[];
}

const MOST_REMEMBERED = 10_000;

/** Knows which sources of which twins a topic feeds; a URL is a topic too (`channelOf`). */
export class Router<T> {
  readonly #sources = new Map<T, readonly PlanSource[]>();
  /** Owners by connection and topic, for addresses without a wildcard; then the others by connection. */
  readonly #exact = new Map<string, Set<T>>();
  readonly #wild = new Map<string, Set<T>>();
  readonly #remembered = new Map<string, readonly Target<T>[]>();

  add(owner: T, sources: readonly PlanSource[]): void {
    this.#sources.set(owner, sources);
    for (const { address } of sources) {
      const [table, key] = this.#place(address);
      table.set(key, (table.get(key) ?? new Set<T>()).add(owner));
    }
    this.#remembered.clear();
  }

  remove(owner: T): void {
    for (const { address } of this.#sources.get(owner) ?? []) {
      const [table, key] = this.#place(address);
      const owners = table.get(key);
      owners?.delete(owner);
      if (owners?.size === 0) table.delete(key);
    }
    this.#sources.delete(owner);
    this.#remembered.clear();
  }

  /** Whom a topic of a connection feeds, each once with all its sources. */
  targets(connection: string, topic: string): readonly Target<T>[] {
    const key = `${connection}\n${topic}`;
    const known = this.#remembered.get(key);
    if (known) return known;
    const owners = new Set<T>([...(this.#exact.get(key) ?? []), ...(this.#wild.get(connection) ?? [])]);
    const targets = [...owners]
      .map((owner) => ({ owner, sources: this.#fed(owner, connection, topic) }))
      .filter(({ sources }) => sources.length > 0);
    if (this.#remembered.size >= MOST_REMEMBERED) this.#remembered.clear();
    this.#remembered.set(key, targets);
    return targets;
  }

  #fed(owner: T, connection: string, topic: string): PlanSource[] {
    const sources = this.#sources.get(owner) ?? [];
    return sources.filter(
      ({ address }) => channelOf(address).connection === connection && hearsTag(address, topic),
    );
  }

  #place(address: SourceAddress): [Map<string, Set<T>>, string] {
    const { connection, topic } = channelOf(address);
    return hearsManyTags(address) ? [this.#wild, connection] : [this.#exact, `${connection}\n${topic}`];
  }
}
