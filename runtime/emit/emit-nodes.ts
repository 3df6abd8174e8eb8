import {
  STEP_SLOT,
  TIME_SLOT,
  type Assignment,
  type Plan,
  type PlanInput,
  type PlanNode,
} from '../compile/plan.ts';
import { slotsIn } from '../expression/formula.ts';
import { convertedText, formulaText, numberText, type ReadSlot } from './formula-text.ts';
import { reachedBy, type ReachedBy } from './reached-by.ts';

/** Nodes per function: V8 never optimises one of more than 60 KB of bytecode, which 150 to 200 nodes have, and one of 50 sooner than one of 100. */
const NODES_A_FUNCTION = 50;

/**
 * JavaScript for the first half of an instant, cut into functions `RunNodes`: nodes that are equations are inlined with their trigger,
 * quality, conversion and emission; of the others only the trigger is, and the engine runs them.
 */
export function emitNodes(plan: Plan): string[] {
  const sourceSlots = new Map(
    plan.nodes.flatMap(({ outputs }) => outputs.map(({ port, slot }) => [port, slot])),
  );
  const roots = new Set(plan.nodes.flatMap((node) => node.roots));
  const reached = reachedBy(plan);
  const functions: string[] = [];
  for (let from = 0; from < plan.nodes.length; from += NODES_A_FUNCTION) {
    const nodes = plan.nodes.slice(from, from + NODES_A_FUNCTION);
    const body = nodes.map((node) => ({
      text: nodeText(node, { plan, sourceSlots, isRoot: roots.has(node.index) }),
      guard: guardOf(node, reached[node.index]!),
    }));
    functions.push(`function(g){${HEAD}\n${guarded(body)}\nreturn k}`);
  }
  return functions;
}

