import { describe, expect, it } from 'vitest';
import { exampleInLife, exampleTwin } from './run-example.ts';
import { valueOf } from './run-flow.ts';

/** What the README of the example says of its room. */
const AREA = 20;
const C = 3.3e6;
const WINDOWS = 5.2;
const OPAQUE = 6;
const LEAKS = 5;
const LAPSE = 60;
const TICK = 0.25;

/** ISO 13790, 12.2.2 and 7.2.2.2. */
const H_IS = 3.45 * 4.5 * AREA;
const H_MS = 9.1 * 2.5 * AREA;
const H_EM = 1 / (1 / OPAQUE - 1 / H_MS);

/** How warm it is outside at an hour of the day, without the wander of the weather. */
const daily = (hour: number): number => 3 + 4 * Math.cos((2 * Math.PI * (hour - 15)) / 24);

describe('the room of the example', () => {
  it('keeps the energy of two days: what the radiator, the sun and the people give and the losses take warms the mass', () => {
    const twin = exampleTwin('building-room', 'plant');
    twin.advance(0);
    const begin = valueOf(twin, 'room.massTemperature');
    const gained = () =>
      valueOf(twin, 'radiator.heatLoss') +
      valueOf(twin, 'solarGain.out') +
      valueOf(twin, 'gains.out') -
      valueOf(twin, 'room.heatLoss');
    let heat = 0;
    let given = 0;
    for (let k = 1; k <= (48 * 60) / TICK; k++) {
      heat += gained() * TICK * LAPSE;
      given += valueOf(twin, 'radiator.heatLoss') * TICK * LAPSE;
      twin.advance(k * TICK);
    }
    const stored = C * (valueOf(twin, 'room.massTemperature') - begin);
    // The sum takes the ends of steps of 15 s of the room, in which the thermostat moves by some W.
    expect(Math.abs(heat - stored)).toBeLessThan(0.003 * given);
  });

  it('cools in an empty night with the time constant of annex C of ISO 13790', () => {
    const twin = exampleTwin('building-room', 'plant', { outdoorMean: 5 });
    const conductance = 1 / (1 / (1 / (1 / LEAKS + 1 / H_IS) + WINDOWS) + 1 / H_MS) + H_EM;
    // From 19:00 to 23:00 nothing heats: from the mass as it stands, C·dθ/dt = −H·(θ − θ_e).
    twin.advance(13 * 60);
    const start = valueOf(twin, 'room.massTemperature');
    let expected = start;
    for (let k = 1; k <= 4 * 60; k++) {
      const outside = valueOf(twin, 'outdoor.out');
      expected = outside + (expected - outside) * Math.exp((-conductance * 60) / C);
      twin.advance(13 * 60 + k);
    }
    expect(valueOf(twin, 'thermostat.out')).toBe(0);
    expect(start - valueOf(twin, 'room.massTemperature')).toBeGreaterThan(1);
    // The radiator still gives some W.
    expect(Math.abs(valueOf(twin, 'room.massTemperature') - expected)).toBeLessThan(0.05);
  });

  it('has weather about its mean, warmest at three in the afternoon', () => {
    const twin = exampleTwin('building-room', 'plant');
    for (const hour of [9, 15, 21, 27]) {
      twin.advance((hour - 6) * 60);
      expect(valueOf(twin, 'hour.out')).toBeCloseTo(hour % 24, 6);
      expect(valueOf(twin, 'outdoor.out') - valueOf(twin, 'wander.value')).toBeCloseTo(daily(hour), 9);
    }
  });
});

describe('the twin of the room', () => {
  const MORNING = 4 * 60;

  it('finds what the thermometer does not say: how warm walls and furniture are, and how the room feels', () => {
    const { plant, twin, advance } = exampleInLife('building-room', 1);
    for (let hour = 1; hour <= 24; hour++) {
      advance(hour * 60);
      for (const port of ['room.massTemperature', 'room.operativeTemperature'])
        expect(Math.abs(valueOf(twin, port) - valueOf(plant, port))).toBeLessThan(0.3);
      expect(Math.abs(valueOf(twin, 'lost.out'))).toBeLessThan(100);
      for (const alarm of ['windowAlarm', 'coldAlarm', 'heaterAlarm'])
        expect(valueOf(twin, `${alarm}.active`)).toBe(0);
    }
  });

  it('notices an open window and holds the heating back until it is closed', () => {
    const { plant, twin, advance } = exampleInLife('building-room', 1);
    advance(MORNING);
    twin.set(MORNING, { 'windowWish.value': true });
    advance(MORNING + 20);
    expect(valueOf(twin, 'windowAlarm.active')).toBe(1);
    expect(valueOf(plant, 'thermostat.out')).toBe(0);
    advance(MORNING + 60);
    // EN 15242: 1800 m³/(h·m²)·A·√(0.01 + 0.0035·H·ΔT), which warms by 1200 J/(m³·K).
    const difference = valueOf(plant, 'thermometer.reading') - valueOf(plant, 'outdoor.out');
    const flow = (1800 / 3600) * 0.4 * Math.sqrt(0.01 + 0.0035 * 1.2 * difference);
    expect(valueOf(plant, 'windowFlow.out')).toBeCloseTo(flow, 9);
    const out = 1200 * flow * (valueOf(plant, 'room.airTemperature') - valueOf(plant, 'outdoor.out'));
    expect(-valueOf(twin, 'lost.out') / out).toBeGreaterThan(0.8);
    expect(-valueOf(twin, 'lost.out') / out).toBeLessThan(1.05);
    twin.set(MORNING + 60, { 'windowWish.value': false });
    advance(MORNING + 120);
    expect(valueOf(twin, 'windowAlarm.active')).toBe(0);
    expect(valueOf(twin, 'hold.out')).toBe(0);
  });

  it('tells a radiator that stays cold, and later the cold', () => {
    const { twin, advance } = exampleInLife('building-room', 1);
    advance(0);
    twin.set(0, { 'boiler.value': 10 });
    advance(60);
    expect(valueOf(twin, 'heaterAlarm.active')).toBe(1);
    advance(180);
    expect(valueOf(twin, 'coldAlarm.active')).toBe(1);
    expect(valueOf(twin, 'windowAlarm.active')).toBe(0);
  });
});
