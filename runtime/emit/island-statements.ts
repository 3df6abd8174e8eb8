import { TIME_SLOT, type Island } from '../compile/plan.ts';
import { slotsIn, withParts, type Formula } from '../expression/formula.ts';
import { formulaText } from './formula-text.ts';

/** Writes a number into a slot, or into the i-th derivative. */
export interface Statement {
  slot?: number;
  derivative?: number;
  formula: Formula;
}

/** What the right-hand side of an island works out, in order: outputs of its members, copies between them, derivatives; without what no derivative needs. */
export function statementsOf({ members, lateCopies, locals, derivatives }: Island): Statement[] {
  return needed([
    ...members.flatMap(({ copies, outputs }) => [...copies.map(copied), ...outputs]),
    ...lateCopies.map(copied),
    ...locals,
    ...derivatives.map(({ formula }, derivative): Statement => ({ derivative, formula })),
  ]);
}

/** The same number where the units agree. */
function copied({ from, to, factor, offset }: Island['lateCopies'][number]): Statement {
  const read: Formula = { kind: 'slot', slot: from };
  if (factor === 1 && offset === 0) return { slot: to, formula: read };
  const scaled = binary('*', { kind: 'number', value: factor }, read);
  return { slot: to, formula: binary('+', scaled, { kind: 'number', value: offset }) };
}

function binary(operator: '*' | '+', left: Formula, right: Formula): Formula {
  return { kind: 'binary', operator, left, right };
}

function needed(statements: readonly Statement[]): Statement[] {
  const wanted = new Set<number>();
  return statements
    .toReversed()
    .filter(({ slot, formula }) => {
      if (slot !== undefined && !wanted.delete(slot)) return false;
      slotsIn(formula, wanted);
      return true;
    })
    .toReversed();
}

/**
 * Statements that come to the same wherever the states are and whatever the time is, and the others; each in order. What stays the same
 * within one that moves is a steady statement of its own, in a slot that nothing else has.
 */
export function splitSteady(
  statements: readonly Statement[],
  states: readonly number[],
): { steady: Statement[]; moving: Statement[] } {
  const moves = new Set([TIME_SLOT, ...states]);
  const [steady, moving]: [Statement[], Statement[]] = [[], []];
  const lifted = new Map<string, number>();
  const own = statements.flatMap(({ slot, formula }) => [slot ?? 0, ...slotsIn(formula)]);
  let next = 1 + Math.max(...own, ...states);
  const isMoving = (formula: Formula): boolean => [...slotsIn(formula)].some((slot) => moves.has(slot));
  const lift = (formula: Formula): Formula => {
    if (formula.kind === 'number') return formula;
    if (isMoving(formula)) return withParts(formula, lift);
    const key = formulaText(formula, String);
    const slot = lifted.get(key) ?? next++;
    if (!lifted.has(key)) steady.push({ slot, formula });
    lifted.set(key, slot);
    return { kind: 'slot', slot };
  };
  for (const statement of statements) {
    const { slot, formula } = statement;
    if (slot !== undefined && !isMoving(formula)) {
      steady.push(statement);
      continue;
    }
    moving.push({ ...statement, formula: lift(formula) });
    if (slot !== undefined) moves.add(slot);
  }
  return { steady, moving };
}
