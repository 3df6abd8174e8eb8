/** A typed text in the signs UCUM has: `m³/h` → `m3/h`, `W/(m²·K)` → `W/(m2.K)`, `µm` → `um`, `m^2` → `m2`, `10³` → `10*3`, `kg m` → `kg.m`, `litres per hour` → `litres/hour`, `gal (US)` → `gal_us`. */
export function plainUnitText(text: string): string {
  const kept: string[] = [];
  // What stands in braces and brackets is the writer's own, or UCUM already.
  const open = text.trim().replace(/\{[^}]*\}|\[[^\]]*\]/g, (part) => {
    kept.push(part);
    return KEPT;
  });
  return open
    .replace(/(?<!\d)10(?=[⁺⁻⁰¹²³⁴⁵⁶⁷⁸⁹])/g, '10*')
    .replace(/[º˚]/g, '°')
    .normalize('NFKC')
    .replaceAll('−', '-')
    .replaceAll('μ', 'u')
    .replaceAll('Ω', 'Ohm')
    .replace(/\s*\((US|UK|IT|th|av|tr|mech)\)/g, (_all, kind: string) => `_${KINDS[kind] ?? kind}`)
    .replace(/\b(sq|cu)\.?\s+(?=[a-z])/g, '$1')
    .replace(/\s+per\s+/g, '/')
    .replace(/(?<=[a-zA-Z])\.(?=\s|$)/g, ' ')
    .trim()
    .replace(/\s*[÷∕⁄/]\s*/g, '/')
    .replace(/\s*[·⋅×∙•]\s*/g, '.')
    .replace(/(?<=[A-Za-z])-(?=[A-Za-z])/g, '.')
    .replace(/\*\*(?=[-+]?\d)/g, '')
    .replace(/(?<!10)\^(?=[-+]?\d)/g, '')
    .replace(/(?<!10)\*/g, '.')
    .replace(/(?<=[^\s./(])\s+(?=[^\s./)])/g, '.')
    .replaceAll(KEPT, () => kept.shift() ?? '');
}

const KEPT = '\uE000';
const KINDS: Readonly<Record<string, string>> = { US: 'us', UK: 'br' };
