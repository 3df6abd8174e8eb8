import { TIME_SLOT, type Island } from '../compile/plan.ts';
import { convertedText, formulaText, type ReadSlot } from './formula-text.ts';

/** Writes a number into a slot, or into the i-th derivative. */
export interface Statement {
  slot?: number;
  derivative?: number;
  text: (read: ReadSlot) => string;
}

/** What the right-hand side of an island works out, in order: outputs of its members, copies between them, derivatives; without what no derivative needs. */
export function statementsOf({ members, lateCopies, locals, derivatives }: Island): Statement[] {
  const copy = ({ from, to, factor, offset }: Island['lateCopies'][number]): Statement => ({
    slot: to,
    text: (read) => convertedText({ factor, offset }, read(from)),
  });
  const assignment = ({ slot, formula }: Island['locals'][number]): Statement => ({
    slot,
    text: (read) => formulaText(formula, read),
  });
  return needed([
    ...members.flatMap(({ copies, outputs }) => [...copies.map(copy), ...outputs.map(assignment)]),
    ...lateCopies.map(copy),
    ...locals.map(assignment),
    ...derivatives.map(({ formula }, derivative): Statement => ({
      derivative,
      text: (read) => formulaText(formula, read),
    })),
  ]);
}

/** Slots a statement reads. */
function readsOf({ text }: Statement): Set<number> {
  const reads = new Set<number>();
  text((slot) => {
    reads.add(slot);
    return '';
  });
  return reads;
}

function needed(statements: readonly Statement[]): Statement[] {
  const wanted = new Set<number>();
  return statements
    .toReversed()
    .filter((statement) => {
      if (statement.slot !== undefined && !wanted.delete(statement.slot)) return false;
      for (const slot of readsOf(statement)) wanted.add(slot);
      return true;
    })
    .toReversed();
}

/** Statements that come to the same wherever the states are and whatever the time is, and the others; each in order. */
export function splitSteady(
  statements: readonly Statement[],
  states: readonly number[],
): { steady: Statement[]; moving: Statement[] } {
  const moves = new Set([TIME_SLOT, ...states]);
  const [steady, moving]: [Statement[], Statement[]] = [[], []];
  for (const statement of statements) {
    const isMoving = statement.slot === undefined || [...readsOf(statement)].some((slot) => moves.has(slot));
    if (!isMoving) moves.delete(statement.slot!);
    else if (statement.slot !== undefined) moves.add(statement.slot);
    (isMoving ? moving : steady).push(statement);
  }
  return { steady, moving };
}
