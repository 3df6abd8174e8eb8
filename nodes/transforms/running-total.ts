import type { Instant, StateSpec } from '@twinloom/runtime/node/definition';
import { quantity } from '@twinloom/runtime/node/params';
import { anyUnit, event, number, timesSeconds } from '@twinloom/runtime/node/ports';
import { BAD, UNCERTAIN } from '@twinloom/runtime/signal/quality';
import { z } from 'zod';

/** Params of a node that sums a signal over time. */
export const totalParams = {
  initial: quantity('like:out').default(0).describe('Total at the start and after a reset'),
  gain: z.number().default(1).meta({ tunable: true }).describe('Factor on the input'),
};

/** Its inputs: the signal, and an event that starts the total again. */
export const totalInputs = {
  in: number(anyUnit, { doc: 'Signal, such as a flow or a power' }),
  reset: event({ optional: true, doc: 'Sets the total back to its initial value, the missing time to 0' }),
};

/** Its outputs: the total, and the time that is not in it. */
export const totalOutputs = {
  out: number(timesSeconds('in'), { doc: 'Total; uncertain while the input is bad' }),
  missing: number('s', { doc: 'Time that is not in the total' }),
};

/** Its states: total in in·s, missing in s, the last good input, and whether the last sample was good. */
export const totalStates = {
  total: { initial: 'initial' },
  missing: { unit: 's', initial: 0 },
  value: { unit: 'like:in', initial: 0 },
  held: { initial: 0 },
} satisfies Record<string, StateSpec>;

interface Total {
  total: number;
  missing: number;
}

/** Puts a stretch of `seconds` into the total, `gain` times its area in in·s; NaN, what nobody knows, goes to the missing time. Must not allocate. */
export function addStretch(x: Total, area: number, seconds: number, gain: number): void {
  if (Number.isNaN(area)) x.missing += seconds;
  else x.total += gain * area;
}

/** Starts the total again. */
export function startAgain(x: Total, initial: number): void {
  x.total = initial;
  x.missing = 0;
}

/** Remembers the sample that stands on the input. Must not allocate. */
export function holdSample(x: { value: number; held: number }, value: number): void {
  x.held = Number.isNaN(value) ? 0 : 1;
  if (x.held === 1) x.value = value;
}

/** Emits total and missing time. On a bad input the total stands still, so it is uncertain and not bad. Must not allocate. */
export function emitTotal(
  y: { out: number; missing: number },
  { total, missing }: Total,
  instant: Pick<Instant, 'quality' | 'mark'>,
): void {
  y.out = total;
  y.missing = missing;
  const quality = instant.quality('in');
  instant.mark(quality >= BAD ? UNCERTAIN : quality);
}
