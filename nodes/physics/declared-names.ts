import { functions, namedNumbers } from '@twinloom/runtime/expression/functions';

const NAME = /^[A-Za-z_]\w*$/;
const RESERVED = ['t', 'dt', 'time', 'der', 'next', 'and', 'or', 'not'];
const TAKEN = new Set([...RESERVED, ...functions.keys(), ...namedNumbers.keys()]);

/** Why a name that a user declares cannot stand in an equation; undefined where it can. */
export function nameProblem(name: string): string | undefined {
  if (TAKEN.has(name)) return `"${name}" has a meaning of its own; take another name`;
  if (!NAME.test(name)) return `"${name}" cannot stand in an equation; use letters, digits and _`;
  return undefined;
}
