const MOST_NAMES = 5;
const LONGEST_NAME = 20;
const LONGEST_TEXT = 40;

/** A JSON value in a few words, on one line and never long: `"on"`, `12.5`, `a list of 3`, `an object with flow, unit`. */
export function describeJson(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(shorten(value, LONGEST_TEXT));
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value !== 'object' || value === null) return String(value);
  const names = Object.keys(value);
  const shown = names.slice(0, MOST_NAMES).map((name) => shorten(name, LONGEST_NAME));
  if (names.length > MOST_NAMES) shown.push('…');
  return shown.length > 0 ? `an object with ${shown.join(', ')}` : 'an empty object';
}

function shorten(text: string, longest: number): string {
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}
