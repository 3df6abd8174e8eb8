import { expect, it } from 'vitest';
import { ratioLine } from './ratio-line.ts';

it('gives medians of both sides, and the spread of the limit', () => {
  const line = ratioLine({
    name: 'engine-numbers',
    peer: [400, 500, 450],
    limit: [1.2, 1.4, 1.3],
    goalPeer: 400,
    goalLimit: 1.5,
  });
  expect(line).toBe(
    'RATIO engine-numbers peer=450 limit=1.3 goal_peer=400 goal_limit=1.5 rounds=3 spread=1.25-1.35',
  );
});

it('a missing side is a dash, and the spread that of the other', () => {
  expect(ratioLine({ name: 'deploy', peer: [30, 32], goalPeer: 30 })).toBe(
    'RATIO deploy peer=31 limit=- goal_peer=30 goal_limit=- rounds=2 spread=30.5-31.5',
  );
});
