import { describe, expect, it } from 'vitest';
import { addTerms, propertiesOf, type Gibbs } from './if97-gibbs.ts';

const R = 461.526;
const nothing = (): Gibbs => ({ g: 0, gPi: 0, gTau: 0, gPiPi: 0, gTauTau: 0, gPiTau: 0 });

describe('a term of the Gibbs free energy', () => {
  it('has the derivatives of n·a³·b⁻²', () => {
    const gibbs = nothing();
    addTerms(gibbs, [[3, -2, 5]], 2, 4, 1);
    // 5·8/16, 5·3·4/16, 5·8·(−2)/64, 5·3·2·2/16, 5·8·6/256, 5·3·4·(−2)/64
    expect(gibbs).toEqual({ g: 2.5, gPi: 3.75, gTau: -1.25, gPiPi: 3.75, gTauTau: 0.9375, gPiTau: -1.875 });
  });

  it('changes the sign of the odd derivatives by pressure where a falls with it', () => {
    const [rising, falling] = [nothing(), nothing()];
    addTerms(rising, [[3, -2, 5]], 2, 4, 1);
    addTerms(falling, [[3, -2, 5]], 2, 4, -1);
    expect(falling).toEqual({ ...rising, gPi: -rising.gPi, gPiTau: -rising.gPiTau });
  });

  it('is added to what is there', () => {
    const gibbs = { ...nothing(), g: 1 };
    addTerms(
      gibbs,
      [
        [0, 0, 2],
        [0, 1, 3],
      ],
      7,
      2,
      1,
    );
    expect(gibbs).toEqual({ ...nothing(), g: 9, gTau: 3 });
  });
});

describe('the properties that follow', () => {
  it('of an ideal gas with c_p = 4 R are those of the gas laws', () => {
    // γ = ln π + 4·ln τ: h = 4·R·T, s = R·(4 − ln π − 4·ln τ), κ = 4/3.
    const [pressure, temperature, pi, tau] = [2e5, 400, 0.2, 1.35];
    const gibbs = {
      g: Math.log(pi) + 4 * Math.log(tau),
      gPi: 1 / pi,
      gTau: 4 / tau,
      gPiPi: -1 / pi ** 2,
      gTauTau: -4 / tau ** 2,
      gPiTau: 0,
    };
    const found = propertiesOf(gibbs, pi, tau, pressure, temperature);
    expect(found.density).toBeCloseTo(pressure / (R * temperature), 12);
    expect(found.enthalpy).toBeCloseTo(4 * R * temperature, 8);
    expect(found.entropy).toBeCloseTo(R * (4 - Math.log(pi) - 4 * Math.log(tau)), 9);
    expect(found.heatCapacity).toBeCloseTo(4 * R, 9);
    expect(found.speedOfSound).toBeCloseTo(Math.sqrt((4 / 3) * R * temperature), 9);
  });
});
