import { describe, expect, it } from 'vitest';
import { whileVisible, type PageTime } from './while-visible.ts';

/** A page and its clock in a test's hand. */
class Tab implements PageTime {
  t = 0;
  hidden = false;
  #turned = new Set<() => void>();
  #due = new Map<() => void, number>();

  isHidden = (): boolean => this.hidden;
  now = (): number => this.t;
  onTurned = (run: () => void): (() => void) => {
    this.#turned.add(run);
    return () => this.#turned.delete(run);
  };
  every = (delayMs: number, run: () => void): (() => void) => {
    this.#due.set(run, delayMs);
    return () => this.#due.delete(run);
  };

  async pass(ms: number): Promise<void> {
    for (const end = this.t + ms; this.t < end; this.t += 100) {
      await Promise.resolve();
      for (const [run, every] of this.#due) if (this.t > 0 && this.t % every === 0) run();
    }
    await Promise.resolve();
  }

  turn(hidden: boolean): void {
    this.hidden = hidden;
    for (const run of this.#turned) run();
  }
}

function start(answer: () => Promise<void> = async () => undefined) {
  const tab = new Tab();
  let asked = 0;
  const undo = whileVisible(
    () => {
      asked++;
      return answer();
    },
    1000,
    tab,
  );
  return { tab, undo, asked: () => asked };
}

describe('asking while the page is seen', () => {
  it('begins at once and goes on every period', async () => {
    const { tab, asked } = start();
    await tab.pass(2500);
    expect(asked()).toBe(3);
  });

  it('rests in a hidden tab, and goes on at once when that is seen again', async () => {
    const { tab, asked } = start();
    tab.turn(true);
    await tab.pass(10_500);
    expect(asked()).toBe(1);
    tab.turn(false);
    expect(asked()).toBe(2);
    await tab.pass(100);
    tab.turn(true);
    tab.turn(false);
    expect(asked()).toBe(2);
  });

  it('waits for the last answer, and ends with the undo', async () => {
    const waiting: (() => void)[] = [];
    const { tab, undo, asked } = start(() => new Promise((done) => waiting.push(done)));
    await tab.pass(5000);
    expect(asked()).toBe(1);
    waiting.pop()?.();
    await tab.pass(1100);
    expect(asked()).toBe(2);
    undo();
    waiting.pop()?.();
    await tab.pass(5000);
    expect(asked()).toBe(2);
  });
});
