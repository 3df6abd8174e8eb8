import { functionHelp, sayUnits } from '@twinloom/runtime/expression/function-help';
import { namedNumbers } from '@twinloom/runtime/expression/functions';
import { nearFunction } from '@twinloom/runtime/expression/near-function';
import { formulaWords } from '../words/formula.ts';

/** A name a formula may read: an input, a parameter of the flow. */
export interface FormulaName {
  name: string;
  /** Its unit as people read it, or what else is to be known. */
  says: string;
}

/** One thing that may stand where somebody is typing. */
export interface Completion {
  kind: 'name' | 'function' | 'number';
  /** As it is listed: `depth`, `clamp(x, low, high)`. */
  shows: string;
  says: string;
  /** What is put into the text, and where the caret is in it then. */
  inserts: string;
  caret: number;
}

/** What fits at the caret; it takes the place of the text from `from` to `to`. */
export interface Completions {
  from: number;
  to: number;
  all: readonly Completion[];
}

const WORD_BEFORE = /[A-Za-z_]\w*$/;
const WORD_AFTER = /^\w*/;
const NUMBERS: ReadonlyMap<string, string> = new Map([
  ['pi', '3.1416'],
  ['true', formulaWords.truthValue],
  ['false', formulaWords.truthValue],
]);

/**
 * What may be meant by the word before the caret: names first, then functions, those that begin with it before those that have it within.
 * Nothing inside a text or a number, nor where the word is complete and nothing else fits. With no word everything fits where it `isAsked`.
 */
export function completeFormula(
  text: string,
  caret: number,
  names: readonly FormulaName[],
  isAsked = false,
): Completions | undefined {
  const before = text.slice(0, caret);
  const word = WORD_BEFORE.exec(before)?.[0] ?? '';
  const from = caret - word.length;
  if (isInText(before) || /[\d.]$/.test(text.slice(0, from)) || (word === '' && !isAsked)) return undefined;
  const to = caret + WORD_AFTER.exec(text.slice(caret))![0].length;
  const isCalled = /^\s*\(/.test(text.slice(to));
  const everything = [
    ...names.map(ofName),
    ...[...functionHelp.keys()].map((name) => ofFunction(name, isCalled)),
    ...[...namedNumbers.keys()].map(ofNumber),
  ];
  const all = ranked(everything, word, isCalled);
  const [only] = all;
  if (!only || (all.length === 1 && wordOf(only) === word && !isAsked)) return undefined;
  return { from, to, all };
}

/** The text with a completion put in, and where the caret is then. */
export function putIn(
  text: string,
  { from, to }: Completions,
  { inserts, caret }: Completion,
): { text: string; caret: number } {
  return { text: text.slice(0, from) + inserts + text.slice(to), caret: from + caret };
}

/** A text begins before the caret and does not end before it. */
function isInText(before: string): boolean {
  return before.split('"').length % 2 === 0;
}

function ranked(everything: readonly Completion[], word: string, isCalled: boolean): Completion[] {
  const typed = word.toLowerCase();
  const rank = (one: Completion): number => {
    const name = wordOf(one);
    if (name === word) return 0;
    const lower = name.toLowerCase();
    if (lower.startsWith(typed)) return 1;
    return typed.length > 1 && lower.includes(typed) ? 2 : 3;
  };
  const fitting = everything
    .map((one) => [rank(one), one] as const)
    .filter(([place]) => place < 3)
    .toSorted(([a], [b]) => a - b)
    .map(([, one]) => one);
  if (fitting.length > 0) return fitting;
  const meant = nearFunction(word);
  return meant === undefined ? [] : [ofFunction(meant, isCalled)];
}

function wordOf({ shows }: Completion): string {
  return shows.replace(/\(.*$/, '');
}

function ofName({ name, says }: FormulaName): Completion {
  return { kind: 'name', shows: name, says, inserts: name, caret: name.length };
}

function ofFunction(name: string, isCalled: boolean): Completion {
  const { takes, gives, units } = functionHelp.get(name)!;
  return {
    kind: 'function',
    shows: `${name}(${takes})`,
    says: `${gives} · ${sayUnits(units)}`,
    inserts: isCalled ? name : `${name}()`,
    caret: name.length + (isCalled ? 0 : 1),
  };
}

function ofNumber(name: string): Completion {
  return { kind: 'number', shows: name, says: NUMBERS.get(name) ?? '', inserts: name, caret: name.length };
}
