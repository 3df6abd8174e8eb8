import { atoms, prefixes } from './unit-atoms.ts';
import { namesOfUnits, plainUnitText } from './unit-names.ts';

/** What may be meant by a text that is no UCUM code: the text it is about and the codes to write instead; undefined where nothing is near. */
export function suggestUnit(text: string): { of: string; write: readonly string[] } | undefined {
  const plain = plainUnitText(text);
  const named = namesOfUnits.get(plain) ?? namesOfUnits.get(plain.toLowerCase());
  if (named) return { of: text, write: named };
  if (plain !== text && plain !== '') return { of: text, write: [plain] };
  const otherCase = inOtherCase(plain);
  return otherCase === undefined ? undefined : { of: text, write: [otherCase] };
}

/** `KW` → `kW`, `hz` → `Hz`. */
function inOtherCase(symbol: string): string | undefined {
  const lower = symbol.toLowerCase();
  for (const code of atoms.keys()) if (code.toLowerCase() === lower) return code;
  for (const [prefix] of prefixes) {
    if (!lower.startsWith(prefix.toLowerCase())) continue;
    const rest = lower.slice(prefix.length);
    for (const [code, { metric }] of atoms) if (metric && code.toLowerCase() === rest) return prefix + code;
  }
  return undefined;
}
