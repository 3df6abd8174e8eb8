import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { gearbox } from './gearbox.ts';

const GEAR = { ratio: 5, efficiency: 0.8 };

const at = (inputs: Record<string, number>, params = {}, units = {}) => {
  const { last, diagnostics } = trace(gearbox, { params: { ...GEAR, ...params }, inputs, units, for: 0.1 });
  expect(diagnostics).toEqual([]);
  const read = (port: string) => Number(last(port).value);
  return {
    loadSpeed: read('loadSpeed'),
    driveTorque: read('driveTorque'),
    loadTorque: read('loadTorque'),
    loss: read('loss'),
  };
};

describe('gearbox', () => {
  it('slows down by its ratio and asks of the drive what the load and the loss need', () => {
    const { loadSpeed, driveTorque, loadTorque, loss } = at({ speed: 100, torque: 40 });
    expect(loadSpeed).toBe(20);
    expect(loadTorque).toBe(40);
    // 40·20 W leave, 800/0.8 = 1000 W enter at 100 rad/s
    expect(driveTorque).toBeCloseTo(10, 12);
    expect(loss).toBeCloseTo(200, 10);
  });

  it('gives the load what the drive has, less the loss', () => {
    const { loadTorque, driveTorque, loss } = at({ speed: 100, torque: 10 }, { torqueOf: 'drive' });
    expect([driveTorque, loadTorque]).toEqual([10, expect.closeTo(40, 12)]);
    expect(loss).toBeCloseTo(200, 10);
  });

  it('loses in the other direction when the load drives', () => {
    // The load gives 40·20 = 800 W, of which 0.8 arrive: 640 W at 100 rad/s.
    const { driveTorque, loss } = at({ speed: 100, torque: -40 });
    expect(driveTorque).toBeCloseTo(-6.4, 12);
    expect(loss).toBeCloseTo(160, 10);
    expect(at({ speed: 100, torque: -6.4 }, { torqueOf: 'drive' }).loadTorque).toBeCloseTo(-40, 12);
  });

  it('speeds up with a ratio below 1, and carries a torque at rest', () => {
    expect(at({ speed: 100 }, { ratio: 0.25 })).toMatchObject({ loadSpeed: 400, driveTorque: 0, loss: 0 });
    const still = at({ speed: 0, torque: 40 });
    expect(still.driveTorque).toBeCloseTo(10, 12);
    expect(still.loss).toBe(0);
  });

  it('never makes energy: the loss is at least 0, and 0 without friction', () => {
    const number = fc.double({ min: -1000, max: 1000, noNaN: true });
    const side = fc.constantFrom('load', 'drive');
    const efficiency = fc.double({ min: 0.1, max: 1, noNaN: true });
    fc.assert(
      fc.property(number, number, side, efficiency, (speed, torque, torqueOf, eta) => {
        const { loss, driveTorque, loadTorque, loadSpeed } = at(
          { speed, torque },
          { torqueOf, efficiency: eta },
        );
        const greatest = Math.max(Math.abs(driveTorque * speed), Math.abs(loadTorque * loadSpeed));
        expect(loss).toBeGreaterThanOrEqual(-1e-9);
        expect(loss).toBeCloseTo((1 - eta) * greatest, 5);
      }),
      { numRuns: 60 },
    );
  });

  it('takes degrees per second and kN·m', () => {
    const { driveTorque, loadSpeed } = at(
      { speed: 180, torque: 0.04 },
      {},
      { speed: 'deg/s', torque: 'kN.m' },
    );
    expect(loadSpeed).toBeCloseTo(Math.PI / 5, 12);
    expect(driveTorque).toBeCloseTo(10, 12);
  });

  it('is bad for as long as its speed is, and answers the newer of two samples of one time', () => {
    const speed = [
      [0, 10],
      [1, 10, 'bad'],
      [2.5, 20],
      [3, 500],
      [3, 40],
    ] as [number, number, 'bad'?][];
    const { samples, last } = trace(gearbox, { params: GEAR, inputs: { speed, torque: 1 }, for: 4 });
    expect(samples('loadSpeed').slice(0, 3)).toEqual([
      { t: 0, value: 2, quality: 'good' },
      { t: 1, value: undefined, quality: 'bad' },
      { t: 2.5, value: 4, quality: 'good' },
    ]);
    expect(last('loadSpeed').value).toBe(8);
  });

  it.each([
    ['ratio', 0],
    ['efficiency', 0],
    ['efficiency', 1.01],
  ])('refuses %s = %d', (param, value) => {
    const { diagnostics } = trace(gearbox, { params: { [param]: value }, inputs: { speed: 1 }, for: 0.1 });
    expect(diagnostics[0]?.at[0]?.param).toBe(param);
  });
});
