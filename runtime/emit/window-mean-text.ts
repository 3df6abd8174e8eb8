import type { PlanNode } from '../compile/plan.ts';
import { HALF_MICROSECOND } from '../node/half-microsecond.ts';
import { windowMean } from '../node/window-mean.ts';
import { numberText } from './formula-text.ts';

/** Its step is the mean of a window, which stands in the function itself. */
export function isWindowMean({ definition: { step, onBad }, inputs, outputs }: PlanNode): boolean {
  return (
    (step as unknown) === windowMean &&
    onBad === 'bad' &&
    inputs.length === 1 &&
    inputs[0]!.from >= 0 &&
    inputs[0]!.type === 'number' &&
    outputs.length === 1 &&
    outputs[0]!.type === 'number'
  );
}

/**
 * JavaScript for what `windowMean` does with a sample `value` of quality `worst`, bit for bit: `result` becomes the mean, `mark` its quality.
 * Where the window is one of time, `own` says how long it is. The ring is its states in memory: values, times, qualities, the oldest place and how many there are.
 */
export function windowMeanText(
  { index: i, states, paramSlots }: PlanNode,
  value: string,
  worst: string,
  own: string,
): string {
  const placeOf = (name: string): number => states.find((state) => state.name === name)!.slot;
  const [values, times, qualities, ring] = ['values', 'times', 'qualities', 'ring'].map(placeOf);
  const { length } = states.find(({ name }) => name === 'values')!;
  const isTime = paramSlots.window === undefined;
  // b: place of the oldest, c: how many there are, e: where the sample goes, and then the end of them all
  const [b, c, e] = [`b${i}`, `c${i}`, `e${i}`];
  const endText = `${e}=${b}+${c};if(${e}>=${length})${e}-=${length};`;
  const isOld = `m[${times}+${b}]<=s-${own}.p.window.seconds+${numberText(HALF_MICROSECOND)}`;
  const add = (at: string): string => `f${i}+=m[${values}+${at}];d${i}+=m[${qualities}+${at}];`;
  return [
    `let ${b}=m[${ring}]|0,${c}=m[${ring! + 1}]|0,${e}=0,f${i}=0,d${i}=0;`,
    isTime ? `for(;${c}>0&&${isOld};${c}--)${b}=${b}+1<${length}?${b}+1:0;` : '',
    `${c}--;${endText}if(${c}<0||m[${times}+${e}]!==s){${c}++;${endText}}`,
    `m[${values}+${e}]=${value};m[${times}+${e}]=s;m[${qualities}+${e}]=${worst};`,
    `if(${c}<${length})${c}++;else{${b}=${b}+1<${length}?${b}+1:0;${isTime ? `d${i}=1;` : ''}}`,
    `m[${ring}]=${b};m[${ring! + 1}]=${c};${e}=${b}+${c};`,
    `for(let i=${b};i<${e}&&i<${length};i++){${add('i')}}`,
    `for(let i=0;i<${e}-${length};i++){${add('i')}}`,
    `const y${i}=d${i}===0?0:1,z${i}=f${i}/${c};`,
  ].join('');
}
