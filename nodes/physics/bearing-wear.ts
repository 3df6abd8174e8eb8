import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { duration, quantity } from '@twinloom/runtime/node/params';
import { boolean, event, number } from '@twinloom/runtime/node/ports';

const MILLION = 1e6;
/** Vibration is an RMS value over about this time. */
const VIBRATION_SECONDS = 1;
/** A life of 0 would make the rate of damage infinite. */
const SHORTEST = 1e-6;

/**
 * Rolling bearing that wears, fails and is repaired: dD/dt = acceleration·n/(z·L₁₀), L₁₀ = 10⁶·(C/P)^e revolutions; it fails at D = 1.
 * Vibration v = v_new·(v_end/v_new)^D, temperature rise linear in D with one time constant. z is the scatter of the single bearing,
 * Weibull with slope β such that one in ten fails before L₁₀: z = (ln U/ln 0.9)^(1/β). n in revolutions per s, forces in N.
 * Source: ISO 281 basic rating life.
 */
export const bearingWear = defineNode({
  type: 'physics/bearing-wear',
  version: 1,
  title: 'Bearing wear',
  icon: 'cog',
  keywords: ['bearing', 'damage', 'life', 'L10', 'vibration', 'failure', 'repair'],
  docs: 'Damage of a rolling bearing from speed and load, with the vibration and the temperature it causes. At damage 1 it fails; after the repair time it is replaced by a new one, with a life of its own.',
  doesNotModel:
    'Lubrication and dirt (the modified life of ISO 281); shocks; vibration that depends on speed or load; fault frequencies; a fall of vibration in the middle of the life.',
  source:
    'ISO 281: L10 = (C/P)^e million revolutions, e = 3 for ball and 10/3 for roller bearings; linear damage sum (Palmgren–Miner); exponential growth of vibration as in the degradation model of Gebraeel et al. (2005). Defaults of vibration: zone boundaries A/B and C/D of ISO 10816-1, class I (machines up to 15 kW)',
  params: z.object({
    dynamicRating: quantity('N').positive().default(14_000).describe('Basic dynamic load rating C'),
    exponent: z
      .number()
      .min(1)
      .max(5)
      .default(3)
      .describe('Exponent e: 3 for ball, 10/3 for roller bearings'),
    acceleration: z
      .number()
      .positive()
      .default(1)
      .describe('How many times faster than in reality it wears; 1 = reality'),
    weibullSlope: z
      .number()
      .min(0)
      .max(50)
      .default(0)
      .describe(
        'Scatter of the lives: 0 = each bearing lives exactly L10, about 1.5 in practice, higher = less scatter',
      ),
    newVibration: quantity('m/s')
      .positive()
      .default(0.00071)
      .describe('Vibration velocity (RMS) of a new bearing'),
    endVibration: quantity('m/s')
      .positive()
      .default(0.0045)
      .describe('Vibration velocity (RMS) at its failure'),
    newTemperatureRise: quantity('K').min(0).default(15).describe('Warmer than the surroundings when new'),
    endTemperatureRise: quantity('K')
      .min(0)
      .default(45)
      .describe('Warmer than the surroundings at its failure'),
    thermalTime: duration().default(300).describe('Time constant of the warming'),
    repairTime: duration().default(7200).describe('From the failure to the new bearing'),
  }),
  inputs: {
    speed: number('1/s', { doc: 'Revolutions per second; 1/min is converted' }),
    load: number('N', { default: 1400, doc: 'Equivalent load P on the bearing' }),
    running: boolean({ default: true, doc: 'False: the shaft is not driven' }),
  },
  outputs: {
    damage: number('1', { doc: 'From 0 (new) to 1 (failed)' }),
    vibration: number('m/s', { doc: 'Vibration velocity, RMS' }),
    temperatureRise: number('K', { doc: 'Warmer than the surroundings' }),
    failed: boolean({
      doc: 'From the failure until the repair is done: whatever it drives must stand still',
    }),
    failedNow: event({ doc: 'It has just failed' }),
    repaired: event({ doc: 'A new bearing is in' }),
    repairs: number('1', { doc: 'How often it was replaced' }),
  },
  states: {
    damage: { initial: 0 },
    scatter: { initial: 1 },
    vibration: { unit: 'm/s', initial: 0 },
    temperatureRise: { unit: 'K', initial: 0 },
    failed: { initial: 0 },
    said: { initial: 0 },
    repairLeft: { unit: 's', initial: 0 },
    repairs: { initial: 0 },
  },
  rate: 'continuous',
  // All outputs come from the state, so that `failed` may stop the very shaft whose speed enters here.
  feedthrough: [],
  step: (y, x, u, p, instant) => {
    if (instant.first) x.scatter = scatterOfLife(p.weibullSlope, instant.random());
    y.damage = x.damage;
    y.vibration = x.vibration;
    y.temperatureRise = x.temperatureRise;
    y.failed = x.failed === 1;
    y.repairs = x.repairs;
    if (x.said !== x.failed) {
      if (x.failed === 1) y.failedNow = true;
      else y.repaired = true;
      x.said = x.failed;
    }

    if (x.failed === 1) {
      x.repairLeft -= instant.dt;
      if (x.repairLeft <= 0) {
        x.failed = 0;
        x.damage = 0;
        x.repairs += 1;
        x.scatter = scatterOfLife(p.weibullSlope, instant.random());
      }
    } else if (u.running) {
      const life = MILLION * (p.dynamicRating / Math.max(u.load, 0)) ** p.exponent * x.scatter;
      x.damage = Math.min(x.damage + (p.acceleration * Math.max(u.speed, 0) * instant.dt) / life, 1);
      if (x.damage === 1) {
        x.failed = 1;
        x.repairLeft = p.repairTime;
      }
    }

    const turns = u.running && x.failed === 0 && u.speed > 0;
    const vibration = turns ? p.newVibration * (p.endVibration / p.newVibration) ** x.damage : 0;
    const rise = turns ? p.newTemperatureRise + (p.endTemperatureRise - p.newTemperatureRise) * x.damage : 0;
    x.vibration = approach(x.vibration, vibration, instant.dt, VIBRATION_SECONDS);
    x.temperatureRise = approach(x.temperatureRise, rise, instant.dt, p.thermalTime);
  },
  example: {
    shows:
      'A bearing at 1500 r/min, aged a hundred thousand times as fast: it fails after 400 s, is repaired, and begins anew.',
    params: { acceleration: 100_000, repairTime: '60 s' },
    inputs: { speed: { type: 'sources/constant', params: { value: 25, unit: '1/s' } } },
    seconds: 1200,
  },
  card: { port: 'damage', look: 'bar' },
});

/** Life of one bearing over L₁₀; the Weibull distribution's 10 % quantile is 1. */
function scatterOfLife(slope: number, uniform: number): number {
  return slope === 0 ? 1 : Math.max((Math.log1p(-uniform) / Math.log(0.9)) ** (1 / slope), SHORTEST);
}

/** First-order lag towards a target, exact for a target that is constant over dt. */
function approach(from: number, to: number, dt: number, timeConstant: number): number {
  return timeConstant === 0 ? to : to + (from - to) * Math.exp(-dt / timeConstant);
}
