import { TIME_SLOT, type Island } from '../compile/plan.ts';
import { convertedText, formulaText } from './formula-text.ts';

/** Statements per function; beyond it what one function works out reaches the next through memory. */
const STATEMENTS_A_FUNCTION = 400;

/**
 * JavaScript for the right-hand side of an island: outputs of its members, copies between them and derivatives, one after the other
 * in local constants. `undefined` where constraints have to be solved on the way: those go by the closures. It consists of several functions where it is long; a last one calls them.
 */
export function emitDerive(island: Island): string {
  if (island.members.some(({ constraints }) => constraints)) return 'undefined';
  const steps = stepsOf(island);
  const cuts: Step[][] = [];
  for (let from = 0; from < steps.length; from += STATEMENTS_A_FUNCTION) {
    cuts.push(steps.slice(from, from + STATEMENTS_A_FUNCTION));
  }
  const states = new Map(island.states.map((slot, i) => [slot, i]));
  const isCut = cuts.length > 1;
  const parts = cuts.map((cut) => `function(m,T,X,D){let x=0,y=0;${statements(cut, states, isCut)}}`);
  if (!isCut) return parts[0] ?? 'function(){}';
  const names = parts.map((_, i) => `f${i}`);
  const made = parts.map((part, i) => `const f${i}=${part};`).join('\n');
  return `(()=>{${made}return function(m,T,X,D){${names.map((name) => `${name}(m,T,X,D);`).join('')}}})()`;
}

/** Writes a number into a slot, or into the i-th derivative. */
interface Step {
  slot?: number;
  derivative?: number;
  text: (read: (slot: number) => string) => string;
}

function stepsOf({ members, lateCopies, locals, derivatives }: Island): Step[] {
  const copy = ({ from, to, factor, offset }: Island['lateCopies'][number]): Step => ({
    slot: to,
    text: (read) => convertedText({ factor, offset }, read(from)),
  });
  const assignment = ({ slot, formula }: Island['locals'][number]): Step => ({
    slot,
    text: (read) => formulaText(formula, read),
  });
  return [
    ...members.flatMap(({ copies, outputs }) => [...copies.map(copy), ...outputs.map(assignment)]),
    ...lateCopies.map(copy),
    ...locals.map(assignment),
    ...derivatives.map(({ formula }, derivative): Step => ({
      derivative,
      text: (read) => formulaText(formula, read),
    })),
  ];
}

/** States are read once, at the start: X and D could be one array for all V8 knows, so that each derivative written would have them read again. */
function statements(steps: readonly Step[], states: ReadonlyMap<number, number>, isCut: boolean): string {
  const names = new Map<number, string>();
  const used = new Set<number>();
  const read = (slot: number): string => {
    if (slot === TIME_SLOT) return 'T';
    const state = states.get(slot);
    if (state === undefined) return names.get(slot) ?? `m[${slot}]`;
    used.add(state);
    return `x${state}`;
  };
  const body = steps
    .map(({ slot, derivative, text }) => {
      const value = text(read);
      if (slot === undefined) return `D[${derivative}]=${value};`;
      names.set(slot, `v${slot}`);
      return `const v${slot}=${isCut ? `m[${slot}]=` : ''}${value};`;
    })
    .join('');
  return [...used].map((state) => `const x${state}=X[${state}];`).join('') + body;
}
