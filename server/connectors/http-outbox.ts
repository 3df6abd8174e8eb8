import type { HttpSendAddress } from '@twinloom/runtime/node/definition';
import type { Timers } from '@twinloom/runtime/schedule/pacer';
import { backoffSeconds } from './backoff.ts';
import { LARGEST_ANSWER, type HttpAnswer, type HttpClient } from './http-client.ts';
import type { PrepareRequest } from './http-connections.ts';

/** What is known of an emission beside its address and bytes. */
export interface Sending {
  /** Who sends: what one sends arrives in its order. */
  sender: string;
  /** Names the emission once and for all, in printable ASCII. */
  key: string;
  /** It was taken and is given up. */
  onLost: () => void;
  /** What is wrong on the way, at each failure; undefined at the first success after one. */
  onFault: (says: string | undefined) => void;
}

export interface HttpOutboxOptions {
  client: HttpClient;
  prepare: PrepareRequest;
  timers: Timers;
  /** Uniform in [0, 1). */
  random: () => number;
}

interface Letter extends Sending {
  address: HttpSendAddress;
  bytes: Uint8Array;
  attempts: number;
}

interface Sender {
  /** The first of them is on its way. */
  letters: Letter[];
  failures: number;
  /** Ends the pause it makes. */
  goOn: () => void;
}

/** Most that wait of one sender, and of all. */
export const MOST_WAITING = 100;
const MOST_BYTES_WAITING = 1_000_000;
const MOST_BYTES = 64_000_000;
export const MOST_ATTEMPTS = 5;
const FAREWELL_SECONDS = 1;

/**
 * Sends to URLs: of each sender one request at a time in order, each tried up to five times. What waits is bounded by the policy of its address;
 * what is left out is told. Must be closed.
 */
export class HttpOutbox {
  readonly #options: HttpOutboxOptions;
  readonly #senders = new Map<string, Sender>();
  readonly #abort = new AbortController();
  #bytes = 0;
  #isClosed = false;
  #emptied: () => void = () => undefined;

  constructor(options: HttpOutboxOptions) {
    this.#options = options;
  }

  /** Takes an emission; false when it is left out: above 1 MB, when 64 MB wait in all, or closed. */
  put(address: HttpSendAddress, bytes: Uint8Array, sending: Sending): boolean {
    if (this.#isClosed || bytes.length > LARGEST_ANSWER || this.#bytes + bytes.length > MOST_BYTES)
      return false;
    const known = this.#senders.get(sending.sender);
    const sender: Sender = known ?? { letters: [], failures: 0, goOn: () => undefined };
    sender.letters.push({ ...sending, address, bytes, attempts: 0 });
    this.#bytes += bytes.length;
    this.#makeRoom(sender, address.keep);
    if (known) return true;
    this.#senders.set(sending.sender, sender);
    void this.#work(sending.sender, sender);
    return true;
  }

  /** Sends what waits without further pauses, for at most 1 s. */
  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#senders.size > 0) {
      const { promise: isOver, resolve: finish } = Promise.withResolvers<void>();
      this.#emptied = finish;
      for (const { goOn } of this.#senders.values()) goOn();
      const undo = this.#options.timers.after(FAREWELL_SECONDS, finish);
      await isOver;
      undo();
    }
    this.#abort.abort();
  }

  /** The one on its way stays, unless only the newest counts: then it is given up after its attempt. */
  #makeRoom({ letters }: Sender, keep: HttpSendAddress['keep']): void {
    const most = keep === 'latest' ? 1 : MOST_WAITING;
    let size = letters.slice(1).reduce((sum, { bytes }) => sum + bytes.length, 0);
    while (letters.length > 1 + most || (size > MOST_BYTES_WAITING && letters.length > 2)) {
      const [oldest] = letters.splice(1, 1);
      if (!oldest) return;
      size -= oldest.bytes.length;
      this.#bytes -= oldest.bytes.length;
      oldest.onLost();
    }
  }

  async #work(name: string, sender: Sender): Promise<void> {
    const { letters } = sender;
    for (let letter = letters[0]; letter; letter = letters[0]) {
      const answer = await this.#send(letter);
      if (this.#abort.signal.aborted) return;
      const isSent = 'bytes' in answer;
      const hadFailed = sender.failures > 0;
      sender.failures = isSent ? 0 : sender.failures + 1;
      if (isSent || this.#isGivenUp(letter, answer, letters)) {
        letters.shift();
        this.#bytes -= letter.bytes.length;
        if (!isSent) letter.onLost();
      }
      if (!isSent) letter.onFault(answer.says);
      else if (hadFailed) letter.onFault(undefined);
      if (!isSent && !this.#isClosed) await this.#pause(sender);
    }
    this.#senders.delete(name);
    if (this.#senders.size === 0) this.#emptied();
  }

  #isGivenUp(letter: Letter, answer: Exclude<HttpAnswer, { bytes: unknown }>, letters: Letter[]): boolean {
    const isOutrun = letter.address.keep === 'latest' && letters.length > 1;
    return !answer.isPassing || isOutrun || this.#isClosed || letter.attempts >= MOST_ATTEMPTS;
  }

  #send(letter: Letter): HttpAnswer | Promise<HttpAnswer> {
    const { url, connection, method, timeout } = letter.address;
    letter.attempts++;
    const prepared = this.#options.prepare(connection, url);
    if ('says' in prepared) return prepared;
    const headers = { 'content-type': 'application/json', 'idempotency-key': `"${letter.key}"` };
    const abort = new AbortController();
    const end = (): void => abort.abort();
    this.#abort.signal.addEventListener('abort', end, { once: true });
    const request = { method, url, headers, body: letter.bytes, timeout, redirects: 0, ...prepared };
    return this.#options.client
      .ask(request, abort)
      .finally(() => this.#abort.signal.removeEventListener('abort', end));
  }

  #pause(sender: Sender): Promise<void> {
    const { timers, random } = this.#options;
    const { promise, resolve } = Promise.withResolvers<void>();
    const undo = timers.after(backoffSeconds(sender.failures, random), resolve);
    sender.goOn = () => {
      undo();
      resolve();
    };
    return promise;
  }
}
