import { z } from 'zod';
import { defineNode } from '../node/define-node.ts';
import { anyUnit, number, unitOf } from '../node/ports.ts';

const about = {
  version: 1,
  docs: 'Stands between a port and those who read it, in a fork alone.',
  icon: 'dot',
  inputs: { in: number(anyUnit) },
  outputs: { out: number(unitOf('in')) },
};

const set = z.number().meta({ tunable: true });

/** Another value: out = keeps·in + offset. An equation, so that it may stand inside of a continuous model. */
export const shiftedPort = defineNode({
  ...about,
  type: 'scenario/shifted-port',
  title: 'Port with a shift',
  params: z.object({ keeps: set.default(1), offset: set.default(0) }),
  equations: ['out = keeps*in + offset'],
});

/** No value while it is lost. */
export const lostPort = defineNode({
  ...about,
  type: 'scenario/lost-port',
  title: 'Port that is lost',
  kind: 'stateless',
  params: z.object({ lost: set.default(0) }),
  step: (y, _x, u, { lost }) => {
    y.out = lost > 0 ? Number.NaN : u.in;
  },
});

/** A value that sticks or has noise from one time to another, s since the origin; `size` in the unit of the port. */
export const brokenPort = defineNode({
  ...about,
  type: 'scenario/broken-port',
  title: 'Port with a break',
  params: z.object({ from: z.number(), to: z.number(), kind: z.enum(['stuck', 'noise']), size: z.number() }),
  states: { isHeld: { initial: 0 }, held: { initial: 0 } },
  step: (y, x, u, { from, to, kind, size }, instant) => {
    const isNow = instant.t >= from && instant.t < to;
    if (isNow && x.isHeld === 0) {
      x.held = u.in;
      x.isHeld = 1;
    }
    y.out = !isNow ? u.in : kind === 'stuck' ? x.held : u.in + size * instant.normal();
  },
});
