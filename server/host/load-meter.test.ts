import { describe, expect, it } from 'vitest';
import { LoadMeter } from './load-meter.ts';

function start(): { meter: LoadMeter; pass(seconds: number): void } {
  let now = 1_700_000_000;
  return { meter: new LoadMeter(() => now), pass: (seconds) => void (now += seconds) };
}

describe('a load meter', () => {
  it('counts the time of each twin once, also where one is worked for inside of another', () => {
    const { meter, pass } = start();
    pass(1);
    meter.switchTo(7);
    pass(2);
    meter.switchTo(8);
    pass(4);
    meter.switchTo(7);
    pass(8);
    meter.switchTo(0);
    pass(16);
    expect(meter.take(100)).toEqual({
      heapBytes: 100,
      lateSeconds: 0,
      seconds: 31,
      busy: [
        [7, 10],
        [8, 4],
      ],
    });
  });

  it('tells what has run so far of work that goes on, and the rest next time', () => {
    const { meter, pass } = start();
    meter.switchTo(7);
    pass(2);
    expect(meter.take(0).busy).toEqual([[7, 2]]);
    pass(3);
    meter.switchTo(0);
    expect(meter.take(0)).toMatchObject({ seconds: 3, busy: [[7, 3]] });
    expect(meter.take(0).busy).toEqual([]);
  });
});
