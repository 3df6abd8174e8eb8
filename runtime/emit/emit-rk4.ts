import type { Island, Plan } from '../compile/plan.ts';
import { stepGroundOf, stageText, stepBegin, type Stage } from './step-stages.ts';

/** Of an island whose step is one function, by whatever method. */
export const MOST_STATES = 32;

/** Derivatives by stage, and then by state. */
const K = ['a', 'b', 'd', 'e'] as const;

const STAGES: readonly Stage[] = [
  { time: 't', at: (i) => `s${i}`, k: 'a' },
  { time: 't+0.5*h', at: (i) => `s${i}+0.5*h*a${i}`, k: 'b' },
  { time: 't+0.5*h', at: (i) => `s${i}+0.5*h*b${i}`, k: 'd' },
  { time: 't+h', at: (i) => `s${i}+h*d${i}`, k: 'e' },
];

/**
 * JavaScript for one step of the classical method of order 4 over an island, its four right-hand sides inlined as in `emitTsit5`. It works out what
 * `stepRk4` does, bit for bit; where a number is not finite the states stay. `undefined` where the solver walks by itself.
 */
export function emitRk4(island: Island, plan: Pick<Plan, 'nodes'>): string {
  const ground = stepGroundOf(island, plan, { stages: STAGES.length, mostStates: MOST_STATES });
  if (!ground) return 'undefined';
  const { all } = ground;
  return [
    stepBegin(ground, K),
    ...STAGES.map((stage) => stageText(stage, ground)),
    ...all.map((i) => `const z${i}=s${i}+(h/6)*(a${i}+2*b${i}+2*d${i}+e${i});`),
    // 0 where all are finite, else NaN.
    `c[2]=w=${all.map((i) => `(z${i}-z${i})`).join('+')};if(w===0){`,
    ...all.map((i) => `Y[${i}]=z${i};`),
    '}}',
  ].join('');
}
