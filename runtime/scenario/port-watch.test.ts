import { describe, expect, it } from 'vitest';
import type { Twin } from '../run/twin.ts';
import { PortWatch } from './port-watch.ts';

/** Ports show these numbers; NaN: bad. */
const showing = (values: number[]): Pick<Twin, 'readValues'> => ({
  readValues: (ports, into) => ports.forEach((port, i) => (into[i] = values[port]!)),
});

describe('a watch over ports', () => {
  it('adds up what each port held, leaves out when it was bad, and says which were missing', () => {
    const watch = new PortWatch([2], [0, 2], { seconds: 10, points: 5 }, showing([1, 0, 4]));
    watch.observe(showing([3, 0, Number.NaN]), 2, 2);
    expect(watch.isMissing).toBe(true);
    watch.observe(showing([Number.NaN, 0, 6]), 5, 3);
    expect(watch.isMissing).toBe(false);
    watch.pass(5);
    const [first, second] = [watch.placeOf(2), watch.placeOf(0)];
    expect([first, second]).toEqual([0, 1]);
    expect([...watch.integral]).toEqual([4 * 2 + 6 * 5, 2 + 3 * 3]);
    expect([...watch.time]).toEqual([7, 5]);
    expect([...watch.first]).toEqual([4, 1]);
  });

  it('keeps the least and the greatest value of each part, held into the parts that begin meanwhile', () => {
    const watch = new PortWatch([], [1], { seconds: 10, points: 5 }, showing([0, 7]));
    watch.observe(showing([0, 5]), 1, 1);
    watch.observe(showing([0, 9]), 4.5, 3.5);
    watch.observe(showing([0, Number.NaN]), 6, 1.5);
    expect(watch.curveOf(0)).toEqual({ min: [5, 5, 5, 9, null], max: [7, 5, 9, 9, null] });
  });
});
