import type { BinaryOperator, Expr } from './expr.ts';
import { functions, namedNumbers } from './functions.ts';
import { nearFunction } from './near-function.ts';
import { tokenize, type Token } from './tokenize.ts';

/** What is wrong with a text, at which 1-based column, and what to do. */
export interface ExpressionProblem {
  says: string;
  column: number;
  remedy?: string;
}

/** The left side of an equation: `out = …`, `der(x) = …`, `next(x) = …`, or `0 = …`. */
export type EquationTarget = { kind: 'value' | 'der' | 'next'; name: string } | { kind: 'constraint' };

const LONGEST = 10_000;
const DEEPEST = 200;
const MOST_TERMS = 1000;
const RESERVED = new Set(['der', 'next', 'time']);
/** Names nobody can define: time is given, the rest is the language. */
const GIVEN = new Set(['t', 'dt', 'time', 'der', 'next', 'and', 'or', 'not', ...namedNumbers.keys()]);

/** What people write from other languages, and what it is called here. */
const HABITS: Readonly<Record<string, string>> = {
  '%': 'The remainder is mod(a, b).',
  '?': 'Choose with if(condition, a, b).',
  '&': 'Write and.',
  '|': 'Write or.',
  "'": 'Texts stand in double quotes.',
  '"': 'Close the text with a second ".',
  '−': 'Write the sign -.',
  '–': 'Write the sign -.',
  '×': 'Write *.',
  '·': 'Write *.',
  '÷': 'Write /.',
  '≤': 'Write <=.',
  '≥': 'Write >=.',
  '≠': 'Write !=.',
  '²': 'Write ^2.',
  '³': 'Write ^3.',
  π: 'Write pi.',
};

/** Precedence of the binary operators, loosest first; `^` binds tighter than a sign and stands apart. */
const LEVELS: readonly (readonly string[])[] = [
  ['or'],
  ['and'],
  ['<', '<=', '>', '>=', '==', '!='],
  ['+', '-'],
  ['*', '/'],
];
const COMPARE_LEVEL = 2;
const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ['&&', 'and'],
  ['||', 'or'],
  ['!', 'not'],
]);

class Refused extends Error {
  readonly problem: ExpressionProblem;
  constructor(says: string, column: number, remedy?: string) {
    super(says);
    this.problem = { says, column, ...(remedy !== undefined && { remedy }) };
  }
}

/** Functions that an expression may call beside the fixed ones, or with other numbers of arguments; `takesText`: also texts. */
export type MoreFunctions = ReadonlyMap<string, { least: number; most: number; takesText?: boolean }>;

const NO_MORE: MoreFunctions = new Map();

/** Reads an expression; never throws. At most 10,000 characters, 1,000 operators, nested at most 200 deep. */
export function parseExpression(
  text: string,
  more: MoreFunctions = NO_MORE,
): { expr: Expr } | { problem: ExpressionProblem } {
  return reading(text, more, (parser) => ({ expr: parser.whole() }));
}

/** Reads one equation; its columns count from the start of the equation. Never throws, limits as for an expression. */
export function parseEquation(
  text: string,
): { target: EquationTarget; expr: Expr } | { problem: ExpressionProblem } {
  return reading(text, NO_MORE, (parser) => {
    const target = parser.target();
    return { target, expr: parser.whole() };
  });
}

function reading<T>(
  text: string,
  more: MoreFunctions,
  read: (parser: Parser) => T,
): T | { problem: ExpressionProblem } {
  if (text.length > LONGEST) {
    return {
      problem: {
        says: `it is longer than ${LONGEST} characters`,
        column: LONGEST,
        remedy: 'Split it over several nodes.',
      },
    };
  }
  try {
    return read(new Parser(text, more));
  } catch (error) {
    if (error instanceof Refused) return { problem: error.problem };
    throw error;
  }
}

/** Recursive descent over the tokens, one precedence level at a time. */
class Parser {
  readonly #tokens: readonly Token[];
  readonly #more: MoreFunctions;
  #at = 0;
  #depth = 0;
  #terms = 0;

  constructor(text: string, more: MoreFunctions) {
    this.#more = more;
    this.#tokens = tokenize(text);
  }

