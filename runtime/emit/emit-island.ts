import { TIME_SLOT, type Island } from '../compile/plan.ts';
import { formulaText } from './formula-text.ts';
import { statementsOf, type Statement } from './island-statements.ts';

/** Statements per function; beyond it what one function works out reaches the next through memory. */
const STATEMENTS_A_FUNCTION = 400;

/**
 * JavaScript for the right-hand side of an island: outputs of its members, copies between them and derivatives, one after the other
 * in local constants. `undefined` where constraints have to be solved on the way: those go by the closures. It consists of several functions where it is long; a last one calls them.
 */
export function emitDerive(island: Island): string {
  if (island.members.some(({ constraints }) => constraints)) return 'undefined';
  const all = statementsOf(island);
  const cuts: Statement[][] = [];
  for (let from = 0; from < all.length; from += STATEMENTS_A_FUNCTION) {
    cuts.push(all.slice(from, from + STATEMENTS_A_FUNCTION));
  }
  const states = new Map(island.states.map((slot, i) => [slot, i]));
  const isCut = cuts.length > 1;
  const parts = cuts.map((cut) => `function(m,T,X,D){let x=0,y=0;${bodyText(cut, states, isCut)}}`);
  if (!isCut) return parts[0] ?? 'function(){}';
  const names = parts.map((_, i) => `f${i}`);
  const made = parts.map((part, i) => `const f${i}=${part};`).join('\n');
  return `(()=>{${made}return function(m,T,X,D){${names.map((name) => `${name}(m,T,X,D);`).join('')}}})()`;
}

/** States are read once, at the start: X and D could be one array for all V8 knows, so that each derivative written would have them read again. */
function bodyText(
  statements: readonly Statement[],
  states: ReadonlyMap<number, number>,
  isCut: boolean,
): string {
  const names = new Map<number, string>();
  const used = new Set<number>();
  const read = (slot: number): string => {
    if (slot === TIME_SLOT) return 'T';
    const state = states.get(slot);
    if (state === undefined) return names.get(slot) ?? `m[${slot}]`;
    used.add(state);
    return `x${state}`;
  };
  const body = statements
    .map(({ slot, derivative, formula }) => {
      const value = formulaText(formula, read);
      if (slot === undefined) return `D[${derivative}]=${value};`;
      names.set(slot, `v${slot}`);
      return `const v${slot}=${isCut ? `m[${slot}]=` : ''}${value};`;
    })
    .join('');
  return [...used].map((state) => `const x${state}=X[${state}];`).join('') + body;
}
