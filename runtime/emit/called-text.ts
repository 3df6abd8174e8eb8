import type { PlanInput, PlanNode } from '../compile/plan.ts';
import { FLAG, MARK, NOTHING, NUMBER, ODD, placesOf, UNMARKED } from './desk-places.ts';
import { activeText, heldInputText, inputText, Locals, sinceText, type Around } from './inlined-text.ts';
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
  const went = [
    keepText(node),
    `y=S[${MARK}]===${UNMARKED}?w:S[${MARK}];`,
    `if(${oddText(node)})o.emit(w);else{${emittedTexts(node).join('')}}`,
  ].join('');
  const [ready, send] = node.definition.send ? ['o.ready();', 'if(!o.withholds)o.send();'] : ['', ''];
  const lay = layText(node, around, new Locals(), 'o');
  return `${ready}${lay}${callText(node.index, 'o', 'z')}if(z===1){${went}${send}}`;
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
    callText(i, `o${i}`, `z${i}`),
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

function layText(node: PlanNode, around: Around, locals: Locals, own: string): string {
  const { inputs, outputs, states } = node;
  const { statesAt, inputsAt } = placesOf(node);
  const isJudged = node.definition.onBad === 'bad';
  const numbers = states.filter(({ isArray }) => !isArray);
  return [
    ...inputs.map((input, j) => placeText(input, j, own, inputsAt + j, around, locals, isJudged)),
    ...numbers.map(({ slot }, j) => `N[${statesAt + j}]=m[${slot}];`),
    ...outputs.map((_, j) => `K[${j}]=${NOTHING};`),
    `S[${MARK}]=${UNMARKED};S[${ODD}]=0;`,
    `${own}.instant.t=s;${own}.instant.dt=${sinceText(node, around)};${own}.instant.first=false;`,
  ].join('');
}

/** An input as the step reads it: NaN or nothing where there is nothing good. */
function placeText(
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

function callText(i: number, own: string, went: string): string {
  const call = `${own}.call(${own}.y,${own}.x,${own}.u,${own}.p,${own}.instant)`;
  return `let ${went}=1;${enteredText(i, `try{${call}}catch(e){${went}=0;${own}.fail(e)}`)}`;
}

/** Whoever watches the thread is told whose code runs. */
function enteredText(i: number, text: string): string {
  return `if(g.enter!==undefined)g.enter(${i});${text}if(g.enter!==undefined)g.enter(-1);`;
}

/** A state that would be no finite number stays. */
function keepText(node: PlanNode): string {
  const { statesAt } = placesOf(node);
  return node.states
    .filter(({ isArray }) => !isArray)
    .map(({ slot }, j) => `x=N[${statesAt + j}];if(x-x===0)m[${slot}]=x;`)
    .join('');
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

function ranText({ index: i, period }: PlanNode): string {
  return `lr[${i}]=t;ld[${i}]=${period >= 0 ? `pl[${period}]` : '-1'};`;
}
