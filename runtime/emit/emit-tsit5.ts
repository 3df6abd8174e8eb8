import { TIME_SLOT, type Island, type Plan } from '../compile/plan.ts';
import { A, C, E } from '../solve/tsit5-step.ts';
import { numberText } from './formula-text.ts';
import { splitSteady, statementsOf, type Statement } from './island-statements.ts';

/** Beyond so many statements in all stages the function would be too long for V8 to optimise it soon. */
const MOST_STATEMENTS = 600;
const MOST_STATES = 12;
const STAGES = 7;

/** Derivatives by stage, and then by state. */
const K = ['a', 'b', 'd', 'e', 'f', 'g', 'j'] as const;

/**
 * JavaScript for one step of Tsitouras 5(4) over an island, its seven right-hand sides inlined: every stage stands in local constants, and
 * what does not move with states and time is worked out once. It works out what `stepTsit5` and the error estimate behind it do, bit for bit.
 * `undefined` where the solver walks by itself: other methods, events, nodes that may stand still, constraints, models too large.
 */
export function emitTsit5(island: Island, { solver, nodes }: Plan): string {
  const { states, events, members } = island;
  const isPlain =
    solver.method !== 'rk4' &&
    events.length === 0 &&
    states.length > 0 &&
    states.length <= MOST_STATES &&
    members.every(({ constraints }) => !constraints) &&
    island.nodes.every((index) => !nodes[index]!.mayBeHeld);
  if (!isPlain) return 'undefined';
  const statements = statementsOf(island);
  if (statements.length * STAGES > MOST_STATEMENTS) return 'undefined';
  const { steady, moving } = splitSteady(statements, states);
  const all = states.map((_, i) => i);
  const stages = K.map((_, stage) => stageText(stage, moving, steady, states));
  return [
    `function(m,c,X,Y){let x=0,y=0,w=0;const t=c[0],h=c[1];`,
    ...all.map((i) => `const s${i}=X[${i}];`),
    `let ${K.flatMap((k) => all.map((i) => `${k}${i}=0`)).join(',')};`,
    linesOf(steady, steady, states),
    ...stages.slice(0, -1),
    ...all.map((i) => `const z${i}=${stateText(STAGES - 1, i)};`),
    stages.at(-1)!,
    // Written last: for all V8 knows it could be memory, which would have to be read again.
    ...all.map((i) => `Y[${i}]=z${i};`),
    ...all.map((i) => errorText(i, solver)),
    'c[2]=w}',
  ].join('');
}

function stageText(
  stage: number,
  moving: readonly Statement[],
  steady: readonly Statement[],
  states: readonly number[],
): string {
  const c = C[stage]!;
  const time = stage === 0 ? 't' : c === 1 ? 't+h' : `t+${numberText(c)}*h`;
  const begins = states.map((_, i) => `x${i}=${stage === STAGES - 1 ? `z${i}` : stateText(stage, i)}`);
  const lines = linesOf(moving, steady, states, K[stage]!);
  return `{const T=${time},${begins.join(',')};${lines}}`;
}

/** Where state i stands at a stage. */
function stateText(stage: number, i: number): string {
  if (stage === 0) return `s${i}`;
  const weights: readonly number[] = A[stage]!;
  if (stage === 1) return `s${i}+h*${numberText(weights[0]!)}*${K[0]}${i}`;
  return `s${i}+h*(${weights.map((weight, s) => `${numberText(weight)}*${K[s]}${i}`).join('+')})`;
}

function linesOf(
  statements: readonly Statement[],
  steady: readonly Statement[],
  states: readonly number[],
  k = '',
): string {
  const names = new Map(steady.map(({ slot }) => [slot!, `v${slot}`]));
  const read = (slot: number): string => {
    if (slot === TIME_SLOT) return 'T';
    const state = states.indexOf(slot);
    return state >= 0 ? `x${state}` : (names.get(slot) ?? `m[${slot}]`);
  };
  return statements
    .map(({ slot, derivative, text }) => {
      const value = text(read);
      if (slot === undefined) return `${k}${derivative}=${value};`;
      names.set(slot, `v${slot}`);
      return `const v${slot}=${value};`;
    })
    .join('');
}

/** The error of state i, scaled; where a number is not finite the step has failed. */
function errorText(i: number, { rtol, atol }: Plan['solver']): string {
  const sum = E.map((weight, s) => `${numberText(weight)}*${K[s]}${i}`).join('+');
  const size = `x=Math.max(Math.abs(s${i}),Math.abs(z${i}));`;
  const scaled = `y=Math.abs(h*(${sum}))/(${numberText(atol)}+${numberText(rtol)}*x);`;
  return `${size}${scaled}if(!(y<Infinity&&x<Infinity)){c[2]=NaN;return}if(y>w)w=y;`;
}
