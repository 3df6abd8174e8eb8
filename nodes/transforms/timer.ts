import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { HALF_MICROSECOND } from '@twinloom/runtime/node/half-microsecond';
import { duration } from '@twinloom/runtime/node/params';
import { boolean, number } from '@twinloom/runtime/node/ports';

/**
 * The timers of IEC 61131-3, T = time, s. On-delay (TON): true once `in` has been true for T. Off-delay (TOF): false once `in`, after it was
 * true, has been false for T. Pulse (TP): true for T from a rising edge on, whatever `in` does meanwhile; an edge during the pulse starts
 * none. `elapsed` runs to T and stays there until `in` is back (after a pulse: until it is false); it is said with each sample and when T is
 * over. As in the standard, `in` counts as false before its first sample. A bad input makes the outputs bad, the time under way runs on; an
 * edge is seen when the good samples on both sides differ.
 */
export const timer = defineNode({
  type: 'transforms/timer',
  version: 1,
  title: 'Timer',
  icon: 'alarm-clock',
  keywords: ['TON', 'TOF', 'TP', 'on-delay', 'off-delay', 'pulse', 'PLC', 'IEC 61131'],
  docs: 'Delays a condition as the timers of a PLC do: on only after it has lasted, off only after it has been gone, or one pulse of a set length. It switches exactly when the time is over.',
  doesNotModel: 'A retentive timer that adds up several stretches; what `in` did while it was bad.',
  source: 'IEC 61131-3: standard function blocks TON, TOF and TP',
  params: z.object({
    mode: z
      .enum(['on-delay', 'off-delay', 'pulse'])
      .default('on-delay')
      .meta({ resets: true })
      .describe('What is timed: on-delay (TON), off-delay (TOF) or pulse (TP)'),
    time: duration({ tunable: true }).describe('Length of the delay or of the pulse'),
  }),
  inputs: { in: boolean({ doc: 'Condition' }) },
  outputs: {
    out: boolean({ doc: 'The condition, timed' }),
    elapsed: number('s', { doc: 'Time gone by, up to the set time' }),
  },
  states: {
    was: { initial: 0 },
    // s since the origin: when the time began; -1 while none runs or has run out.
    since: { unit: 's', initial: -1 },
  },
  step: (y, x, u, { mode, time }, { t, wakeAt }) => {
    const hasRunOut = x.since >= 0 && isOver(x.since, time, t);
    const hasChanged = u.in !== (x.was === 1);
    x.was = u.in ? 1 : 0;
    if (mode === 'pulse') {
      if (u.in && hasChanged && (x.since < 0 || hasRunOut)) x.since = t;
      else if (!u.in && hasRunOut) x.since = -1;
    } else if (u.in !== (mode === 'on-delay')) x.since = -1;
    else if (hasChanged) x.since = t;
    const isTimed = x.since >= 0;
    const isDone = isTimed && isOver(x.since, time, t);
    const isRunning = isTimed && !isDone;
    wakeAt(isRunning ? x.since + time : Infinity);
    y.out = mode === 'on-delay' ? isDone : isRunning || (mode === 'off-delay' && u.in);
    if (isRunning) y.elapsed = t - x.since;
    else y.elapsed = isDone ? time : 0;
  },
  example: {
    shows: 'A level switch that is true for 10 of 20 s: out follows 3 s later, and falls at once.',
    params: { time: '3 s' },
    inputs: {
      in: {
        type: 'transforms/compare',
        params: { threshold: '2 m' },
        inputs: {
          in: { params: { shape: 'square', amplitude: '1 m', offset: '2 m', period: '20 s', unit: 'm' } },
        },
      },
    },
    seconds: 80,
  },
  card: { port: 'out', look: 'state' },
});

function isOver(since: number, time: number, t: number): boolean {
  return t >= since + time - HALF_MICROSECOND;
}
