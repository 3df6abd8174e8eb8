import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { namesAlone, namesOfUnits } from './unit-names.ts';
import { formatUnit, readUnitText } from './unit-text.ts';
import { parseUnit } from './unit.ts';

/** Rows of `left → right`, some to a line. */
function pairs(text: string): [string, string][] {
  return text
    .trim()
    .split(/\s*[\n|]\s*/)
    .map((row) => row.split(' → ') as [string, string]);
}

describe('a unit for people', () => {
  it.each(
    pairs(`
      m3/h → m³/h | m[IU]/L → mIU/L | Cel → °C | [degF] → °F | kW.h → kWh | {rpm}/min → rpm | W/(m2.K) → W/(m²·K) | um → µm
      {EUR}/h → EUR/h | {EUR}/(kW.h) → EUR/kWh | m/s2 → m/s² | % → % | 1/min → 1/min | /min → /min
      W.m-2.K-1 → W·m⁻²·K⁻¹ | 10*3/uL → 10³/µL | 10^3/uL → 10^3/µL | kOhm → kΩ | uOhm → µΩ | Ohm.m → Ω·m
      kV.A → kVA | kV.A{reactive} → kvar | m3{normal}/h → Nm³/h | [gal_us]/min → gpm | [gal_us]/h → gal (US)/h
      [mi_i]/h → mph | [cft_i]/min → cfm | mm[Hg] → mmHg | cm[H2O] → cmH₂O | [in_i]2 → in² | [HP] → hp (mech)
      [ston_av]/h → ton (US)/h | 12000.[Btu_IT]/h → RT | 75.m.kgf/s → PS
      [Btu_IT]/h → Btu (IT)/h | kcal_IT → kcal (IT) | deg/s → °/s | kBy/s → kB/s | MiBy → MiB | [pH] → pH | [NTU] → NTU
      bar{gauge} → bar{gauge} | m3/kW.h → m3/kW.h (UCUM) | ft → ft (UCUM) | xyz → xyz | C → coulomb | C/kg → C/kg
    `),
  )('%s reads "%s"', (code, text) => {
    expect(formatUnit(code)).toBe(text);
  });

  it('a plain number reads as none', () => {
    expect(formatUnit('1')).toBe('');
  });

  it.each(
    pairs(`
      °C → Cel | ºC → Cel | ℃ → Cel | deg C → Cel | °F → [degF] | K → K | kelvin → K
      m³/h → m3/h | m3/hr → m3/h | m^3/h → m3/h | m**3/hour → m3/h | ㎥/h → m3/h | Nm³/h → m3{normal}/h
      l/min → l/min | L/min → L/min | lpm → l/min | liters per minute → l/min | gpm → [gal_us]/min | GPM → [gal_us]/min
      cfm → [cft_i]/min | scfm → [cft_i]{standard}/min | ft³/min → [ft_i]3/min | cu. ft/min → [cft_i]/min
      rpm → {rpm}/min | RPM → {rpm}/min | r.p.m. → {rpm}/min | rev/min → {rpm}/min | 1/min → 1/min
      kWh → kW.h | KWH → kW.h | kW h → kW.h | kW-h → kW.h | kWh/m³ → kW.h/m3 | m³/kWh → m3/(kW.h) | €/kWh → {EUR}/(kW.h)
      % → % | ppm → [ppm] | ‰ → [ppth] | %RH → %{RH} | µm → um | μm → um | um → um | mil → [mil_i]
      psi → [psi] | inHg → [in_i'Hg] | mm Hg → mm[Hg] | mmH₂O → mm[H2O] | bara → bar | kN/m² → kN/m2
      N·m → N.m | Nm → N.m | N-m → N.m | N*m → N.m | lbf·ft → [lbf_av].[ft_i] | ft-lbf → [ft_i].[lbf_av]
      W/m²K → W/(m2.K) | W/(m²·K) → W/(m2.K) | W/m²/K → W/m2/K | W m⁻² K⁻¹ → W.m-2.K-1 | kJ/kgK → kJ/(kg.K)
      mph → [mi_i]/h | km/h → km/h | kph → km/h | ft → [ft_i] | in → [in_i] | lb → [lb_av] | lbf → [lbf_av]
      lb/ft³ → [lb_av]/[ft_i]3 | in² → [in_i]2 | sq ft → [sft_i] | l/100km → l/(100.km) | ha → har
      deg → deg | ° → deg | °/s → deg/s | mA → mA | Ω → Ohm | kΩ → kOhm | VA → V.A | kvar → kV.A{reactive} | mAh → mA.h
      day → d | hours → h | min → min | m → m | tonne → t | t → t | m s → m.s | 10³/µL → 10*3/uL | 10^3/uL → 10^3/uL
      pH → [pH] | NTU → [NTU] | MB/s → MBy/s | KiB → KiBy | Mbps → Mbit/s | dB(A) → dB[SPL]{A} | gal (US)/h → [gal_us]/h
      m/s2 → m/s2 | [in_i'Hg] → [in_i'Hg] | mL/min/{1.73_m2} → mL/min/{1.73_m2} | ft (UCUM) → ft | m3/kW.h (UCUM) → m3/kW.h
    `),
  )('typed as %s is %s', (text, code) => {
    expect(readUnitText(text)).toEqual({ code });
  });

  it.each(
    pairs(`
      ton → t, [ston_av], [lton_av], 12000.[Btu_IT]/h
      ton/h → t/h, [ston_av]/h, [lton_av]/h, 12000.[Btu_IT]/h/h
      kW/ton → kW/t, kW/[ston_av], kW/[lton_av], kW/(12000.[Btu_IT]/h)
      gal → [gal_us], [gal_br]
      oz → [oz_av], [foz_us], [foz_br], [oz_tr]
      fl. oz → [foz_us], [foz_br]
      HP → [HP], 75.m.kgf/s, 746.W
      cal → cal_th, cal_IT, cal_[15]
      kcal/h → kcal_th/h, kcal_IT/h, kcal_[15]/h
      BTU/h → [Btu_IT]/h, [Btu_th]/h, [Btu_59]/h
      W/m²·K → W/(m2.K), W.K/m2
      W/m2.K → W/(m2.K), W.K/m2
      J/(kg/m.K) → J/(kg/(m.K)), J/(kg.K/m)
      ft·lb → [ft_i].[lbf_av], [ft_i].[lb_av]
      kg/cm² → kgf/cm2, kg/cm2
      C → Cel, C
      F → [degF], F
      B → By, B
      U/min → {rpm}/min, U/min
      J/°C → J/K
      barg → bar{gauge}
      bar(g) → bar{gauge}
      KW → kW
      MPA/s → mPa/s, MPa/s
    `),
  )('typed as %s asks: %s', (text, codes) => {
    const read = readUnitText(text);
    if (!('ambiguous' in read)) throw new Error(JSON.stringify(read));
    expect(read.ambiguous.map(({ code }) => code).join(', ')).toBe(codes);
    for (const { words } of read.ambiguous) expect(words).toMatch(/\w{3}/);
  });

  it.each(['', 'hello there', 'xyz', 'm/', '(m', '2.5 m', 'dBm', 'foo/s', '{a b}'])(
    'typed as "%s" is none, and the reason is said',
    (text) => {
      expect(readUnitText(text)).toHaveProperty('problem', expect.stringMatching(/\w{3}/));
    },
  );

  it('is one for every name there is', () => {
    const meanings = [...namesOfUnits.values(), ...namesAlone.values()].flat();
    expect(meanings.filter(({ code }) => 'problem' in parseUnit(code))).toEqual([]);
  });

  it('reads any text without throwing, and gives codes only', () => {
    const letter = fc.constantFrom(...'mskgWhCFul/().·²³⁻¹°{}[]_ *^-+2310');
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ maxLength: 30 }), fc.string({ unit: letter, maxLength: 20 })),
        (text) => {
          const read = readUnitText(text);
          const codes =
            'code' in read ? [read.code] : 'ambiguous' in read ? read.ambiguous.map(({ code }) => code) : [];
          for (const code of codes) expect(parseUnit(code)).toHaveProperty('unit');
          const back = 'code' in read && read.code !== '1' ? readUnitText(formatUnit(read.code)) : read;
          expect(back).toEqual(read);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