  whole(): Expr {
    if (this.#peek().kind === 'end')
      throw new Refused('it is empty', this.#peek().column, 'Write an expression.');
    const expr = this.#binary(0);
    const rest = this.#peek();
    if (rest.kind !== 'end') throw unexpected(rest, this.#before());
    refuseStrayText(expr, this.#more);
    return expr;
  }

  target(): EquationTarget {
    const first = this.#next();
    let target: EquationTarget;
    if (first.text === '0' && first.kind === 'number') target = { kind: 'constraint' };
    else if (first.kind !== 'name')
      throw new Refused('an equation begins with a name', first.column, 'Write it as name = expression.');
    else if ((first.text === 'der' || first.text === 'next') && this.#takes('(')) {
      const name = this.#next();
      this.#expect(')');
      target = { kind: first.text, name: definable(name) };
    } else target = { kind: 'value', name: definable(first) };
    this.#expectEquals();
    return target;
  }

  #binary(level: number): Expr {
    const operators = LEVELS[level];
    if (!operators) return this.#signed();
    let left = this.#binary(level + 1);
    for (let count = 0; operators.includes(spelled(this.#peek())); count++) {
      const { column, text } = this.#next();
      if (++this.#terms > MOST_TERMS)
        throw new Refused(`it has more than ${MOST_TERMS} operators`, column, 'Split it over several nodes.');
      if (level === COMPARE_LEVEL && count > 0) {
        throw new Refused('comparisons do not chain', column, 'Join two of them with and: a < b and b < c.');
      }
      const operator = (SPELLINGS.get(text) ?? text) as BinaryOperator;
      left = { kind: 'binary', operator, left, right: this.#binary(level + 1), column };
    }
    return left;
  }

  #signed(): Expr {
    const token = this.#peek();
    const operator = spelled(token);
    if (operator !== '-' && operator !== '+' && operator !== 'not') return this.#power();
    this.#next();
    const operand = this.#deeper(token, () =>
      operator === 'not' ? this.#binary(COMPARE_LEVEL) : this.#signed(),
    );
    return operator === '+' ? operand : { kind: 'unary', operator, operand, column: token.column };
  }

  /** Right-associative: a^b^c = a^(b^c), and -a^2 = -(a^2). */
  #power(): Expr {
    const left = this.#primary();
    const token = this.#peek();
    if (token.kind !== 'symbol' || token.text !== '^') return left;
    this.#next();
    const right = this.#deeper(token, () => this.#signed());
    return { kind: 'binary', operator: '^', left, right, column: token.column };
  }

  #primary(): Expr {
    const token = this.#next();
    const { column, text } = token;
    if (token.kind === 'number') {
      const value = Number(text);
      if (!Number.isFinite(value))
        throw new Refused(`${text} is too large a number`, column, 'The largest is about 1.8e308.');
      return { kind: 'number', value, column };
    }
    if (token.kind === 'text') return { kind: 'text', value: text, column };
    if (token.kind === 'symbol' && text === '(') {
      const inner = this.#deeper(token, () => this.#binary(0));
      this.#expect(')', token);
      return inner;
    }
    if (token.kind !== 'name' || text === 'and' || text === 'or') throw unexpected(token, this.#before(2));
    if (this.#peek().kind === 'symbol' && this.#peek().text === '(') return this.#call(token);
    const value = namedNumbers.get(text);
    if (value !== undefined) return { kind: 'number', value, column };
    if (RESERVED.has(text))
      throw new Refused(`"${text}" is a reserved name`, column, 'The time is called t.');
    if (functions.has(text)) throw new Refused(`"${text}" is a function`, column, `Call it: ${text}(…).`);
    return { kind: 'name', name: text, column };
  }

  #call(token: Token): Expr {
    const { text: name, column } = token;
    const known = this.#more.get(name) ?? functions.get(name);
    if (!known)
      throw new Refused(`there is no function "${name}"`, column, remedyForFunction(name, this.#more));
    this.#next();
    const given: Expr[] = [];
    if (!(this.#peek().kind === 'symbol' && this.#peek().text === ')')) {
      do given.push(this.#deeper(token, () => this.#binary(0)));
      while (this.#takes(','));
    }
    this.#expect(')', token);
    if (given.length < known.least || given.length > known.most) {
      const wanted = known.least === known.most ? `${known.least}` : `${known.least} to ${known.most}`;
      throw new Refused(`${name} takes ${wanted} arguments, got ${given.length}`, column);
    }
    return { kind: 'call', name, arguments: given, column };
  }

  #deeper<T>({ column }: Token, read: () => T): T {
    if (++this.#depth > DEEPEST)
      throw new Refused(`it is nested deeper than ${DEEPEST} levels`, column, 'Split it over several nodes.');
    const result = read();
    this.#depth--;
    return result;
  }

  #expect(symbol: string, opened?: Token): void {
    const token = this.#peek();
    if (this.#takes(symbol)) return;
    if (opened && token.kind === 'end')
      throw new Refused(
        `the bracket at column ${opened.column} is not closed`,
        token.column,
        `Add "${symbol}".`,
      );
    throw token.kind === 'end'
      ? new Refused(`"${symbol}" is missing at the end`, token.column)
      : unexpected(token, this.#before(), symbol);
  }

  #expectEquals(): void {
    const { kind, text, column } = this.#peek();
    if (this.#takes('=')) return;
    const got = kind === 'end' ? 'it ends before' : `"${text}" stands where`;
    const remedy = text === '==' ? 'An equation has one =.' : 'Write it as name = expression.';
    throw new Refused(`${got} "=" is expected`, column, remedy);
  }

  /** The token before the one to read next (or before the one just read, for 2). */
  #before(steps = 1): Token | undefined {
    return this.#tokens[this.#at - steps];
  }

  #takes(symbol: string): boolean {
    const token = this.#peek();
    if (token.kind !== 'symbol' || token.text !== symbol) return false;
    this.#at++;
    return true;
  }

  #peek(): Token {
    return this.#tokens[this.#at]!;
  }

  #next(): Token {
    const token = this.#peek();
    if (token.kind !== 'end') this.#at++;
    return token;
  }
}

function spelled({ kind, text }: Token): string {
  return kind === 'symbol' || kind === 'name' ? (SPELLINGS.get(text) ?? text) : '';
}

function definable({ kind, text, column }: Token): string {
  if (kind !== 'name') throw new Refused('a name is expected here', column, 'Write it as name = expression.');
  if (GIVEN.has(text))
    throw new Refused(`"${text}" is a reserved name and cannot be defined`, column, 'Choose another name.');
  return text;
}

function remedyForFunction(name: string, more: MoreFunctions): string {
  if (name === 'der' || name === 'next') return `${name}(…) stands only on the left of an equation.`;
  const near = nearFunction(name, [...more.keys()]);
  return near === undefined
    ? `There are ${[...new Set([...more.keys(), ...functions.keys()])].join(', ')}.`
    : `Did you mean ${near}?`;
}

/** A text means something only where a name is compared with it. */
function refuseStrayText(expr: Expr, more: MoreFunctions): void {
  switch (expr.kind) {
    case 'text':
      throw new Refused(
        `the text "${expr.value}" is compared with nothing`,
        expr.column,
        'Compare an option with it: name == "text".',
      );
    case 'unary':
      return refuseStrayText(expr.operand, more);
    case 'binary':
      if (comparesText(expr)) return;
      refuseStrayText(expr.left, more);
      return refuseStrayText(expr.right, more);
    case 'call':
      for (const argument of expr.arguments)
        if (argument.kind !== 'text' || more.get(expr.name)?.takesText !== true)
          refuseStrayText(argument, more);
      return;
    case 'number':
    case 'name':
      return;
    default:
      expr satisfies never;
  }
}

function comparesText({ operator, left, right }: Expr & { kind: 'binary' }): boolean {
  if (operator !== '==' && operator !== '!=') return false;
  return (left.kind === 'text' && right.kind === 'name') || (left.kind === 'name' && right.kind === 'text');
}

function unexpected({ kind, text, column }: Token, before: Token | undefined, wanted?: string): Refused {
  if (kind === 'end') return new Refused('it ends too early', column, 'Complete it.');
  const got = `"${text}" is not expected here`;
  if (kind === 'symbol' && text === '=') return new Refused(got, column, 'Compare with ==.');
  return new Refused(wanted ? `${got}; expected "${wanted}"` : got, column, remedyFor(kind, text, before));
}

function remedyFor(kind: Token['kind'], text: string, before: Token | undefined): string {
  const habit = Object.hasOwn(HABITS, text) ? HABITS[text] : undefined;
  if (habit !== undefined) return habit;
  if (text === '*' && before?.text === '*') return 'A power is written ^.';
  if (kind === 'odd' || text === ')' || text === ',') return 'Remove it.';
  return kind === 'symbol' && text !== '(' ? 'Put a value before it.' : 'Put an operator between two values.';
}
