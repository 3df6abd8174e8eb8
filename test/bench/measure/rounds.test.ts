import { expect, it } from 'vitest';
import { ratiosOf, runRounds } from './rounds.ts';

const busy = (name: string, order: string[], checksum = 1) => ({
  name,
  run: (units: number) => {
    let x = 0;
    for (let i = 0; i < units * 1e5; i++) x += Math.sqrt(i);
    order.push(name);
    return x > -1 ? checksum : x;
  },
});

it('contenders take turns in each round', async () => {
  const order: string[] = [];
  const costs = await runRounds([busy('a', order), busy('b', order)], { rounds: 3, seconds: 0.02 });
  expect(order.slice(-6)).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
  expect(ratiosOf(costs[0]!, costs[1]!)).toHaveLength(3);
});

it('a run whose checksums differ is void', async () => {
  const order: string[] = [];
  const run = runRounds([busy('a', order), busy('b', order, 2)], { rounds: 1, seconds: 0.02 });
  await expect(run).rejects.toThrow('the run is void: a made 1, b made 2');
});
