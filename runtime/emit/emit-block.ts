import type { PlanNode } from '../compile/plan.ts';
import type { Block } from './find-blocks.ts';
import type { Layout } from './layout.ts';
import { placedText } from './placed-text.ts';
import { formulaText } from './formula-text.ts';
import { calledStepText, calledText } from './called-text.ts';
import {
  assignText,
  emissionTexts,
  HEAD,
  inlinedText,
  inputText,
  Locals,
  stepText,
  type Around,
} from './inlined-text.ts';

type AroundOf = (node: PlanNode) => Around;

/**
 * JavaScript for a block: in an instant of inputs or of the tick alone its nodes run one after the other, with one test, one quality and no
 * questions, once all have begun. The head's sample is bad, or a node comes to a number beyond the limits: from there on node by node.
 */
export function blockText({ port, nodes }: Block, index: number, around: AroundOf): string {
  const locals = new Locals();
  /** What the quality of each port is called. */
  const qualities = new Map([[port, 'w']]);
  const begun = nodes.map(({ index: i }) => `sd[${i}]`).join('&');
  const steps = nodes.map((node, nth) => {
    const leave = (from: number): string => `k+=${from}+p${index}(g,${from});break b${index}`;
    const { text, worst } = worstOf(node, qualities);
    const isOwn = node.program === undefined;
    for (const output of node.outputs) qualities.set(output.port, isOwn ? `y${node.index}` : worst);
    return isOwn
      ? text + calledStepText(node, around(node), locals, worst, (hasRun) => leave(hasRun ? nth + 1 : nth))
      : text + stepOf(node, around(node), locals, worst, leave(nth));
  });
  return [
    `if(r===0||gs[${index}]!==1){k+=p${index}(g,0);gs[${index}]=${begun}}`,
    `else if(st[${port}]===n)b${index}:{w=q[${port}];if(w>1){k+=p${index}(g,0);break b${index}}`,
    ...steps,
    `k+=${nodes.length}}`,
  ].join('');
}

/** The same nodes each by itself, from the `i`-th on: a function that the block calls. */
export function blockApartText({ nodes }: Block, index: number, around: AroundOf, layout: Layout): string {
  const cases = nodes.map(
    (node, nth) => `case ${nth}:${(node.program ? inlinedText : calledText)(node, around(node))}`,
  );
  const body = placedText(`${HEAD}\nswitch(i){\n${cases.join('\n')}\n}`, layout);
  return `const p${index}=function(g,i){${body}return k};`;
}

/** The worst quality of a node's inputs: what it is called, and where there are several the text that works it out. */
function worstOf(
  { index, inputs }: PlanNode,
  qualities: ReadonlyMap<number, string>,
): { text: string; worst: string } {
  const wired = inputs.filter(({ from }) => from >= 0);
  const [first, ...others] = new Set(wired.map(({ from }) => qualities.get(from)!));
  if (others.length === 0) return { text: '', worst: first! };
  const worst = `w${index}`;
  const texts = others.map((other) => `if(${other}>${worst})${worst}=${other};`);
  return { text: `let ${worst}=${first};${texts.join('')}`, worst };
}

function stepOf(node: PlanNode, around: Around, locals: Locals, worst: string, leave: string): string {
  const { index: i, inputs, outputs, program } = node;
  locals.step = `d${i}`;
  const assigned = [
    ...inputs.filter(({ from }) => from >= 0).map((input) => inputText(input, around, locals)),
    stepText(node, around, locals.step),
    ...program!.outputs.map((assignment) => assignText(assignment, node, locals)),
  ];
  const within = outputs.map(({ slot }) => locals.read(slot)).map((v) => `${v}>=-1e30&&${v}<=1e30`);
  return [
    ...assigned,
    within.length > 0 ? `if(!(${within.join('&&')})){${leave}}` : '',
    around.isRoot ? `ri[${i}]=n;` : '',
    ...emissionTexts(node, locals, worst, true),
    ...program!.locals.map((assignment) => assignText(assignment, node, locals)),
    ...program!.next.map(({ slot, formula }) => `const n${slot}=${formulaText(formula, locals.read)};`),
    ...program!.next.map(({ slot }) => `if(n${slot}-n${slot}===0)m[${slot}]=n${slot};`),
    `lr[${i}]=t;`,
  ].join('');
}
