/** Specific gas constant of water in IAPWS-IF97, J/(kg·K). */
const R = 461.526;

/** I, J, n of a term n·a^I·b^J. */
export type Term = readonly [I: number, J: number, n: number];

/** Gibbs free energy over R·T, and its derivatives by reduced pressure π and inverse reduced temperature τ. */
export interface Gibbs {
  g: number;
  gPi: number;
  gTau: number;
  gPiPi: number;
  gTauTau: number;
  gPiTau: number;
}

/** Density in kg/m³, enthalpy in J/kg, entropy and isobaric heat capacity in J/(kg·K), speed of sound in m/s. */
export interface Properties {
  density: number;
  enthalpy: number;
  entropy: number;
  heatCapacity: number;
  speedOfSound: number;
}

/** Adds Σ n·a^I·b^J with its derivatives; a and b, neither 0, move with π and τ: da/dπ = `slope`, 1 or −1, and db/dτ = 1. */
export function addTerms(gibbs: Gibbs, terms: readonly Term[], a: number, b: number, slope: 1 | -1): void {
  for (const [i, j, n] of terms) {
    const term = n * a ** i * b ** j;
    gibbs.g += term;
    gibbs.gPi += (slope * i * term) / a;
    gibbs.gTau += (j * term) / b;
    gibbs.gPiPi += (i * (i - 1) * term) / (a * a);
    gibbs.gTauTau += (j * (j - 1) * term) / (b * b);
    gibbs.gPiTau += (slope * i * j * term) / (a * b);
  }
}

/**
 * v = R·T/p·π·γ_π, h = R·T·τ·γ_τ, s = R·(τ·γ_τ − γ), c_p = −R·τ²·γ_ττ, w² = R·T·γ_π²/((γ_π − τ·γ_πτ)²/(τ²·γ_ττ) − γ_ππ).
 * Pressure in Pa, temperature in K. Source: IAPWS R7-97(2012), Tables 3 and 12.
 */
export function propertiesOf(
  { g, gPi, gTau, gPiPi, gTauTau, gPiTau }: Gibbs,
  pi: number,
  tau: number,
  pressure: number,
  temperature: number,
): Properties {
  const rt = R * temperature;
  const squeeze = (gPi - tau * gPiTau) ** 2 / (tau * tau * gTauTau) - gPiPi;
  return {
    density: pressure / (rt * pi * gPi),
    enthalpy: rt * tau * gTau,
    entropy: R * (tau * gTau - g),
    heatCapacity: -R * tau * tau * gTauTau,
    speedOfSound: Math.sqrt((rt * gPi * gPi) / squeeze),
  };
}
