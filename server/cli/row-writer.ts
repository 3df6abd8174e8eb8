import type { Writable } from 'node:stream';

const PIECE = 1 << 16;
/** Text that waits for a slow reader; more is left out and counted. */
const LONGEST_WAIT = 1 << 24;

/** Writes rows to a stream in pieces, and knows when its reader has gone. */
export class RowWriter {
  /** Rows left out because the reader was too slow. */
  lost = 0;
  /** What went wrong; a reader that has gone is nothing wrong. */
  failure: Error | undefined;
  #isClosed = false;
  #waiting = '';
  #flushing: Promise<void> | undefined;
  readonly #stream: Writable;
  #onEnd: () => void = () => undefined;

  constructor(stream: Writable) {
    this.#stream = stream;
    stream.on('error', (error: NodeJS.ErrnoException) => this.#end(error));
  }

  /** Nothing is read any more: stop. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Whether it is time to let `flush` catch up. */
  get isFull(): boolean {
    return this.#waiting.length >= PIECE;
  }

  /** Runs once nothing is read any more. */
  onEnd(run: () => void): void {
    this.#onEnd = run;
  }

  write(text: string): void {
    if (this.#isClosed) return;
    if (this.#waiting.length > LONGEST_WAIT) this.lost++;
    else this.#waiting += text;
  }

  /** Hands everything over; resolves when the stream has taken it. */
  flush(): Promise<void> {
    this.#flushing ??= this.#drain().finally(() => (this.#flushing = undefined));
    return this.#flushing;
  }

  async close(): Promise<void> {
    while (this.#waiting !== '' && !this.#isClosed) await this.flush();
    if (this.#stream === process.stdout || this.#isClosed) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#stream.once('close', resolve).end();
    await promise;
  }

  async #drain(): Promise<void> {
    while (this.#waiting !== '' && !this.#isClosed) {
      const text = this.#waiting;
      this.#waiting = '';
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#stream.write(text, () => resolve());
      await promise;
    }
  }

  #end(error: NodeJS.ErrnoException): void {
    if (error.code !== 'EPIPE' && error.code !== 'ERR_STREAM_DESTROYED') this.failure ??= error;
    this.#isClosed = true;
    this.#waiting = '';
    this.#onEnd();
  }
}
