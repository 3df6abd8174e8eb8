import type { HttpPollAddress } from '@twinloom/runtime/node/definition';
import { channelOf } from './channel.ts';
import { HttpPoll, type HttpPollOptions } from './http-poll.ts';
import type { Deliver } from './subscription-list.ts';

/** What is wrong at a channel; without `says` it is well again. */
export interface ChannelFault {
  connection: string;
  topic: string;
  says: string | undefined;
}

export type TellFault = (fault: ChannelFault) => void;

interface Shared {
  poll: HttpPoll;
  listeners: Map<object, { deliver: Deliver; tell: TellFault }>;
}

/** One poll per distinct address, shared by all who listen there. Must be closed. */
export class HttpPolls {
  readonly #around: Omit<HttpPollOptions, 'address' | 'onAnswer' | 'onFault'>;
  readonly #polls = new Map<string, Shared>();

  constructor(around: Omit<HttpPollOptions, 'address' | 'onAnswer' | 'onFault'>) {
    this.#around = around;
  }

  /** Listens until the undo is called. One answer calls the same function once, however many listen with it. */
  subscribe(address: HttpPollAddress, deliver: Deliver, tell: TellFault): () => void {
    const key = JSON.stringify(channelOf(address));
    const shared = this.#polls.get(key) ?? this.#open(address);
    this.#polls.set(key, shared);
    const listener = {};
    shared.listeners.set(listener, { deliver, tell });
    const { fault } = shared.poll;
    if (fault !== undefined) tell({ ...channelOf(address), says: fault });
    return () => {
      if (!shared.listeners.delete(listener) || shared.listeners.size > 0) return;
      this.#polls.delete(key);
      shared.poll.close();
    };
  }

  close(): void {
    for (const { poll } of this.#polls.values()) poll.close();
    this.#polls.clear();
  }

  #open(address: HttpPollAddress): Shared {
    const channel = channelOf(address);
    const listeners: Shared['listeners'] = new Map();
    const poll = new HttpPoll({
      ...this.#around,
      address,
      onAnswer: (bytes, at) => {
        const packet = { ...channel, at, bytes };
        for (const deliver of new Set([...listeners.values()].map((one) => one.deliver))) deliver(packet);
      },
      onFault: (says) => {
        const fault = { ...channel, says };
        for (const tell of new Set([...listeners.values()].map((one) => one.tell))) tell(fault);
      },
    });
    return { poll, listeners };
  }
}
