import type { TopicsBody } from '@twinloom/runtime/protocol/bodies';

type TopicSeen = TopicsBody['topics'][number];

const MOST_TOPICS = 500;
const MOST_CHARACTERS = 2_000;

/** The topics heard of lately with the start of their last content: at most 500, the one silent for longest leaves first. */
export class TopicsSeen {
  readonly #topics = new Map<string, TopicSeen>();

  /** `at` in s since 1970. */
  note(topic: string, bytes: Uint8Array, at: number): void {
    const count = (this.#topics.get(topic)?.count ?? 0) + 1;
    // Put in anew, it is the youngest of the map.
    this.#topics.delete(topic);
    this.#topics.set(topic, { topic, payload: showBytes(bytes), t: at, count });
    if (this.#topics.size <= MOST_TOPICS) return;
    for (const oldest of this.#topics.keys()) {
      this.#topics.delete(oldest);
      return;
    }
  }

  /** In the order of their last packet. */
  list(): TopicSeen[] {
    return [...this.#topics.values()];
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The first 2000 characters of a text; of bytes that are not UTF-8, as pairs of hexadecimal digits. */
function showBytes(bytes: Uint8Array): string {
  // Four bytes are the most a character takes, so this piece holds enough of them.
  const piece = bytes.subarray(0, MOST_CHARACTERS * 4);
  try {
    // As a stream, a character cut at the end of the piece is left out; without one, it is no UTF-8.
    const text = utf8.decode(piece, { stream: piece.length < bytes.length });
    return text.slice(0, MOST_CHARACTERS);
  } catch {
    return Buffer.from(bytes.subarray(0, MOST_CHARACTERS / 2)).toString('hex');
  } finally {
    forgetPiece();
  }
}

/** A stream that was left open or broke off must not reach into the next text. */
function forgetPiece(): void {
  try {
    utf8.decode();
  } catch {
    // What was left over is no whole character.
  }
}
