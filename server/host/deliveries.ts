import type { Account } from './account.ts';
import type { Feed } from './feed.ts';
import type { HostedTwin } from './hosted-twin.ts';
import { packetsOf, type PacketBatch } from './packet-batch.ts';
import type { Router } from './router.ts';

/** What deliveries need of their engine. */
export interface DeliverySurroundings {
  router: Router<HostedTwin>;
  account: Account;
  feed: Feed;
  /** Runs flow code under a twin's number. */
  runAs<T>(number: number, run: () => T): T;
}

/** So many readings of lists, of some 10 µs each, are worked off before what is due comes between. */
const TURN_READINGS = 2_000;

/** Works packets off, in turns where they hold long lists of readings. */
export class Deliveries {
  readonly #around: DeliverySurroundings;
  /** Of lists, since something else could come between. */
  #readings = 0;

  constructor(around: DeliverySurroundings) {
    this.#around = around;
  }

  /** Hop 3: one packet is one instant of every twin it feeds. Those that are worked off are accounted for at the end of each turn. */
  *workOff(batch: PacketBatch): Generator<void, void> {
    const { router, account, feed, runAs } = this.#around;
    const targets = batch.channels.map(({ connection, topic }) => router.targets(connection, topic));
    const touched = new Set<HostedTwin>();
    let taken = { packets: 0, bytes: 0, isWaitedFor: false };
    const endTurn = (): void => {
      for (const hosted of touched) hosted.wake();
      touched.clear();
      account.took(taken.packets, taken.bytes, taken.isWaitedFor);
      taken = { packets: 0, bytes: 0, isWaitedFor: false };
      feed.tellIfDue();
    };
    account.take();
    for (const { channel, at, bytes, isAgain, isOwed } of packetsOf(batch)) {
      const { topic } = batch.channels[channel]!;
      for (const { owner, sources } of targets[channel]!) {
        if (this.#readings >= TURN_READINGS) {
          endTurn();
          yield;
          this.#readings = 0;
          account.take();
        }
        this.#readings += runAs(owner.number, () => owner.deliver(at, topic, sources, bytes, isAgain));
        touched.add(owner);
      }
      taken.packets++;
      taken.bytes += bytes.length;
      taken.isWaitedFor ||= isOwed;
    }
    endTurn();
  }
}
