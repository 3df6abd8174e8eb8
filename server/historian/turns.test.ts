import { HeldTimers } from '@twinloom/runtime/schedule/held-timers';
import { describe, expect, it } from 'vitest';
import { Turns } from './turns.ts';

/** Turns of so many parts, each of which takes so long. */
function begin(parts: number, partSeconds: number) {
  const timers = new HeldTimers(0);
  const faults: unknown[] = [];
  const done: string[] = [];
  let turn = 0;
  const turns = new Turns({
    timers,
    seconds: () => 1,
    failed: (error) => faults.push(error),
    share: 0.25,
    *work() {
      turn++;
      for (let part = 0; part < parts; part++) {
        timers.advance(partSeconds);
        done.push(`${turn}.${part}`);
        if (part === 9) throw new Error('no more');
        yield undefined;
      }
    },
  });
  return { timers, turns, faults, done };
}

describe('work in turns', () => {
  it('is done at once where it is short, and comes again', () => {
    const { timers, done } = begin(2, 0.001);
    timers.advance(2.5);
    expect(done).toEqual(['1.0', '1.1', '2.0', '2.1']);
  });

  it('pauses after 4 ms, so that it takes no more than its share', () => {
    const { timers, done } = begin(5, 0.002);
    timers.advance(1.0045);
    expect(done).toEqual(['1.0', '1.1']);
    timers.advance(0.011);
    expect(done).toHaveLength(2);
    timers.advance(0.005);
    expect(done).toEqual(['1.0', '1.1', '1.2', '1.3']);
  });

  it('comes as often where it takes long', () => {
    const { timers, done } = begin(1, 0.3);
    timers.advance(3.5);
    expect(done).toEqual(['1.0', '2.0', '3.0']);
  });

  it('ends where it throws, and comes again', () => {
    const { timers, done, faults } = begin(12, 0.0001);
    timers.advance(2.5);
    expect(faults).toHaveLength(2);
    expect(done).toHaveLength(20);
  });

  it('that is on its way ends in one go where somebody waits for it, and comes again; none is begun for that', () => {
    const { timers, turns, done } = begin(5, 0.002);
    turns.settle();
    expect(done).toEqual([]);
    timers.advance(1.0045);
    turns.settle();
    expect(done).toHaveLength(5);
    timers.advance(0.9);
    expect(done).toHaveLength(5);
    timers.advance(1);
    expect(done.length).toBeGreaterThan(6);
    turns.close();
    const { length } = done;
    timers.advance(5);
    expect(done).toHaveLength(length);
  });
});
