import type { PlanNode } from '../compile/plan.ts';
import { NOTHING, NUMBER, placesOf } from './desk-places.ts';
import { ranText, saidText, stepCallText } from './called-text.ts';
import { enteredText, keepText, layRestText, layStatesText, placeText } from './desk-text.ts';
import { heldInputText, inputText, Locals, triggerText, worstText, type Around } from './inlined-text.ts';

/**
 * The first half of a node whose own code has an update too: its step, called where the node is triggered. By the engine where it has not begun, was
 * stopped, failed or lacks an answer, and where what it holds has to be said again.
 */
export function firstHalfText(node: PlanNode, around: Around): string {
  const { index: i, inputs, roots, definition } = node;
  const wired = inputs.filter(({ from }) => from >= 0);
  const isJudged = definition.onBad === 'bad';
  const judged = wired.filter(({ type }) => type !== 'event').map(({ from }) => `q[${from}]`);
  const lacks = wired.filter(({ awaited }) => awaited).map(({ from }) => `q[${from}]===3`);
  const byEngine = ['o===undefined', ...lacks].join('||');
  const ran = `du[${i}]=0;k++;${around.isRoot ? `ri[${i}]=n;` : ''}${worstText(judged)}`;
  const step = `sp[${i}]=1;${stepText(node, around, isJudged)}`;
  const judgedStep =
    isJudged && judged.length > 0 ? `if(w>1){sp[${i}]=0;g.emitAllBad(${i})}else{${step}}` : step;
  const again = roots.map((root) => `ri[${root}]===n`).join('||');
  const active = [
    `if(${triggerText(node)}){const o=g.own[${i}];if(${byEngine})g.runNode(${i});else{${ran}${judgedStep}}}`,
    again === '' ? '' : `else if(${again})g.runNode(${i});`,
    `else sp[${i}]=0;`,
  ].join('');
  return node.mayBeHeld ? `if(hd[${i}]!==0){du[${i}]=0;sp[${i}]=0}else ${active}` : active;
}

function stepText(node: PlanNode, around: Around, isJudged: boolean): string {
  const { index: i, inputs } = node;
  const { inputsAt } = placesOf(node);
  const locals = new Locals();
  const laid = inputs.map((input, j) => {
    if (input.feedthrough) return shownText(node, j, around, locals, isJudged);
    // What an output does not depend on is not there yet for every order of nodes.
    const take = isJudged ? inputText : heldInputText;
    return `${input.from >= 0 ? take(input, around, locals) : ''}K[${inputsAt + j}]=${NOTHING};`;
  });
  const call = stepCallText(i, 'o', 'z');
  return `${laid.join('')}${layRestText(node, around, 'o')}${call}if(z===1){${saidText(node)}}${ranText(node)}`;
}

/** The second half: its update on all inputs of the instant, by the dt that its step was told. By the engine where there was no step, or it failed. */
export function secondHalfText(node: PlanNode, around: Around): string {
  const { index: i, inputs, rate } = node;
  const locals = new Locals();
  const laid = inputs.map((_, j) => shownText(node, j, around, locals, false)).join('');
  const call = enteredText(i, 'try{o.move(o.x,o.u,o.p,o.instant)}catch(e){z=0;o.failToMove(e)}');
  const update = `${laid}${layStatesText(node)}o.instant.t=s;let z=1;${call}o.forgetMarks();if(z===1){${keepText(node)}}`;
  const moved = `if(sp[${i}]===1){const o=g.own[${i}];if(o===undefined)g.moveStates(${i});else{${update}}}`;
  const late = inputs.filter(({ from, held }) => from >= 0 && !held).map(({ from }) => `st[${from}]===n`);
  const isHeard = rate.kind === 'inherit' && late.length > 0;
  const active = isHeard ? `${moved}else if(${late.join('||')})g.moveStates(${i});` : moved;
  return node.mayBeHeld ? `if(hd[${i}]===0){${active}}` : active;
}

/** An input of a node with an update stands on the desk together with what it is. */
function shownText(node: PlanNode, nth: number, around: Around, locals: Locals, isJudged: boolean): string {
  const input = node.inputs[nth]!;
  const place = placesOf(node).inputsAt + nth;
  const kind = input.type === 'number' ? `K[${place}]=${NUMBER};` : '';
  return kind + placeText(input, nth, 'o', place, around, locals, isJudged);
}
