import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { compileFlow } from '../compile/compile.ts';
import { catalogOf } from '../node/catalog.ts';
import { defineNode } from '../node/define-node.ts';
import { number } from '../node/ports.ts';
import { Twin } from '../run/twin.ts';
import { Pacer, type Timers } from './pacer.ts';

const clockNode = defineNode({
  type: 'sources/clock',
  version: 1,
  title: 'Clock',
  docs: 'The time.',
  icon: 'dot',
  params: z.object({}),
  inputs: {},
  outputs: { value: number('s') },
  rate: 'continuous',
  equations: ['value = t'],
});

/** Timers that stand still until the test moves them; each fires `late` s after it is due. */
class HeldTimers implements Timers {
  at: number;
  asked = 0;
  #due: { at: number; run: () => void } | undefined;

  constructor(at: number) {
    this.at = at;
  }

  now(): number {
    return this.at;
  }

  after(seconds: number, run: () => void): () => void {
    this.asked++;
    const mine = { at: this.at + seconds, run };
    this.#due = mine;
    return () => {
      if (this.#due === mine) this.#due = undefined;
    };
  }

  /** Fires the next timer, `late` s after its time; false when there is none. */
  fire(late = 0): boolean {
    const due = this.#due;
    if (!due) return false;
    this.#due = undefined;
    this.at = due.at + late;
    due.run();
    return true;
  }
}

function start(epoch: number, now: number) {
  const { plan } = compileFlow(
    { twinloom: 1, nodes: { clock: { type: 'sources/clock' } } },
    catalogOf([clockNode]),
  );
  const instants: number[] = [];
  const twin = new Twin(plan!, { id: 'paced', epoch, onInstant: (at) => instants.push(at.t) });
  const timers = new HeldTimers(now);
  const late: number[] = [];
  const pacer = new Pacer(twin, timers, (seconds) => late.push(seconds));
  return { twin, timers, instants, late, pacer };
}

describe('a pacer', () => {
  it('runs each tick when its time has come', () => {
    const { timers, instants } = start(1000, 1000);
    for (let i = 0; i < 4; i++) timers.fire();
    expect(instants).toEqual([0, 0.1, 0.2, 0.3]);
  });

  it('that comes late runs every tick it missed', () => {
    const { timers, instants } = start(1000, 1000);
    timers.fire();
    timers.fire(1.05);
    expect(instants).toHaveLength(12);
    expect(instants.at(-1)).toBe(1.1);
  });

  it('that comes more than 2 s late makes one step of them', () => {
    const { timers, instants } = start(1000, 1000);
    timers.fire();
    timers.fire(100.04);
    expect(instants).toEqual([0, 100.1]);
    timers.fire();
    expect(instants.at(-1)).toBe(100.2);
  });

  it('tells how long after it was due something ran, also when it had to be asked again', () => {
    const { timers, late } = start(1000, 1000);
    timers.fire();
    timers.fire(0.25);
    expect(late[0]).toBeCloseTo(0.001, 9);
    expect(late[1]).toBeCloseTo(0.25, 2);
    // The ticks at 0.1, 0.2 and 0.3 ran: the next is due at 0.4.
    timers.fire(0.5);
    expect(late[2]).toBeCloseTo(0.5, 2);
  });

  it('asks for no other timer while nothing is due earlier', () => {
    const { timers, instants, twin, pacer } = start(1000, 1000);
    timers.fire();
    const asked = timers.asked;
    for (let i = 0; i < 5; i++) pacer.wake();
    expect(timers.asked).toBe(asked);
    // The tick ran by itself: the timer for it comes too early for the next, and asks again.
    twin.advance(0.1);
    pacer.wake();
    expect(timers.asked).toBe(asked);
    timers.fire();
    expect(timers.asked).toBe(asked + 1);
    timers.fire();
    expect(instants).toEqual([0, 0.1, 0.2]);
  });

  it('stops when it is closed', () => {
    const { timers, pacer } = start(0, 0);
    pacer.close();
    expect(timers.fire()).toBe(false);
    pacer.wake();
    expect(timers.fire()).toBe(false);
  });
});
