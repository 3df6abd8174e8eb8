import type { Plan, PlanNode } from '../compile/plan.ts';
import { calledText } from './called-text.ts';
import { firstHalfText, secondHalfText } from './called-twice-text.ts';
import { blockApartText, blockText } from './emit-block.ts';
import { emitDelivery } from './emit-delivery.ts';
import { findBlocks } from './find-blocks.ts';
import { numberText } from './formula-text.ts';
import {
  assignText,
  emissionTexts,
  HEAD,
  heldInputText,
  inlinedText,
  Locals,
  triggerText,
  type Around,
} from './inlined-text.ts';
import { isCalled, isDirectTwice } from './is-direct.ts';
import { isInlined } from './is-inlined.ts';
import { layoutOf } from './layout.ts';
import { placedText } from './placed-text.ts';
import { reachedBy, type ReachedBy } from './reached-by.ts';

/** Nodes per function: V8 never optimises one of more than 60 KB of bytecode, which 150 to 200 nodes have, and one of 50 sooner than one of 100. */
const NODES_A_FUNCTION = 50;

/**
 * JavaScript for the first half of an instant, cut into functions `RunNodes`: nodes that are equations are inlined with their trigger,
 * quality, conversion and emission; of the others only the trigger is, and the engine runs them. Behind it the updates of own code, which are of the second half.
 */
export function emitNodes(plan: Plan): NodeFunctions {
  const sourceSlots = new Map(
    plan.nodes.flatMap(({ outputs }) => outputs.map(({ port, slot }) => [port, slot])),
  );
  const roots = new Set(plan.nodes.flatMap((node) => node.roots));
  const reached = reachedBy(plan);
  const blocks = findBlocks(plan);
  const layout = layoutOf(plan);
  const around = (node: PlanNode): Around => ({ plan, sourceSlots, isRoot: roots.has(node.index) });
  const blockOf = new Map(blocks.flatMap((block, i) => block.nodes.map((node) => [node, i])));
  const parts = plan.nodes.flatMap((node): Part[] => {
    const guard = guardOf(node, reached[node.index]!);
    const i = blockOf.get(node) ?? -1;
    if (i < 0) return [{ text: nodeText(node, around(node)), guard, count: 1 }];
    const { nodes } = blocks[i]!;
    return node === nodes[0] ? [{ text: blockText(blocks[i]!, i, around), guard, count: nodes.length }] : [];
  });
  const moves = plan.nodes
    .filter(isDirectTwice)
    .map((node): Part => ({ text: secondHalfText(node, around(node)), guard: '', count: 1 }));
  const functions = [...cutParts(parts), ...cutParts(moves)].map(
    (part, i) => `const r${i}=function(g){${placedText(`${HEAD}\n${guarded(part)}`, layout)}\nreturn k};`,
  );
  const names = functions.map((_, i) => `r${i}`);
  const sources = plan.nodes.filter(({ definition }) => definition.listen);
  return {
    before: [...blocks.map((block, i) => blockApartText(block, i, around, layout)), ...functions].join('\n'),
    names,
    deliveries: sources.map((node, source) => emitDelivery(node, source, names, plan, layout)),
  };
}

interface NodeFunctions {
  /** Functions `RunNodes`, and what they call. */
  before: string;
  /** What those are called, in order. */
  names: string[];
  /** A function `Deliver` for each node that listens. */
  deliveries: string[];
}

/** One node, or a block of them. */
interface Part {
  text: string;
  guard: string;
  count: number;
}

function cutParts(parts: readonly Part[]): Part[][] {
  const cuts: Part[][] = [];
  let count = Infinity;
  for (const part of parts) {
    count += part.count;
    if (count > NODES_A_FUNCTION) {
      cuts.push([]);
      count = part.count;
    }
    cuts.at(-1)!.push(part);
  }
  return cuts;
}

/** Neighbours that the cause of an instant leaves out together are left out by one test. */
function guarded(body: readonly Part[]): string {
  const parts: string[] = [];
  for (const [i, { text, guard }] of body.entries()) {
    if (guard !== body[i - 1]?.guard) parts.push(guard === '' ? '' : `if(${guard}){`);
    parts.push(text);
    if (guard !== '' && guard !== body[i + 1]?.guard) parts.push('}');
  }
  return parts.join('\n');
}

/** Which causes may make a node run: 1 are inputs alone, 2 is the tick alone. Nothing for a node that is asked in each instant. */
function guardOf(node: PlanNode, { input, tick }: ReachedBy): string {
  if (isAskedAlways(node) || (input && tick)) return '';
  if (input) return 'r!==2';
  return tick ? 'r!==1' : 'r===0';
}

function nodeText(node: PlanNode, around: Around): string {
  const { index: i, island, definition } = node;
  if (isInlined(node)) return inlinedText(node, around);
  if (isDirectTwice(node)) return firstHalfText(node, around);
  if (isCalled(node)) return calledText(node, around);
  if (island >= 0) return memberText(node, around);
  if (definition.listen) return `if(du[${i}]===1)g.runNode(${i});`;
  if (isAskedAlways(node)) return `g.runNode(${i});`;
  return `if(${triggerText(node)})g.runNode(${i});`;
}

/** Its outputs may have to be said again with what reaches it, and its states move in the second half. */
function isAskedAlways(node: PlanNode): boolean {
  const { program, island, definition } = node;
  const isMore = program !== undefined || definition.update !== undefined;
  return isMore && island < 0 && !isInlined(node) && definition.listen === undefined;
}

function memberText(node: PlanNode, around: Around): string {
  const i = node.index;
  const locals = new Locals();
  const step = [
    ...node.inputs.filter(({ from }) => from >= 0).map((input) => heldInputText(input, around, locals)),
    `const dt=${numberText(around.plan.tick)};`,
    ...(node.program?.outputs ?? []).map((assignment) => assignText(assignment, node, locals)),
    ...emissionTexts(node, locals),
  ].join('');
  return `if(du[${i}]===1){du[${i}]=0;ri[${i}]=n;w=${worthText(node, around.plan)};if(w<3){k++;if(w>1)g.emitAllBad(${i});else{${step}}}}`;
}

/**
 * Quality of what a member emits: judged once an instant, for all of its island. The first of them does it where the island is plain, all its
 * members have begun and all its inputs are good; else the engine does.
 */
function worthText({ index, island: place }: PlanNode, { islands, nodes }: Plan): string {
  const { nodes: members, external, events } = islands[place]!;
  const asked = `g.beginMember(${index})`;
  const isOdd = events.length > 0 || members.some((one) => nodes[one]!.program?.constraints !== undefined);
  if (isOdd) return asked;
  const known = `ju[${place}]===n?iq[${place}]`;
  if (index !== Math.min(...members)) return `${known}:${asked}`;
  const begun = members.map((one) => `&sd[${one}]`).join('');
  const inputs = [...new Set(external.map(({ input }) => `q[${input.from}]`))].join('|') || '0';
  return `${known}:(ip[${place}]${begun})===1&&(${inputs})===0?(ju[${place}]=n,iq[${place}]=0):${asked}`;
}
