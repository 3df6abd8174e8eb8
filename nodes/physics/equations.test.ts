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

  it('are at most a thousand', () => {
    const many = (count: number) => Array.from({ length: count }, (_, i) => `a${i} = ${i}`);
    expect(problem({ equations: many(1000), states: {} }).says).toBe('');
    expect(problem({ equations: many(1001), states: {} })).toMatchObject({ at: { param: 'equations' } });
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
    [
      { ...DECAY, equations: ['der(x) = 1', '0 = x'] },
      'there are 1 constraints 0 = … for 0 algebraic states',
    ],
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

describe('events', () => {
  const G = 9.81;
  const BALL = {
    constants: { g: { value: G, unit: 'm/s2' }, e: 0.7 },
    states: { h: { initial: 1, unit: 'm' }, v: { initial: 0, unit: 'm/s' } },
    equations: ['der(h) = v', 'der(v) = -g'],
    events: [{ when: 'h', direction: 'falling', set: { h: '0', v: '-e*v' } }],
  };

  it('let a ball bounce when and as fast as the closed form says', () => {
    const bounces = run(BALL, 2)
      .samples('v')
      .filter(({ t }) => Math.abs(t * 10 - Math.round(t * 10)) > 1e-6);
    const fall = Math.sqrt(2 / G);
    // The n-th bounce comes at fall·(1 + 2·(e + … + eⁿ⁻¹)) and leaves with g·fall·eⁿ.
    let at = fall;
    for (const [n, { t, value }] of bounces.slice(0, 5).entries()) {
      expect(t).toBeCloseTo(at, 6);
      expect(value).toBeCloseTo(G * fall * 0.7 ** (n + 1), 6);
      at += 2 * fall * 0.7 ** (n + 1);
    }
    expect(bounces.length).toBe(4);
  });

  it('come to rest where they happen faster than time counts, and the rest goes on', () => {
    const { samples } = run(
      { ...BALL, states: { ...BALL.states, clock: 0 }, equations: [...BALL.equations, 'der(clock) = 1'] },
      20,
    );
    // All bounces together end at fall·(1 + e)/(1 − e) = 2.5587 s.
    const end = (Math.sqrt(2 / G) * 1.7) / 0.3;
    for (const { t, value } of samples('h')) {
      expect(value).toBeGreaterThanOrEqual(0);
      if (t > end + 1e-5) expect(value).toBe(0);
    }
    expect(samples('h').filter(({ t }) => t > end + 0.2).length).toBeLessThan(180);
    expect(samples('clock').at(-1)!.value).toBeCloseTo(20, 9);
  });

  it('wake from rest when an input changes', () => {
    const params = {
      ...BALL,
      inputs: { lift: { unit: 'm/s2' } },
      equations: ['der(h) = v', 'der(v) = lift - g'],
    };
    const { samples } = run(params, 8, {
      lift: [
        [0, 0],
        [6, 2 * G],
      ],
    });
    const at = (when: number): number =>
      Number(samples('h').find(({ t }) => Math.abs(t - when) < 1e-9)!.value);
    expect(at(6)).toBe(0);
    expect(at(7)).toBeCloseTo(G / 2, 4);
  });

  it('show what they set in the instant in which they happen', () => {
    const { samples } = run(
      {
        states: { x: 0, n: 0 },
        equations: ['der(x) = 1', 'der(n) = 0'],
        events: [{ when: 'x - 0.73', set: { n: 'n + 1', x: '0' } }],
      },
      2,
    );
    const shown = samples('n').filter(({ t }) => [0.73, 1.46].includes(t));
    expect(shown.map(({ value }) => value)).toEqual([1, 2]);
    expect(samples('x').find(({ t }) => t === 0.8)!.value).toBeCloseTo(0.07, 9);
  });

  it('see outputs and names between', () => {
    const { samples } = run(
      {
        states: { x: 1 },
        equations: ['der(x) = -x', 'half = x/2'],
        outputs: { third: 'half*2/3' },
        events: [{ when: 'third - 0.1', direction: 'falling', set: { x: '10*third' } }],
      },
      3,
    );
    // x falls from 1 to 0.3 in ln(1/0.3), where it is set to 1 again.
    const jump = Math.log(1 / 0.3);
    expect(samples('x').find(({ t }) => Math.abs(t - jump) < 1e-6)!.value).toBeCloseTo(1, 6);
  });

  it.each([
    [{ when: 'h +', set: { h: '0' } }, 'it ends too early'],
    [{ when: 'height', set: { h: '0' } }, '"height" is not known here'],
    [{ when: 'h', set: { g: '0' } }, 'sets "g", which is no state'],
    [{ when: 'h', set: { h: 'v' } }, 'the left side is in m, the right side in m/s'],
  ])('%j is named as a mistake', (event, text) => {
    const { says, at } = problem({ ...BALL, events: [event] });
    expect(says).toContain(text);
    expect(at?.param).toBe('events');
  });
});

describe('constraints', () => {
  it('find the working point of a diode behind a resistor', () => {
    // i = (U − v)/R = I₀·(e^(v/V) − 1): v = U + R·I₀ − V·W(R·I₀/V·e^((U + R·I₀)/V)) with the Lambert function W.
    const [R, saturation, V] = [1000, 1e-12, 0.02585];
    const { samples } = run(
      {
        inputs: { U: {} },
        constants: { R, I0: saturation, V },
        states: { v: { initial: 0.5, algebraic: true } },
        equations: ['0 = (U - v)/R - I0*(exp(v/V) - 1)'],
        outputs: { i: '(U - v)/R' },
      },
      2,
      {
        U: [
          [0, 5],
          [1, 1],
        ],
      },
    );
    for (const { t, value } of samples('v')) {
      const total = (t < 1 ? 5 : 1) + R * saturation;
      const argument = Math.log((R * saturation) / V) + total / V;
      let w = argument - Math.log(argument);
      for (let n = 0; n < 50; n++) w -= (w + Math.log(w) - argument) / (1 + 1 / w);
      expect(value).toBeCloseTo(total - V * w, 9);
    }
    expect(samples('i').find(({ t }) => t === 0)!.value).toBeCloseTo(4.4e-3, 4);
  });

  it('hold while the states move: a ball runs round on a circle', () => {
    // tan(z) = y/x for a point that turns with 1 rad/s.
    const { samples } = run(
      {
        states: { x: 1, y: 0, z: { initial: 0, algebraic: true } },
        equations: ['der(x) = -y', 'der(y) = x', '0 = sin(z)*x - cos(z)*y'],
      },
      6,
    );
    for (const { t, value } of samples('z')) expect(value).toBeCloseTo(t, 5);
  });

  it('turn the outputs bad where they have no root, with the reason', () => {
    const { samples, notes } = run(
      { inputs: { u: {} }, states: { z: { initial: 1, algebraic: true } }, equations: ['0 = z^2 - u'] },
      2,
      {
        u: [
          [0, 4],
          [1, -1],
          [1.5, 9],
        ],
      },
    );
    const at = (when: number) => samples('z').find(({ t }) => Math.abs(t - when) < 1e-9);
    expect(at(0.5)!.value).toBeCloseTo(2, 12);
    expect(at(1.2)!.quality).toBe('bad');
    expect(at(1.7)!.value).toBeCloseTo(3, 12);
    expect(notes[0]!.says).toContain('no root near');
  });

  it('need as many algebraic states, without an equation der', () => {
    expect(problem({ states: { z: { initial: 1, algebraic: true } } }).says).toContain(
      '0 constraints 0 = … for 1 algebraic states (z)',
    );
    expect(problem({ states: {}, equations: ['0 = 1'] }).says).toContain(
      '1 constraints 0 = … for 0 algebraic states (none)',
    );
    expect(
      problem({ states: { z: { initial: 1, algebraic: true } }, equations: ['der(z) = 1', '0 = z'] }).says,
    ).toContain('take away one of the two');
  });
});
