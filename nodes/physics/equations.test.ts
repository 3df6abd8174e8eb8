import { describe, expect, it } from 'vitest';
import { trace, type TraceOptions } from '@twinloom/runtime/run/harness';
import { equations } from './equations.ts';

function run(params: Record<string, unknown>, seconds: number, inputs: TraceOptions['inputs'] = {}) {
  const traced = trace(equations, { params, inputs, for: seconds });
  expect(traced.diagnostics).toEqual([]);
  return traced;
}

function problem(params: Record<string, unknown>, inputs: TraceOptions['inputs'] = {}) {
  const { diagnostics } = trace(equations, { params, inputs, for: 1 });
  return { says: diagnostics[0]?.says ?? '', at: diagnostics[0]?.at[0] };
}

const DECAY = { states: { x: 5 }, equations: ['der(x) = -x/2'] };

describe('equations', () => {
  it('decay as e^(−t/2) says', () => {
    for (const { t, value } of run(DECAY, 4).samples('x')) expect(value).toBeCloseTo(5 * Math.exp(-t / 2), 6);
  });

  it('keep the energy of an oscillator, which an output of its own shows', () => {
    const { samples } = run(
      {
        constants: { k: { value: 4, unit: 'N/m' }, m: { value: 1, unit: 'kg' } },
        states: { s: { initial: 1, unit: 'm' }, v: { initial: 0, unit: 'm/s' } },
        equations: ['der(s) = v', 'der(v) = -k*s/m'],
        outputs: { energy: { equation: 'k*s^2/2 + m*v^2/2', unit: 'J' } },
      },
      10,
    );
    for (const { value } of samples('energy')) expect(value).toBeCloseTo(2, 5);
    for (const { t, value } of samples('s')) expect(value).toBeCloseTo(Math.cos(2 * t), 5);
  });

  it('define names between in any order', () => {
    const { last } = run(
      {
        constants: { g: 9.81, drag: 0.5 },
        states: { v: 0 },
        equations: ['der(v) = force', 'force = g - resistance', 'resistance = drag*v'],
      },
      3,
    );
    expect(last('v').value).toBeCloseTo((9.81 / 0.5) * (1 - Math.exp(-1.5)), 6);
  });

  it('take inputs with their defaults and units', () => {
    const params = {
      inputs: { u: { unit: 'm3/s' }, leak: { default: 0.5, unit: 'm3/s' } },
      states: { volume: { initial: 0, unit: 'm3' } },
      equations: ['der(volume) = u - leak'],
    };
    const { samples, unit } = run(params, 2, { u: 2 });
    expect(unit('volume')).toBe('m3');
    for (const { t, value } of samples('volume')) expect(value).toBeCloseTo(1.5 * t, 9);
  });

  it('know the time as t', () => {
    expect(run({ states: { x: 0 }, equations: ['der(x) = cos(t)'] }, 2).last('x').value).toBeCloseTo(
      Math.sin(2),
      7,
    );
  });

  it('show outputs with no state at all', () => {
    const params = { inputs: ['a'], outputs: { twice: '2*a' } };
    expect(run(params, 1, { a: 4 }).last('twice').value).toBe(8);
  });

  it('hold a bad input for ten seconds as uncertain, then stand still', () => {
    const params = { inputs: ['u'], states: { x: 0 }, equations: ['der(x) = u'] };
    const { samples } = run(params, 14, {
      u: [
        [0, 1],
        [1, 1, 'bad'],
      ],
    });
    const at = (t: number) => samples('x').find((sample) => Math.abs(sample.t - t) < 1e-9)!;
    expect([at(0.5).quality, at(5).quality, at(13).quality]).toEqual(['good', 'uncertain', 'bad']);
    expect(at(5).value).toBeCloseTo(5, 9);
  });
});

describe('a mistake in equations', () => {
  it.each([
    [{ ...DECAY, equations: ['der(x) = -x/'] }, 'der(x) = -x/'],
    [{ ...DECAY, equations: ['der(x) = -y'] }, '"y" is not known here'],
    [{ ...DECAY, equations: [] }, 'the state "x" has no equation'],
    [{ ...DECAY, equations: ['der(x) = 1', 'der(y) = 2'] }, '"y" is not declared as a state'],
    [{ ...DECAY, equations: ['der(x) = a', 'a = b', 'b = a'] }, 'need each other'],
    [{ ...DECAY, equations: ['der(x) = 1', 'der(x) = 2'] }, 'defined twice'],
    [{ ...DECAY, equations: ['der(x) = 1', '0 = x'] }, 'not supported'],
  ])('%j is named', (params, text) => {
    const { says, at } = problem(params);
    expect(says).toContain(text);
    expect(at?.param).toBe('equations');
  });

  it('says the column', () => {
    expect(problem({ ...DECAY, equations: ['der(x) = -x*nothing'] }).says).toContain('(column 13)');
  });

  it.each([
    ['t', 'meaning of its own'],
    ['sin', 'meaning of its own'],
    ['a-b', 'cannot stand in an equation'],
  ])('refuses the name %s', (name, text) => {
    const { says, at } = problem({ states: { [name]: 1 } });
    expect(says).toContain(text);
    expect(at?.param).toBe('states');
  });

  it('refuses sides that measure different things', () => {
    const states = { h: { initial: 1, unit: 'm' }, q: { initial: 0, unit: 'm3/s' } };
    expect(problem({ states, equations: ['der(h) = q', 'der(q) = 0*q'] }).says).toContain(
      'the left side is in m/s',
    );
  });

  it('refuses terms of another scale, as it does another kind', () => {
    const inputs = { a: { unit: 'm3/s' }, b: { unit: 'm3/h' } };
    const { says } = problem({ inputs, outputs: { sum: 'a + b' } }, { a: 1, b: 1 });
    expect(says).toMatch(/scale/);
    const wrong = problem(
      { inputs, states: { v: { initial: 0, unit: 'm3' } }, equations: ['der(v) = b'] },
      { a: 1, b: 1 },
    );
    expect(wrong.says).toContain('another scale');
  });

  it('refuses keys it does not know, so that nothing is silently left out', () => {
    expect(problem({ states: { h: { initial: 1, units: 'm' } }, equations: ['der(h) = 1'] }).at?.param).toBe(
      'states',
    );
  });
});
