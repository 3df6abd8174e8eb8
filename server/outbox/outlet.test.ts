import { HeldTimers } from '@twinloom/runtime/schedule/held-timers';
import { describe, expect, it } from 'vitest';
import type { Carrier, Delivery } from './carrier.ts';
import { LetterQueue } from './letter-queue.ts';
import { DRAIN_FACTOR, Outlet } from './outlet.ts';

/** A target that a test switches on and off; it takes at once, or holds what is on its way until it is told. */
class Target implements Carrier {
  readonly taken: number[] = [];
  window = 10;
  mostAttempts = 3;
  isUp = true;
  holds = false;
  readonly onTheWay: { sequence: number; tell: (delivery: Delivery) => void }[] = [];

  send({ sequence }: { sequence: number }, _signal: AbortSignal, tell: (delivery: Delivery) => void) {
    if (!this.isUp) return 'away' as const;
    this.onTheWay.push({ sequence, tell });
    if (!this.holds) this.take();
    return 'sent' as const;
  }

  take(): void {
    for (const { sequence, tell } of this.onTheWay.splice(0)) {
      this.taken.push(sequence);
      tell({ isTaken: true });
    }
  }

  hangUp(): void {
    for (const { tell } of this.onTheWay.splice(0)) tell({ isTaken: false, isPassing: true });
  }
}

function begin() {
  const timers = new HeldTimers(1_000);
  const target = new Target();
  let lost = 0;
  const queue = new LetterQueue({
    keep: 'drop-oldest',
    timers,
    limits: { letters: 10_000, bytes: 1e9 },
    onLost: (_sender, count) => (lost += count),
  });
  const outlet = new Outlet({ queue, carrier: target, timers, random: () => 1, onFault: () => undefined });
  let sequence = 0;
  const put = (): void => {
    const address = {
      protocol: 'mqtt',
      connection: 'c',
      topic: 't',
      qos: 1,
      retain: false,
      keep: 'drop-oldest',
    } as const;
    outlet.put(
      { sender: 'p.a', sequence: ++sequence, key: '', address, bytes: new Uint8Array() },
      () => undefined,
    );
  };
  /** Lets time pass in which so many come each second, evenly. */
  const live = (seconds: number, perSecond: number): void => {
    for (let i = 0; i < seconds * perSecond; i++) {
      timers.advance(1 / perSecond);
      put();
    }
  };
  return { timers, target, queue, outlet, put, live, lost: () => lost };
}

const counting = (count: number): number[] => Array.from({ length: count }, (_, i) => i + 1);

describe('an outlet', () => {
  it('sends at once as long as the target is there', () => {
    const { target, put } = begin();
    for (let i = 0; i < 100; i++) put();
    expect(target.taken).toEqual(counting(100));
  });

  it('drains what piled up at five times the live rate, with what comes meanwhile behind it', () => {
    const { target, outlet, live, queue } = begin();
    live(60, 10);
    target.isUp = false;
    live(100, 10);
    expect(queue.waiting).toBe(1_000);
    const before = target.taken.length;
    target.isUp = true;
    outlet.wake();
    live(10, 10);
    const perSecond = (target.taken.length - before) / 10;
    expect(perSecond).toBeGreaterThan(DRAIN_FACTOR * 10 * 0.9);
    expect(perSecond).toBeLessThan(DRAIN_FACTOR * 10 * 1.2);
    live(20, 10);
    expect(queue.waiting).toBe(0);
    expect(target.taken).toEqual(counting(target.taken.length));
    // What comes then goes at once again.
    live(1, 10);
    expect(target.taken).toHaveLength(600 + 1_000 + 310);
  });

  it('does not let the rest of a quiet sink wait for long', () => {
    const { timers, target, outlet, live, queue } = begin();
    target.isUp = false;
    live(3_600, 1 / 60);
    target.isUp = true;
    outlet.wake();
    timers.advance(60);
    expect(queue.waiting).toBe(0);
  });

  it('sends again in their order those on their way when the line broke, the first by itself', () => {
    const { target, outlet, put, timers } = begin();
    target.holds = true;
    for (let i = 0; i < 20; i++) put();
    expect(target.onTheWay.map(({ sequence }) => sequence)).toEqual(counting(10));
    target.isUp = false;
    target.hangUp();
    target.isUp = true;
    outlet.wake();
    expect(target.onTheWay.map(({ sequence }) => sequence)).toEqual([1]);
    target.holds = false;
    target.take();
    timers.advance(60);
    expect(target.taken).toEqual(counting(20));
  });

  it('gives up one on which the target hangs up each time, and only that one', () => {
    const { target, outlet, put, timers, lost } = begin();
    target.holds = true;
    for (let i = 0; i < 5; i++) put();
    for (let i = 0; i < 3; i++) {
      expect(target.onTheWay[0]?.sequence).toBe(1);
      target.hangUp();
      outlet.wake();
      timers.advance(1);
    }
    expect(lost()).toBe(1);
    target.holds = false;
    target.take();
    timers.advance(60);
    expect(target.taken).toEqual([2, 3, 4, 5]);
  });
});
