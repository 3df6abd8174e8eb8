import { expect, it } from 'vitest';
import { RandomStream } from '../run/random-stream.ts';
import { isClear } from './is-clear.ts';
import { summariseRuns } from './summarise-runs.ts';

it('takes about one in a hundred inputs without effect for one that has some, and an effect for one', () => {
  const stream = new RandomStream(1, 'test');
  let clear = 0;
  for (let i = 0; i < 500; i++) {
    const runs = Array.from({ length: 60 }, (_, n) => {
      const [x, y] = [stream.normal(), stream.normal()];
      return { n, at: [x], kpis: [y, x + y / 2], curves: new Float32Array(0) };
    });
    const [none, some] = summariseRuns(runs, [], [50]).influences.map((all) => all[0]!.rank);
    if (isClear(none!, 60)) clear++;
    expect(isClear(some!, 60)).toBe(true);
  }
  expect(clear).toBeGreaterThan(0);
  expect(clear).toBeLessThan(15);
});
