import type { Island, Plan } from '../compile/plan.ts';
import { A, C, E } from '../solve/tsit5-step.ts';
import { numberText } from './formula-text.ts';
import { stepGroundOf, stageText, stepBegin } from './step-stages.ts';

const MOST_STATES = 12;
const STAGES = 7;

/** Derivatives by stage, and then by state. */
const K = ['a', 'b', 'd', 'e', 'f', 'g', 'j'] as const;

/**
 * JavaScript for one step of Tsitouras 5(4) over an island, its seven right-hand sides inlined: every stage stands in local constants, and
 * what does not move with states and time is worked out once. It works out what `stepTsit5` and the error estimate behind it do, bit for bit.
 * `undefined` where the solver walks by itself.
 */
export function emitTsit5(island: Island, plan: Plan): string {
  const ground = stepGroundOf(island, plan, { stages: STAGES, mostStates: MOST_STATES });
  if (!ground) return 'undefined';
  const { all } = ground;
  const stages = K.map((k, stage) => {
    const at = (i: number): string => (stage === STAGES - 1 ? `z${i}` : stateText(stage, i));
    return stageText({ time: timeText(stage), at, k }, ground);
  });
  return [
    stepBegin(ground, K),
    ...stages.slice(0, -1),
    ...all.map((i) => `const z${i}=${stateText(STAGES - 1, i)};`),
    stages.at(-1)!,
    // Written last: for all V8 knows it could be memory, which would have to be read again.
    ...all.map((i) => `Y[${i}]=z${i};`),
    ...all.map((i) => errorText(i, plan.solver)),
    'c[2]=w}',
  ].join('');
}

function timeText(stage: number): string {
  const c = C[stage]!;
  if (stage === 0) return 't';
  return c === 1 ? 't+h' : `t+${numberText(c)}*h`;
}

/** Where state i stands at a stage. */
function stateText(stage: number, i: number): string {
  if (stage === 0) return `s${i}`;
  const weights: readonly number[] = A[stage]!;
  if (stage === 1) return `s${i}+h*${numberText(weights[0]!)}*${K[0]}${i}`;
  return `s${i}+h*(${weights.map((weight, s) => `${numberText(weight)}*${K[s]}${i}`).join('+')})`;
}

/** The error of state i, scaled; where a number is not finite the step has failed. */
function errorText(i: number, { rtol, atol }: Plan['solver']): string {
  const sum = E.map((weight, s) => `${numberText(weight)}*${K[s]}${i}`).join('+');
  const size = `x=Math.max(Math.abs(s${i}),Math.abs(z${i}));`;
  const scaled = `y=Math.abs(h*(${sum}))/(${numberText(atol)}+${numberText(rtol)}*x);`;
  return `${size}${scaled}if(!(y<Infinity&&x<Infinity)){c[2]=NaN;return}if(y>w)w=y;`;
}
