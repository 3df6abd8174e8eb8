import type { BinaryOperator, Expr } from '@twinloom/runtime/expression/expr';
import { parseEquation, type EquationTarget } from '@twinloom/runtime/expression/parse';
import { formatValue } from '@twinloom/runtime/signal/format-value';
import { formulaWords } from '../words/formula.ts';

/** An element of MathML, or a text. */
export type MathNode =
  | string
  | { tag: string; attributes?: Readonly<Record<string, string>>; in: MathNode[] };

/** How tightly a piece of a formula holds together, loosest first. */
const TIGHT = { or: 1, and: 2, compare: 3, sum: 4, product: 5, sign: 6, power: 7, whole: 8 } as const;

interface Piece {
  node: MathNode;
  tight: number;
}

const el = (tag: string, ...children: MathNode[]): MathNode => ({ tag, in: children });
const row = (...children: MathNode[]): MathNode => el('mrow', ...children);
const op = (sign: string): MathNode => el('mo', sign);
/** Blanks at the ends of a text would not be drawn. */
const word = (text: string): MathNode => el('mtext', text.replaceAll(' ', '\u00a0'));
const whole = (node: MathNode): Piece => ({ node, tight: TIGHT.whole });

/** An equation as it would stand in a book; undefined where the text is none. */
export function mathOfEquation(text: string): MathNode | undefined {
  const parsed = parseEquation(text);
  if ('problem' in parsed) return undefined;
  return row(mathOfTarget(parsed.target), op('='), pieceOf(parsed.expr).node);
}

function mathOfTarget(target: EquationTarget): MathNode {
  switch (target.kind) {
    case 'constraint':
      return el('mn', '0');
    case 'value':
      return mathOfName(target.name);
    case 'next':
      return el('msub', mathOfName(target.name), row(el('mi', 'k'), op('+'), el('mn', '1')));
    case 'der':
      return el('mfrac', row(upright('d'), mathOfName(target.name)), row(upright('d'), el('mi', 't')));
    default:
      return target satisfies never;
  }
}

function pieceOf(expr: Expr): Piece {
  switch (expr.kind) {
    case 'number':
      return whole(el('mn', formatValue(expr.value, 8)));
    case 'text':
      return whole(word(`“${expr.value}”`));
    case 'name':
      return whole(mathOfName(expr.name));
    case 'unary':
      return expr.operator === '-'
        ? { node: row(op('−'), at(expr.operand, TIGHT.product)), tight: TIGHT.sign }
        : { node: row(word(formulaWords.not), at(expr.operand, TIGHT.sign)), tight: TIGHT.sign };
    case 'binary':
      return pieceOfBinary(expr.operator, expr.left, expr.right);
    case 'call':
      return pieceOfCall(expr.name, expr.arguments);
    default:
      return expr satisfies never;
  }
}

function pieceOfBinary(operator: BinaryOperator, left: Expr, right: Expr): Piece {
  switch (operator) {
    case '/':
      return { node: el('mfrac', pieceOf(left).node, pieceOf(right).node), tight: TIGHT.product };
    case '^':
      return power(left, right);
    case '*':
      return joined(TIGHT.product, op('⋅'), at(left, TIGHT.product), second(right, TIGHT.product));
    case '+':
      return joined(TIGHT.sum, op('+'), at(left, TIGHT.sum), second(right, TIGHT.sum));
    case '-':
      return joined(TIGHT.sum, op('−'), at(left, TIGHT.sum), second(right, TIGHT.product));
    case 'and':
      return joined(TIGHT.and, word(formulaWords.and), at(left, TIGHT.and), at(right, TIGHT.and));
    case 'or':
      return joined(TIGHT.or, word(formulaWords.or), at(left, TIGHT.or), at(right, TIGHT.or));
    case '<':
    case '>':
    case '<=':
    case '>=':
    case '==':
    case '!=':
      return joined(TIGHT.compare, op(COMPARED[operator]), at(left, TIGHT.sum), at(right, TIGHT.sum));
    default:
      return operator satisfies never;
  }
}

const COMPARED = { '<': '<', '>': '>', '<=': '≤', '>=': '≥', '==': '=', '!=': '≠' } as const;

function joined(tight: number, between: MathNode, left: MathNode, right: MathNode): Piece {
  return { node: row(left, between, right), tight };
}

function power(base: Expr, exponent: Expr): Piece {
  const node = el('msup', at(base, TIGHT.whole), pieceOf(exponent).node);
  return { node, tight: TIGHT.power };
}

