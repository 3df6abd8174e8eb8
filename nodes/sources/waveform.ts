import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { duration, quantity, unit } from '@twinloom/runtime/node/params';
import { number, unitFrom } from '@twinloom/runtime/node/ports';

type Shape = 'sine' | 'square' | 'triangle' | 'ramp' | 'noise';

/** Of a turn: a time that should fall on a corner misses it by rounding, and must not show the value before. */
const ROUNDING = 1e-9;

/**
 * A periodic signal over φ = t/period − ⌊t/period⌋, with A = amplitude and o = offset: sine o + A·sin(2πφ); square o + A while φ < ½,
 * then o − A; triangle o + A·(1 − 4·|((φ + ¼) mod 1) − ½|), which rises from o at φ = 0; ramp o + A·(2φ − 1); noise o + A·N(0, 1), one
 * draw per sample. t in s since the origin.
 */
export const waveform = defineNode({
  type: 'sources/waveform',
  version: 1,
  title: 'Waveform',
  icon: 'audio-waveform',
  keywords: ['sine', 'square', 'triangle', 'ramp', 'noise', 'signal', 'generator', 'test'],
  docs: 'A test signal about its offset: sine and triangle rise from it, square begins high, ramp climbs from below to above and falls back; noise is normal and seeded. One value at each tick of the flow, or as often as you say.',
  doesNotModel: 'Coloured noise; a phase; a duty cycle other than one half.',
  source: 'Periodic waveforms of a function generator; noise is normally distributed',
  params: z.object({
    shape: z
      .enum(['sine', 'square', 'triangle', 'ramp', 'noise'])
      .default('sine')
      .describe('Form of the signal'),
    amplitude: quantity('difference:value', { tunable: true })
      .default(1)
      .describe('Half of its height; for noise the standard deviation'),
    offset: quantity('like:value', { tunable: true }).default(0).describe('Its middle'),
    period: duration().positive().default(1).describe('Time of one oscillation'),
    unit: unit().optional().describe('Unit of the signal'),
    every: duration().positive().optional().describe('How often it speaks; empty = at each tick of the flow'),
  }),
  inputs: {},
  outputs: { value: number(unitFrom('unit'), { doc: 'The signal' }) },
  example: {
    shows: 'A sine that rises from 5 bar, 2 bar to either side, once in ten seconds.',
    params: { amplitude: '2 bar', offset: '5 bar', period: '10 s', unit: 'bar' },
    seconds: 30,
  },
  rate: { every: 'every', otherwise: 'continuous' },
  step: (y, _x, _u, { shape, amplitude, offset, period }, instant) => {
    const turns = instant.t / period;
    const phase = Math.max(turns - Math.floor(turns + ROUNDING), 0);
    y.value = offset + amplitude * (shape === 'noise' ? instant.normal() : unitWave(shape, phase));
  },
  card: { port: 'value', look: 'sparkline' },
});

/** The wave of amplitude 1 about 0. */
function unitWave(shape: Exclude<Shape, 'noise'>, phase: number): number {
  switch (shape) {
    case 'sine':
      return Math.sin(2 * Math.PI * phase);
    case 'square':
      return phase < 0.5 - ROUNDING ? 1 : -1;
    case 'triangle':
      return 1 - 4 * Math.abs(((phase + 0.25) % 1) - 0.5);
    case 'ramp':
      return 2 * phase - 1;
    default:
      throw new Error(`there is no shape ${shape satisfies never}`);
  }
}
