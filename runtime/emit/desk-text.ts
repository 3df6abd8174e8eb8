import type { PlanInput, PlanNode } from '../compile/plan.ts';
import { FLAG, MARK, NOTHING, ODD, placesOf, UNMARKED } from './desk-places.ts';
import { heldInputText, inputText, sinceText, type Around, type Locals } from './inlined-text.ts';

/** JavaScript that lays ready what a step reads; `own` is the node's own code. */
export function layText(node: PlanNode, around: Around, locals: Locals, own: string): string {
  const { inputsAt } = placesOf(node);
  const isJudged = node.definition.onBad === 'bad';
  return [
    ...node.inputs.map((input, j) => placeText(input, j, own, inputsAt + j, around, locals, isJudged)),
    layRestText(node, around, own),
  ].join('');
}

/** All that a step reads but for its inputs. */
export function layRestText(node: PlanNode, around: Around, own: string): string {
  return [
    layStatesText(node),
    ...node.outputs.map((_, j) => `K[${j}]=${NOTHING};`),
    `S[${MARK}]=${UNMARKED};S[${ODD}]=0;`,
    `${own}.instant.t=s;${own}.instant.dt=${sinceText(node, around)};${own}.instant.first=false;`,
  ].join('');
}

/** States that are one number. */
export function layStatesText(node: PlanNode): string {
  const { statesAt } = placesOf(node);
  return numbersOf(node)
    .map(({ slot }, j) => `N[${statesAt + j}]=m[${slot}];`)
    .join('');
}

/** What became of them: one that would be no finite number stays. */
export function keepText(node: PlanNode): string {
  const { statesAt } = placesOf(node);
  return numbersOf(node)
    .map(({ slot }, j) => `x=N[${statesAt + j}];if(x-x===0)m[${slot}]=x;`)
    .join('');
}

function numbersOf({ states }: PlanNode): PlanNode['states'] {
  return states.filter(({ isArray }) => !isArray);
}

/** An input taken and laid ready as own code reads it: NaN or nothing where there is nothing good. `isJudged`: what is wired is good. */
export function placeText(
  input: PlanInput,
  nth: number,
  own: string,
  place: number,
  around: Around,
  locals: Locals,
  isJudged: boolean,
): string {
  const { from, slot, type } = input;
  const isWired = from >= 0;
  const taken = isWired ? (isJudged ? inputText : heldInputText)(input, around, locals) : '';
  const value = isWired ? locals.read(slot) : `m[${slot}]`;
  const isThere = isWired && !isJudged ? `q[${from}]<2` : '';
  switch (type) {
    case 'event':
      return `${taken}K[${place}]=${FLAG};N[${place}]=${isWired ? value : '0'};`;
    case 'boolean': {
      const is = [isThere, `${value}===${value}`].filter(Boolean).join('&&');
      return `${taken}K[${place}]=${is}?${FLAG}:${NOTHING};N[${place}]=${value}!==0?1:0;`;
    }
    case 'number':
      return `${taken}N[${place}]=${isThere ? `${isThere}?${value}:NaN` : value};`;
    default:
      return `${taken}${own}.take(${nth});`;
  }
}

/** Whoever watches the thread is told whose code runs. */
export function enteredText(i: number, text: string): string {
  return `if(g.enter!==undefined)g.enter(${i});${text}if(g.enter!==undefined)g.enter(-1);`;
}
