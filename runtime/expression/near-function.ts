import { functions } from './functions.ts';

/** The function a person may have meant: another language's name for it, other case, or one letter off; undefined where none is near. */
export function nearFunction(wrong: string, more: readonly string[] = []): string | undefined {
  const plain = wrong.toLowerCase();
  const known = functions.has(plain) ? plain : FOREIGN.get(plain);
  return known ?? [...more, ...functions.keys()].find((name) => isOneLetterOff(plain, name.toLowerCase()));
}

const FOREIGN: ReadonlyMap<string, string> = new Map([
  ['arcsin', 'asin'],
  ['arccos', 'acos'],
  ['arctan', 'atan'],
  ['arctan2', 'atan2'],
  ['ceiling', 'ceil'],
  ['fabs', 'abs'],
  ['fix', 'trunc'],
  ['fmod', 'mod'],
  ['iff', 'if'],
  ['int', 'trunc'],
  ['limit', 'clamp'],
  ['maximum', 'max'],
  ['minimum', 'min'],
  ['power', 'pow'],
  ['rem', 'mod'],
  ['root', 'sqrt'],
  ['sgn', 'sign'],
  ['where', 'if'],
]);

/** A letter more, a letter less, another letter, or two neighbours swapped. */
function isOneLetterOff(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  const [restA, restB] = [a.slice(start), b.slice(start)];
  const swapped = `${restA[1] ?? ''}${restA[0] ?? ''}${restA.slice(2)}`;
  return (
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    restA.slice(1) === restB.slice(1) ||
    (restA.length > 1 && swapped === restB)
  );
}
