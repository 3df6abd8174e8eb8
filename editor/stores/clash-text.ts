import type { Clash } from '@twinloom/runtime/graph/merge-flows';
import { editsWords } from '../words/edits.ts';

const LONGEST = 32;

/** A clash as a line: where, what this screen has and what the other has, `tank.area: 2 here, 3 there`. */
export function clashText({ path, mine, theirs }: Clash): string {
  return editsWords.clash(placeText(path), valueText(mine), valueText(theirs));
}

function placeText(path: readonly string[]): string {
  const [section, name, kind, ...rest] = path;
  if (section === 'nodes' && name !== undefined) {
    const field = kind === 'params' ? rest.join('.') : kind;
    return field ? `${name}.${field}` : name;
  }
  if (section === 'edges' && name !== undefined) return editsWords.whatIsWiredTo(name);
  return path.length === 0 ? editsWords.theFlow : path.join('.');
}

function valueText(value: unknown): string {
  if (value === undefined) return editsWords.clashRemoved;
  if (typeof value === 'object' && value !== null) return editsWords.clashChanged;
  const text = String(value);
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}