/** A part of a formula, in brackets where it holds together more loosely than its place asks. */
function at(expr: Expr, tight: number): MathNode {
  const piece = pieceOf(expr);
  return piece.tight < tight ? between('(', piece.node, ')') : piece.node;
}

/** What follows an operator begins with no sign. */
function second(expr: Expr, tight: number): MathNode {
  const isSigned = expr.kind === 'unary' && expr.operator === '-';
  return isSigned ? between('(', pieceOf(expr).node, ')') : at(expr, tight);
}

function between(open: string, node: MathNode, close: string): MathNode {
  return row(op(open), node, op(close));
}

function pieceOfCall(name: string, given: readonly Expr[]): Piece {
  const [a, b] = given;
  const inner = (expr: Expr | undefined): MathNode => (expr ? pieceOf(expr).node : '');
  switch (name) {
    case 'sqrt':
      return whole(el('msqrt', inner(a)));
    case 'hypot':
      return whole(el('msqrt', row(power(a!, TWO).node, op('+'), power(b!, TWO).node)));
    case 'abs':
      return whole(between('|', inner(a), '|'));
    case 'floor':
      return whole(between('⌊', inner(a), '⌋'));
    case 'ceil':
      return whole(between('⌈', inner(a), '⌉'));
    case 'exp':
      return { node: el('msup', el('mi', 'e'), inner(a)), tight: TIGHT.power };
    case 'pow':
      return power(a!, b!);
    case 'if':
      return { node: cases(given), tight: TIGHT.sum };
    default:
      return whole(called(NAMED.get(name) ?? upright(name), given));
  }
}

const TWO: Expr = { kind: 'number', value: 2, column: 0 };

const NAMED: ReadonlyMap<string, MathNode> = new Map([
  ['log', upright('ln')],
  ['sign', upright('sgn')],
  ['log10', el('msub', upright('log'), el('mn', '10'))],
  ['log2', el('msub', upright('log'), el('mn', '2'))],
]);

function called(name: MathNode, given: readonly Expr[]): MathNode {
  const separated = given.flatMap((one, i) => [...(i > 0 ? [op(',')] : []), pieceOf(one).node]);
  return row(name, op('\u2061'), between('(', row(...separated), ')'));
}

/** One row for each branch; what stands in the last branch as another `if` goes on below. */
function cases(given: readonly Expr[]): MathNode {
  const rows: MathNode[] = [];
  let rest: Expr | undefined;
  let [condition, then, otherwise] = given;
  while (condition && then) {
    rows.push(el('mtr', cell(pieceOf(then).node), cell(word(formulaWords.if), pieceOf(condition).node)));
    rest = otherwise;
    if (rest?.kind !== 'call' || rest.name !== 'if') break;
    [condition, then, otherwise] = rest.arguments;
  }
  if (rest) rows.push(el('mtr', cell(pieceOf(rest).node), cell(word(formulaWords.otherwise))));
  return row(op('{'), el('mtable', ...rows));
}

function cell(...children: MathNode[]): MathNode {
  return { tag: 'mtd', in: children };
}

function upright(text: string): MathNode {
  return { tag: 'mi', attributes: { mathvariant: 'normal' }, in: [text] };
}

/** One letter is set in italics, a Greek one as such, a word upright; digits at its end hang below. */
function mathOfName(name: string): MathNode {
  const [, stem = name, digits = ''] = /^(.*?[A-Za-z])(\d+)$/.exec(name) ?? [];
  const letter = GREEK.get(stem) ?? stem;
  const base = letter.length === 1 ? el('mi', letter) : upright(letter);
  return digits === '' ? base : el('msub', base, el('mn', digits));
}

const GREEK: ReadonlyMap<string, string> = new Map([
  ['alpha', 'α'],
  ['beta', 'β'],
  ['gamma', 'γ'],
  ['delta', 'δ'],
  ['epsilon', 'ε'],
  ['eta', 'η'],
  ['theta', 'θ'],
  ['kappa', 'κ'],
  ['lambda', 'λ'],
  ['mu', 'μ'],
  ['nu', 'ν'],
  ['pi', 'π'],
  ['rho', 'ρ'],
  ['sigma', 'σ'],
  ['tau', 'τ'],
  ['phi', 'φ'],
  ['psi', 'ψ'],
  ['omega', 'ω'],
]);
