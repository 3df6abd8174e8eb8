import { plainUnitText } from './plain-unit-text.ts';
import { atoms, prefixes } from './unit-atoms.ts';
import { namesOfUnits } from './unit-names.ts';

/** What may be meant by a text that is no UCUM code: the text it is about and the codes to write instead; undefined where nothing is near. */
export function suggestUnit(text: string): { of: string; write: readonly string[] } | undefined {
  const plain = plainUnitText(text);
  const named = namesOfUnits.get(plain) ?? namesOfUnits.get(plain.toLowerCase());
  if (named) return { of: text, write: named.map(({ code }) => code) };
  if (plain !== text && plain !== '') return { of: text, write: [plain] };
  const write = inOtherCase(plain);
  return write.length === 0 ? undefined : { of: text, write };
}

/** Codes that differ in upper and lower case only: `KW` → `kW`, `MPA` → `mPa`, `MPa`. */
export function inOtherCase(symbol: string): string[] {
  const lower = symbol.toLowerCase();
  const found = new Set<string>();
  for (const code of atoms.keys()) if (code.toLowerCase() === lower) found.add(code);
  for (const [prefix] of prefixes) {
    if (!lower.startsWith(prefix.toLowerCase())) continue;
    const rest = lower.slice(prefix.length);
    for (const [code, { metric }] of atoms)
      if (metric && code.toLowerCase() === rest) found.add(prefix + code);
  }
  return [...found];
}
