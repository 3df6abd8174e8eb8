import type { ServerMessage } from '@twinloom/runtime/protocol/stream';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import type { Clock } from './clock.ts';

export type Encoding = 'binary' | 'json';

/** A reader that holds back more than this gets no frames until it has caught up; bytes. */
export const BEHIND_BYTES = 256 * 1024;
/** More than this is never held for one reader; bytes. */
export const LIMIT_BYTES = 2 * 1024 * 1024;
const CATCH_UP_MS = 8_000;
const CLOSING_MS = 2_000;
const TRY_AGAIN_LATER = 1013;
const GOING_AWAY = 1001;
const POLICY_VIOLATION = 1008;
const MESSAGES_PER_WINDOW = 100;
const WINDOW_MS = 10_000;
const INVALID_ALLOWED = 10;

/** One WebSocket that reads the stream: how far behind it is, and how it is closed. */
export class Reader {
  readonly socket: WebSocket;
  readonly encoding: Encoding;
  /** Whether the last ping was answered. */
  alive = true;
  readonly #clock: Clock;
  /** What lies under the WebSocket. */
  readonly #stream: Duplex;
  #behindSince: number | undefined;
  #windowStart = Number.NEGATIVE_INFINITY;
  #messages = 0;
  #invalid = 0;

  constructor(socket: WebSocket, stream: Duplex, encoding: Encoding, clock: Clock) {
    this.#stream = stream;
    this.socket = socket;
    this.encoding = encoding;
    this.#clock = clock;
  }

  get isOpen(): boolean {
    return this.socket.readyState === this.socket.OPEN;
  }

  get isBehind(): boolean {
    return this.#behindSince !== undefined;
  }

  /** Whether it may get more now; notes since when it may not. */
  hasCaughtUp(): boolean {
    if (this.socket.bufferedAmount <= BEHIND_BYTES) this.#behindSince = undefined;
    else this.#behindSince ??= this.#clock.now();
    return !this.isBehind;
  }

  /** Closes it when it holds too much back or for too long; true when it did. */
  closeIfStuck(): boolean {
    const tooLong = this.#behindSince !== undefined && this.#clock.now() - this.#behindSince >= CATCH_UP_MS;
    if (!tooLong && this.socket.bufferedAmount <= LIMIT_BYTES) return false;
    this.close(TRY_AGAIN_LATER, 'the reader does not keep up');
    return true;
  }

  /** Sends a text; nothing goes to a socket that is closing. */
  send(data: string): void {
    if (this.isOpen && !this.closeIfStuck()) this.socket.send(data, { compress: false });
  }

  /**
   * Sends what `wholeFrame` made once for many. It goes past the WebSocket, which would make a header of its own and write two pieces, at some
   * three times the cost; without compression that writes at once too, so both keep their order.
   */
  sendWhole(frame: Buffer): void {
    if (this.isOpen && !this.closeIfStuck()) this.#stream.write(frame);
  }

  sendMessage(message: ServerMessage): void {
    this.send(JSON.stringify(message));
  }

  /** Counts a message from the client; closes and says false when there are too many. */
  admitMessage(): boolean {
    const now = this.#clock.now();
    if (now - this.#windowStart >= WINDOW_MS) {
      this.#windowStart = now;
      this.#messages = 0;
    }
    this.#messages++;
    if (this.#messages <= MESSAGES_PER_WINDOW) return true;
    this.close(POLICY_VIOLATION, 'too many messages');
    return false;
  }

  /** Answers a message that made no sense; closes when that happens again and again. */
  refuse(says: string): void {
    this.#invalid++;
    this.sendMessage({
      error: {
        code: 'invalid-message',
        says,
        remedy: 'Send {"subscribe":{"twin":"…","ports":["*"],"maxRate":20}} or {"unsubscribe":{"twin":"…"}}.',
      },
    });
    if (this.#invalid > INVALID_ALLOWED) this.close(POLICY_VIOLATION, 'too many invalid messages');
  }

  goAway(): void {
    this.close(GOING_AWAY, 'the server stops');
  }

  close(code: number, reason: string): void {
    if (!this.isOpen) return;
    this.socket.close(code, reason);
    this.#clock.after(CLOSING_MS, () => this.socket.terminate());
  }
}
