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

/**
 * What a generated function works on: the clock, and the arrays `m` memory, `q` quality, `me` measured, `st` stamp, `sd` started, `du` due,
 * `sp` stepped, `hd` held, `ri` ranIn, `lr` lastRun, `ld` lastDue, `pl` lastOf, `gs` ready, and the desk of own code; `k` counts the nodes it ran. To be placed by `placedText`.
 */
export const HEAD =
  'const n=cl[0],t=cl[1],s=cl[2],r=cl[3],N=g.numbers,K=g.kinds,S=g.said;let k=0,w=0,x=0,y=0;';

/** What stands around a node that is made into text. */
export interface Around {
  plan: Plan;
  /** Memory slot of each port. */
  sourceSlots: ReadonlyMap<number, number>;
  /** Another node asks whether this one ran. */
  isRoot: boolean;
}

/** When a node runs. */
export function triggerText({ index, rate, inputs }: PlanNode): string {
  const due = `du[${index}]===1`;
  if (rate.kind !== 'inherit') return due;
  const heard = inputs.filter(({ from, held }) => from >= 0 && !held).map(({ from }) => `st[${from}]===n`);
  return [due, ...heard].join('||');
}

/** A node that is equations: asked whether it runs, and all that it does then. */
export function inlinedText(node: PlanNode, around: Around): string {
  const { index: i, inputs, program } = node;
  const wired = inputs.filter(({ from }) => from >= 0);
  const locals = new Locals();
  const { outputs, locals: late, next } = program!;
  const step = [
    ...wired.map((input) => inputText(input, around, locals)),
    `if(sd[${i}]===0)g.start(${i});`,
    stepText(node, around, locals.step),
    ...outputs.map((assignment) => assignText(assignment, node, locals)),
    ...emissionTexts(node, locals),
    ...late.map((assignment) => assignText(assignment, node, locals)),
    ...next.map(({ formula }, j) => `const n${j}=${formulaText(formula, locals.read)};`),
    ...next.map(({ slot }, j) => `if(n${j}-n${j}===0)m[${slot}]=n${j};`),
    `lr[${i}]=t;`,
    node.period >= 0 ? `ld[${i}]=pl[${node.period}];` : '',
  ].join('');
  return activeText(node, around, true, step);
}

/** When a node runs and what it does then, its inputs' worst quality in `w`; `isJudged`: not on bad ones, which make its outputs bad. */
export function activeText(node: PlanNode, around: Around, isJudged: boolean, step: string): string {
  const { index: i, inputs } = node;
  const wired = inputs.filter(({ from }) => from >= 0);
  const judged = wired.filter(({ type }) => type !== 'event').map(({ from }) => `q[${from}]`);
  const ran = `k++;${around.isRoot ? `ri[${i}]=n;` : ''}${worstText(judged)}`;
  const guarded =
    isJudged && judged.length > 0 ? `${ran}if(w>1)g.emitAllBad(${i});else{${step}}` : `${ran}${step}`;
  const ready = wired
    .filter(({ awaited }) => awaited)
    .map(({ from }) => `q[${from}]!==3`)
    .join('&&');
  const active = `if(${triggerText(node)}){du[${i}]=0;${ready === '' ? guarded : `if(${ready}){${guarded}}`}}`;
  return node.mayBeHeld ? `if(hd[${i}]!==0)du[${i}]=0;else ${active}` : active;
}

/** The worst of some qualities, as `w`. */
export function worstText([first, ...others]: readonly string[]): string {
  if (first === undefined) return 'w=0;';
  return `w=${first};${others.map((quality) => `if(${quality}>w)w=${quality};`).join('')}`;
}

/** An input in the node's own unit. */
export function inputText(
  input: PlanInput,
  { sourceSlots }: Pick<Around, 'sourceSlots'>,
  locals: Locals,
): string {
  const value =
    input.type === 'event'
      ? `st[${input.from}]===n?1:0`
      : convertedText(input, locals.read(sourceSlots.get(input.from)!));
  return `const ${locals.name(input.slot)}=m[${input.slot}]=${value};`;
}

/** A member of an island, and own code that runs on bad inputs too, hold the last good value. */
export function heldInputText(input: PlanInput, { sourceSlots }: Around, locals: Locals): string {
  const value =
    input.type === 'event'
      ? `m[${input.slot}]=st[${input.from}]===n?1:0`
      : `q[${input.from}]<2?(m[${input.slot}]=${convertedText(input, `m[${sourceSlots.get(input.from)}]`)}):m[${input.slot}]`;
  return `const ${locals.name(input.slot)}=${value};`;
}

/** dt under the name it is read by, where an equation reads it. */
export function stepText(node: PlanNode, around: Pick<Around, 'plan'>, name: string): string {
  const { outputs, locals, next } = node.program!;
  const isRead = [...outputs, ...locals, ...next].some(({ formula }) => slotsIn(formula).has(STEP_SLOT));
  return isRead ? `const ${name}=${sinceText(node, around)};` : '';
}

/** Seconds since a node ran last. */
export function sinceText({ index: i, period }: PlanNode, { plan }: Pick<Around, 'plan'>): string {
  if (period < 0) return `lr[${i}]<0?0:(t-lr[${i}])/1e6`;
  return `ld[${i}]<0?0:(pl[${period}]-ld[${i}])*${numberText(plan.periods[period]!)}`;
}

/** Outputs stand in memory for who reads them; names between stay in the function. */
export function assignText({ slot, formula }: Assignment, { outputs }: PlanNode, locals: Locals): string {
  const value = formulaText(formula, locals.read);
  const kept = outputs.some((output) => output.slot === slot) ? `m[${slot}]=` : '';
  return `const ${locals.name(slot)}=${kept}${value};`;
}

/** Outputs on their ports; whether each is within the limits is asked, or known by now. */
export function emissionTexts(
  { outputs }: PlanNode,
  locals: Locals,
  worst = 'w',
  isWithin = false,
): string[] {
  return outputs.map(({ port, slot, type }) => {
    const value = locals.read(slot);
    const quality = isWithin ? worst : `${value}>=-1e30&&${value}<=1e30?${worst}:2`;
    const emit = `q[${port}]=${quality};me[${port}]=s;st[${port}]=n;`;
    return type === 'event' ? `if(${value}){${emit}}` : emit;
  });
}

/** Numbers of a node that stand in local constants by now; the others are read from memory. */
export class Locals {
  /** What dt is called. */
  step = 'dt';
  readonly #names = new Map<number, string>();

  name(slot: number): string {
    const name = `v${slot}`;
    this.#names.set(slot, name);
    return name;
  }

  readonly read: ReadSlot = (slot) => {
    if (slot === TIME_SLOT) return 's';
    return slot === STEP_SLOT ? this.step : (this.#names.get(slot) ?? `m[${slot}]`);
  };
}
