import { expect, it } from 'vitest';
import { z } from 'zod';
import { defineNode } from '../node/define-node.ts';
import { number } from '../node/ports.ts';
import { GOOD } from '../signal/quality.ts';
import { trace } from './harness.ts';

const last = defineNode({
  type: 'transforms/last',
  version: 1,
  title: 'Last',
  docs: 'Says what it was given before, and takes whatever it is given for its state.',
  icon: 'dot',
  params: z.object({}),
  inputs: { in: number('1') },
  outputs: { out: number('1') },
  states: { x: { unit: '1' } },
  onBad: 'step',
  step: (y, x, u, _p, instant) => {
    instant.mark(GOOD);
    y.out = x.x;
    x.x = u.in / 2;
  },
});

it.each([Number.NaN, Infinity, -Infinity])(
  'a function that puts %s into a state leaves it as it was',
  (odd) => {
    const { samples } = trace(last, {
      inputs: {
        in: [
          [1, 2],
          [2, odd],
          [3, 4],
          [4, 6],
        ],
      },
      for: 5,
    });
    expect(samples('out').map(({ value }) => value)).toEqual([0, 1, 1, 2]);
  },
);
