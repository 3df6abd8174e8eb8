import { TIME_SLOT, type Island, type Plan } from '../compile/plan.ts';
import { formulaText } from './formula-text.ts';
import { splitSteady, statementsOf, type Statement } from './island-statements.ts';

/** Beyond so many statements in all stages the function would be too long for V8 to optimise it soon. */
const MOST_STATEMENTS = 600;

/** What one step of a solver over an island is written of: what does not move with states and time, and what does. */
export interface StepGround {
  states: readonly number[];
  /** Places of the states. */
  all: readonly number[];
  steady: readonly Statement[];
  moving: readonly Statement[];
}

/** One evaluation of the right-hand side within a step. */
export interface Stage {
  /** Its time, as JavaScript. */
  time: string;
  /** Where state i stands in it, as JavaScript. */
  at: (i: number) => string;
  /** Name of the derivatives that it works out. */
  k: string;
}

/** What a step in one function is made of; undefined where the solver walks by itself: events, nodes that may stand still, constraints, models too large. */
export function stepGroundOf(
  island: Island,
  { nodes }: Pick<Plan, 'nodes'>,
  { stages, mostStates }: { stages: number; mostStates: number },
): StepGround | undefined {
  const { states, events, members } = island;
  const isPlain =
    events.length === 0 &&
    states.length > 0 &&
    states.length <= mostStates &&
    members.every(({ constraints }) => !constraints) &&
    island.nodes.every((index) => !nodes[index]!.mayBeHeld);
  if (!isPlain) return undefined;
  const statements = statementsOf(island);
  if (statements.length * stages > MOST_STATEMENTS) return undefined;
  return { states, all: states.map((_, i) => i), ...splitSteady(statements, states) };
}

/**
 * The begin of a function that steps: it has `F` and `b`, numbers and where those of the twin begin; `c`, time and length of the step; `X` and `Y`, states before and after. What it names: `t`, `h`,
 * `s0` … the states, the derivatives of each stage and what does not move.
 */
export function stepBegin(ground: StepGround, k: readonly string[]): string {
  const { all, steady } = ground;
  return [
    `function(F,b,c,X,Y){let x=0,y=0,w=0;const B=b&16777215,t=c[0],h=c[1];`,
    ...all.map((i) => `const s${i}=X[${i}];`),
    `let ${k.flatMap((stage) => all.map((i) => `${stage}${i}=0`)).join(',')};`,
    linesOf(steady, ground),
  ].join('');
}

/** One evaluation of the right-hand side, in a block of its own. */
export function stageText({ time, at, k }: Stage, ground: StepGround): string {
  const begins = ground.all.map((i) => `x${i}=${at(i)}`);
  return `{const T=${time},${begins.join(',')};${linesOf(ground.moving, ground, k)}}`;
}

function linesOf(
  statements: readonly Statement[],
  { steady, states }: Pick<StepGround, 'steady' | 'states'>,
  k = '',
): string {
  const names = new Map(steady.map(({ slot }) => [slot!, `v${slot}`]));
  const read = (slot: number): string => {
    if (slot === TIME_SLOT) return 'T';
    const state = states.indexOf(slot);
    return state >= 0 ? `x${state}` : (names.get(slot) ?? `F[B+${slot}]`);
  };
  return statements
    .map(({ slot, derivative, formula }) => {
      const value = formulaText(formula, read);
      if (slot === undefined) return `${k}${derivative}=${value};`;
      names.set(slot, `v${slot}`);
      return `const v${slot}=${value};`;
    })
    .join('');
}