/** Neighbours that the cause of an instant leaves out together are left out by one test. */
function guarded(body: readonly { text: string; guard: string }[]): string {
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

const HEAD =
  'const c=g.clock,n=c[0],t=c[1],s=c[2],r=c[3],m=g.memory,q=g.quality,me=g.measured,st=g.stamp,sd=g.started,du=g.due,hd=g.held,ri=g.ranIn,lr=g.lastRun,ld=g.lastDue;let k=0,w=0,x=0,y=0;';

interface Around {
  plan: Plan;
  /** Memory slot of each port. */
  sourceSlots: ReadonlyMap<number, number>;
  /** Another node asks whether this one ran. */
  isRoot: boolean;
}

/** A node whose whole step can stand in the first half of the instant: all it reads is there, and nobody reads its states. */
export function isInlined({ program, island, inputs, definition }: PlanNode): boolean {
  return (
    program !== undefined &&
    island < 0 &&
    definition.onBad === 'bad' &&
    definition.listen === undefined &&
    definition.send === undefined &&
    inputs.every(({ from, feedthrough }) => from < 0 || feedthrough)
  );
}

function nodeText(node: PlanNode, around: Around): string {
  const { index: i, island, definition } = node;
  if (isInlined(node)) return inlinedText(node, around);
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

function triggerText({ index, rate, inputs }: PlanNode): string {
  const due = `du[${index}]===1`;
  if (rate.kind !== 'inherit') return due;
  const heard = inputs.filter(({ from, held }) => from >= 0 && !held).map(({ from }) => `st[${from}]===n`);
  return [due, ...heard].join('||');
}

function inlinedText(node: PlanNode, around: Around): string {
  const { index: i, inputs, program } = node;
  const wired = inputs.filter(({ from }) => from >= 0);
  const judged = wired.filter(({ type }) => type !== 'event').map(({ from }) => `q[${from}]`);
  const locals = new Locals();
  const { outputs, locals: late, next } = program!;
  const step = [
    ...wired.map((input) => inputText(input, around, locals)),
    `if(sd[${i}]===0)g.start(${i});`,
    stepText(node, around),
    ...outputs.map((assignment) => assignText(assignment, node, locals)),
    ...emissionTexts(node, locals),
    ...late.map((assignment) => assignText(assignment, node, locals)),
    ...next.map(({ formula }, j) => `const n${j}=${formulaText(formula, locals.read)};`),
    ...next.map(({ slot }, j) => `if(n${j}-n${j}===0)m[${slot}]=n${j};`),
    `lr[${i}]=t;`,
    node.period >= 0 ? `ld[${i}]=g.periods[${node.period}].last;` : '',
  ].join('');
  const ran = `k++;${around.isRoot ? `ri[${i}]=n;` : ''}${worstText(judged)}`;
  const guarded = judged.length > 0 ? `${ran}if(w>1)g.emitAllBad(${i});else{${step}}` : `${ran}${step}`;
  const ready = wired
    .filter(({ awaited }) => awaited)
    .map(({ from }) => `q[${from}]!==3`)
    .join('&&');
  const active = `if(${triggerText(node)}){du[${i}]=0;${ready === '' ? guarded : `if(${ready}){${guarded}}`}}`;
  return node.mayBeHeld ? `if(hd[${i}]!==0)du[${i}]=0;else ${active}` : active;
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
  return `if(du[${i}]===1){du[${i}]=0;ri[${i}]=n;w=g.beginMember(${i});if(w<3){k++;if(w>1)g.emitAllBad(${i});else{${step}}}}`;
}

function worstText([first, ...others]: readonly string[]): string {
  if (first === undefined) return 'w=0;';
  return `w=${first};${others.map((quality) => `if(${quality}>w)w=${quality};`).join('')}`;
}

function inputText(input: PlanInput, { sourceSlots }: Around, locals: Locals): string {
  const value =
    input.type === 'event'
      ? `st[${input.from}]===n?1:0`
      : convertedText(input, `m[${sourceSlots.get(input.from)}]`);
  return `const ${locals.name(input.slot)}=m[${input.slot}]=${value};`;
}

/** A member of an island holds its last good value. */
function heldInputText(input: PlanInput, { sourceSlots }: Around, locals: Locals): string {
  const value =
    input.type === 'event'
      ? `m[${input.slot}]=st[${input.from}]===n?1:0`
      : `q[${input.from}]<2?(m[${input.slot}]=${convertedText(input, `m[${sourceSlots.get(input.from)}]`)}):m[${input.slot}]`;
  return `const ${locals.name(input.slot)}=${value};`;
}

/** dt, where an equation reads it. */
function stepText({ index: i, period, program }: PlanNode, { plan }: Around): string {
  const { outputs, locals, next } = program!;
  const isRead = [...outputs, ...locals, ...next].some(({ formula }) => slotsIn(formula).has(STEP_SLOT));
  if (!isRead) return '';
  if (period < 0) return `const dt=lr[${i}]<0?0:(t-lr[${i}])/1e6;`;
  return `const dt=ld[${i}]<0?0:(g.periods[${period}].last-ld[${i}])*${numberText(plan.periods[period]!)};`;
}

/** Outputs stand in memory for who reads them; names between stay in the function. */
function assignText({ slot, formula }: Assignment, { outputs }: PlanNode, locals: Locals): string {
  const value = formulaText(formula, locals.read);
  const kept = outputs.some((output) => output.slot === slot) ? `m[${slot}]=` : '';
  return `const ${locals.name(slot)}=${kept}${value};`;
}

function emissionTexts({ outputs }: PlanNode, locals: Locals): string[] {
  return outputs.map(({ port, slot, type }) => {
    const value = locals.read(slot);
    const emit = `q[${port}]=${value}>=-1e30&&${value}<=1e30?w:2;me[${port}]=s;st[${port}]=n;`;
    return type === 'event' ? `if(${value}){${emit}}` : emit;
  });
}

/** Numbers of a node that stand in local constants by now; the others are read from memory. */
class Locals {
  readonly #names = new Map<number, string>();

  name(slot: number): string {
    const name = `v${slot}`;
    this.#names.set(slot, name);
    return name;
  }

  readonly read: ReadSlot = (slot) => {
    if (slot === TIME_SLOT) return 's';
    return slot === STEP_SLOT ? 'dt' : (this.#names.get(slot) ?? `m[${slot}]`);
  };
}
