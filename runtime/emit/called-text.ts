import type { PlanNode } from '../compile/plan.ts';
import { FLAG, MARK, NUMBER, ODD, UNMARKED } from './desk-places.ts';
import { enteredText, keepText, layText } from './desk-text.ts';
import { activeText, heldInputText, inputText, Locals, type Around } from './inlined-text.ts';
import { isDirect } from './is-direct.ts';
import { isWindowMean, windowMeanText } from './window-mean-text.ts';

/** A node of own code: asked whether it runs, and its step called. By the engine where the node has not begun, was stopped, failed or lacks an answer. */
export function calledText(node: PlanNode, around: Around): string {
  const { index: i, inputs, definition } = node;
  const locals = new Locals();
  const isJudged = definition.onBad === 'bad';
  const taken = inputs
    .filter(({ from }) => from >= 0)
    .map((input) => (isJudged ? inputText : heldInputText)(input, around, locals));
  // One that stands keeps the inputs that it stood with.
  const take = taken.length > 0 ? `if(!g.stands(${i})){${taken.join('')}}` : '';
  const byEngine = `${take}g.step(${i},w);`;
  if (!isDirect(node)) return activeText(node, around, isJudged, byEngine);
  const direct = isWindowMean(node) ? meanText(node, around, taken[0]!, locals) : directText(node, around);
  const text = `const o=g.own[${i}];if(o===undefined){${byEngine}}else{${direct}${ranText(node)}}`;
  return activeText(node, around, isJudged, text);
}

function directText(node: PlanNode, around: Around): string {
  const [ready, send] = node.definition.send ? ['o.ready();', 'if(!o.withholds)o.send();'] : ['', ''];
  const lay = layText(node, around, new Locals(), 'o');
  return `${ready}${lay}${stepCallText(node.index, 'o', 'z')}if(z===1){${saidText(node)}${send}}`;
}

/** The step of `own`, called; whether it `went` well. */
export function stepCallText(i: number, own: string, went: string): string {
  const call = `${own}.call(${own}.y,${own}.x,${own}.u,${own}.p,${own}.instant)`;
  return `let ${went}=1;${enteredText(i, `try{${call}}catch(e){${went}=0;${own}.fail(e)}`)}`;
}

/** What the step made of the states is kept, and what it said put on its ports, of quality `w` unless it marked another. */
export function saidText(node: PlanNode): string {
  return [
    keepText(node),
    `y=S[${MARK}]===${UNMARKED}?w:S[${MARK}];`,
    `if(${oddText(node)})o.emit(w);else{${emittedTexts(node).join('')}}`,
  ].join('');
}

function meanText(node: PlanNode, around: Around, take: string, locals: Locals): string {
  const { index: i, inputs, outputs } = node;
  const { slot, port } = outputs[0]!;
  const mean = windowMeanText(node, locals.read(inputs[0]!.slot), 'w', 'o');
  const emitted = emitText(`m[${slot}]=z${i};`, port, `z${i}>=-1e30&&z${i}<=1e30?y${i}:2`);
  return `${take}${enteredText(i, mean)}${emitted}`;
}

/** The same in the midst of a block: `leave` the block where the engine has to look, or what was said lets the others not go on. */
export function calledStepText(
  node: PlanNode,
  around: Around,
  locals: Locals,
  worst: string,
  leave: (hasRun: boolean) => string,
): string {
  const i = node.index;
  return [
    `const o${i}=g.own[${i}];if(o${i}===undefined){${leave(false)}}`,
    ...(isWindowMean(node) ? meanStepTexts : directStepTexts)(node, around, locals, worst, leave(true)),
  ].join('');
}

function meanStepTexts(
  node: PlanNode,
  around: Around,
  locals: Locals,
  worst: string,
  leave: string,
): string[] {
  const { index: i, inputs, outputs } = node;
  const { slot, port } = outputs[0]!;
  const take = inputText(inputs[0]!, around, locals);
  const mean = windowMeanText(node, locals.read(inputs[0]!.slot), worst, `o${i}`);
  return [
    take,
    enteredText(i, mean),
    ranText(node),
    around.isRoot ? `ri[${i}]=n;` : '',
    `const ${locals.name(slot)}=m[${slot}]=z${i};`,
    `if(!(z${i}>=-1e30&&z${i}<=1e30)){${emitText('', port, '2')}${leave}}`,
    emitText('', port, `y${i}`),
  ];
}

function directStepTexts(
  node: PlanNode,
  around: Around,
  locals: Locals,
  worst: string,
  leave: string,
): string[] {
  const { index: i, outputs } = node;
  const all = outputs.map(({ type }, j) => `K[${j}]!==${kindOf(type)}`);
  const numbers = outputs.flatMap(({ type }, j) => (type === 'number' ? [j] : []));
  const beyond = numbers.map((j) => `!(N[${j}]>=-1e30&&N[${j}]<=1e30)`);
  const stops = [...all, `S[${ODD}]!==0`, `y${i}>1`, ...beyond].join('||');
  return [
    layText(node, around, locals, `o${i}`),
    stepCallText(i, `o${i}`, `z${i}`),
    ranText(node),
    around.isRoot ? `ri[${i}]=n;` : '',
    `if(z${i}===0){${leave}}`,
    keepText(node),
    `const y${i}=S[${MARK}]===${UNMARKED}?${worst}:S[${MARK}];`,
    `if(${stops}){o${i}.emit(${worst});${leave}}`,
    ...outputs.map(({ slot, port }, j) =>
      emitText(`const ${locals.name(slot)}=m[${slot}]=N[${j}];`, port, `y${i}`),
    ),
  ];
}

/** What is none of a type, of the kinds of things that stand on the desk. */
const NOT: Partial<Record<string, string>> = {
  number: `&${FLAG}`,
  boolean: `&${NUMBER}`,
  event: `&${NUMBER}`,
};

/** What it said needs the engine: a quality of one output, a reason, what is no number, a value of another type than its port. */
function oddText({ outputs }: PlanNode): string {
  const others = outputs.map(({ type }, j) => `|K[${j}]${NOT[type] ?? ''}`);
  return `(S[${ODD}]${others.join('')})!==0`;
}

/** What it said, on its ports in quality `y`; an event only where it is true. */
function emittedTexts({ outputs }: PlanNode): string[] {
  return outputs.map(({ slot, port, type }, j) => {
    if (NOT[type] === undefined) return '';
    if (type !== 'number') {
      const said = type === 'event' ? `K[${j}]!==0&&N[${j}]!==0` : `K[${j}]!==0`;
      return `if(${said}){${emitText(`m[${slot}]=N[${j}];`, port, 'y')}}`;
    }
    return `if(K[${j}]!==0){x=m[${slot}]=N[${j}];${emitText('', port, 'x>=-1e30&&x<=1e30?y:2')}}`;
  });
}

function emitText(value: string, port: number, quality: string): string {
  return `${value}q[${port}]=${quality};me[${port}]=s;st[${port}]=n;`;
}

function kindOf(type: string): number {
  return type === 'number' ? NUMBER : FLAG;
}

/** When it ran. */
export function ranText({ index: i, period }: PlanNode): string {
  return `lr[${i}]=t;ld[${i}]=${period >= 0 ? `pl[${period}]` : '-1'};`;
}
