import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { duration, quantity, unit } from '@twinloom/runtime/node/params';
import { anyUnit, boolean, number, unitFrom, unitOf } from '@twinloom/runtime/node/ports';
import { BAD } from '@twinloom/runtime/signal/quality';

const PORTS = ['setpoint', 'measurement', 'automatic', 'manual'] as const;

/**
 * PID controller in the standard form, discretised with step h: e = r − y (times −1 where it acts directly); P = K·(b·r − y);
 * D = T_d/(T_d + N·h)·D₋ − K·T_d·N/(T_d + N·h)·(y − y₋), on the measurement only, filtered with T_d/N; v = P + I + D; u = min(max(v, low), high);
 * then I grows by K·h/T_i·e + h/T_t·(u − v) until the next step: back-calculation, with the tracking time T_t = √(T_i·T_d), or T_i without D.
 * By hand u is `manual` and I follows it, so that it takes over without a bump; so it does at the start and when K is changed. While an
 * input is bad the output is bad and I waits. K in the unit of the output per unit of the measurement, times in s.
 * Source: Åström and Hägglund, Advanced PID Control, ISA (2006), chapters 3 and 13.
 */
export const pid = defineNode({
  type: 'physics/pid',
  version: 1,
  title: 'PID controller',
  icon: 'sliders-horizontal',
  keywords: ['control', 'loop', 'setpoint', 'anti-windup', 'bumpless', 'regulator', 'PI'],
  docs: 'Holds a measurement at a setpoint. With anti-windup, bumpless changeover between hand and automatic, a filtered derivative on the measurement and setpoint weighting.',
  doesNotModel: 'Gain scheduling, feedforward, automatic tuning, the speed limit of an actuator.',
  source: 'Åström and Hägglund, Advanced PID Control, ISA (2006)',
  params: z
    .object({
      gain: z
        .number()
        .min(0)
        .default(1)
        .meta({ tunable: true })
        .describe('Proportional gain K: change of the output per change of the measurement'),
      integralTime: duration({ tunable: true })
        .default(10)
        .describe('Integral time T_i; 0 = no integral part'),
      derivativeTime: duration({ tunable: true })
        .default(0)
        .describe('Derivative time T_d; 0 = no derivative part'),
      filter: z
        .number()
        .min(2)
        .max(100)
        .default(10)
        .meta({ tunable: true })
        .describe('N: the derivative is filtered with the time T_d/N'),
      setpointWeight: z
        .number()
        .min(0)
        .max(1)
        .default(1)
        .meta({ tunable: true })
        .describe('b: how much of a step of the setpoint the proportional part sees at once'),
      action: z
        .enum(['reverse', 'direct'])
        .default('reverse')
        .describe(
          'Reverse: the output rises when the measurement is too low, as for heating; direct: the opposite, as for cooling',
        ),
      unit: unit().default('%').describe('Unit of the output'),
      low: quantity('param:unit', { tunable: true }).default(0).describe('Least output'),
      high: quantity('param:unit', { tunable: true }).default(100).describe('Greatest output'),
      initial: quantity('param:unit').default(0).describe('Output at the start'),
      every: duration()
        .min(0.001)
        .optional()
        .describe('Time between its steps; empty = the tick of the flow'),
    })
    .refine(({ low, high }) => low < high, { path: ['high'], message: 'it must lie above the least output' }),
  inputs: {
    setpoint: number(unitOf('measurement'), { doc: 'Where the measurement should be' }),
    measurement: number(anyUnit, { doc: 'Where it is' }),
    automatic: boolean({ default: true, doc: 'False: the output is what stands on manual' }),
    manual: number(unitFrom('unit'), { default: 0, doc: 'Output by hand' }),
  },
  outputs: {
    out: number(unitFrom('unit'), { doc: 'Output to the actuator' }),
    limited: boolean({ doc: 'Whether a limit holds the output' }),
  },
  states: {
    integral: { initial: 0 },
    derivative: { initial: 0 },
    measurement: { initial: 0 },
    out: { initial: 'initial' },
    // Of the step before: the gain (-1 where there was none), which must not move the output when it is changed; what the integral part grows by per s; and how far
    // the output was cut.
    gain: { initial: -1 },
    growth: { initial: 0 },
    cut: { initial: 0 },
    // No step went before that this one could go on from: the start, or a bad input.
    isAnew: { initial: 1 },
  },
  rate: { every: 'every', otherwise: 'continuous' },
  onBad: 'step',
  step: (y, x, u, p, instant) => {
    const { gain, integralTime, derivativeTime, filter, setpointWeight, low, high } = p;
    if (PORTS.some((port) => instant.quality(port) >= BAD)) {
      x.isAnew = 1;
      y.out = Number.NaN;
      return;
    }
    const sign = p.action === 'reverse' ? 1 : -1;
    const h = x.isAnew === 1 ? 0 : instant.dt;
    const tracking = derivativeTime > 0 ? Math.sqrt(integralTime * derivativeTime) : integralTime;
    const proportional = sign * gain * (setpointWeight * u.setpoint - u.measurement);
    const lag = derivativeTime + filter * h;
    const change = x.isAnew === 1 ? 0 : u.measurement - x.measurement;
    if (lag > 0) {
      x.derivative = (derivativeTime * x.derivative - sign * gain * derivativeTime * filter * change) / lag;
    }
    x.integral += h * x.growth - (tracking > 0 ? Math.min(h / tracking, 1) * x.cut : 0);
    if (!u.automatic) x.out = Math.min(Math.max(u.manual, low), high);
    if (gain !== x.gain || !u.automatic) x.integral = x.out - proportional - x.derivative;
    const v = proportional + x.integral + x.derivative;
    x.out = Math.min(Math.max(v, low), high);
    x.measurement = u.measurement;
    x.gain = gain;
    x.growth =
      integralTime > 0 && u.automatic ? ((sign * gain) / integralTime) * (u.setpoint - u.measurement) : 0;
    x.cut = v - x.out;
    x.isAnew = 0;
    y.out = x.out;
    y.limited = x.cut !== 0;
  },
  example: {
    shows:
      'The measurement stays 1 bar below the setpoint: from where it stood the output climbs by gain times error, 10 %, in each integral time of 10 s, to its limit.',
    params: { gain: 10 },
    inputs: {
      setpoint: { type: 'sources/constant', params: { value: 5, unit: 'bar' } },
      measurement: { type: 'sources/constant', params: { value: 4, unit: 'bar' } },
    },
    seconds: 120,
  },
  card: { port: 'out', look: 'bar' },
});
