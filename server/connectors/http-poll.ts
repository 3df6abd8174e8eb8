import type { HttpPollAddress } from '@twinloom/runtime/node/definition';
import type { Timers } from '@twinloom/runtime/schedule/pacer';
import { backoffSeconds } from '../outbox/backoff.ts';
import type { HttpClient } from './http-client.ts';
import type { PrepareRequest } from './http-connections.ts';

export interface HttpPollOptions {
  address: HttpPollAddress;
  client: HttpClient;
  prepare: PrepareRequest;
  timers: Timers;
  /** Uniform in [0, 1). */
  random: () => number;
  /** The body of a success; `at` in s since 1970. */
  onAnswer: (bytes: Uint8Array, at: number) => void;
  /** What is wrong, at each failure; undefined at the first success after one. */
  onFault: (says: string | undefined) => void;
}

const REDIRECTS = 3;

/** Asks one URL again and again, one request at a time; after failures less often, up to every 30 s, and never more often than it is told. Must be closed. */
export class HttpPoll {
  readonly #options: HttpPollOptions;
  #fault: string | undefined;
  #failures = 0;
  #due: number;
  #cancel: () => void = () => undefined;
  #abort: AbortController | undefined;
  #isClosed = false;

  constructor(options: HttpPollOptions) {
    this.#options = options;
    this.#due = options.timers.now();
    this.#wait();
  }

  /** What was wrong with the last attempt; undefined when it went well. */
  get fault(): string | undefined {
    return this.#fault;
  }

  close(): void {
    this.#isClosed = true;
    this.#cancel();
    this.#abort?.abort();
  }

  #wait(): void {
    const { timers } = this.#options;
    this.#cancel = timers.after(Math.max(this.#due - timers.now(), 0), () => void this.#ask());
  }

  async #ask(): Promise<void> {
    const { address, client, prepare, timers, random } = this.#options;
    const { url, connection, every, timeout } = address;
    const prepared = prepare(connection, url);
    const abort = new AbortController();
    this.#abort = abort;
    const request = { method: 'GET', url, headers: {}, timeout, redirects: REDIRECTS } as const;
    const answer = 'says' in prepared ? prepared : await client.ask({ ...request, ...prepared }, abort);
    if (this.#isClosed) return;
    const now = timers.now();
    if ('bytes' in answer) {
      this.#failures = 0;
      this.#due = Math.max(this.#due + every, now);
    } else {
      this.#failures++;
      this.#due = Math.max(this.#due + every, now + backoffSeconds(this.#failures, random));
    }
    this.#wait();
    this.#tell('bytes' in answer ? undefined : answer.says);
    if ('bytes' in answer) this.#options.onAnswer(answer.bytes, now);
  }

  #tell(says: string | undefined): void {
    const hadFault = this.#fault !== undefined;
    this.#fault = says;
    if (says !== undefined || hadFault) this.#options.onFault(says);
  }
}
