import type { BinaryOperator, Expr } from './expr.ts';
import { functions, namedNumbers } from './functions.ts';
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
const RESERVED = new Set(['der', 'next', 'time']);

/** Precedence of the binary operators, loosest first; `^` binds tighter than a sign and stands apart. */
const LEVELS: readonly (readonly string[])[] = [
  ['or'],
  ['and'],
  ['<', '<=', '>', '>=', '==', '!='],
  ['+', '-'],
  ['*', '/'],
];
const COMPARE_LEVEL = 2;
const SPELLINGS: Readonly<Record<string, string>> = { '&&': 'and', '||': 'or', '!': 'not' };

class Refused extends Error {
  readonly problem: ExpressionProblem;
  constructor(says: string, column: number, remedy?: string) {
    super(says);
    this.problem = { says, column, ...(remedy !== undefined && { remedy }) };
  }
}

/** Reads an expression; never throws. At most 10,000 characters, nested at most 200 deep. */
export function parseExpression(text: string): { expr: Expr } | { problem: ExpressionProblem } {
  return reading(text, (parser) => ({ expr: parser.whole() }));
}

/** Reads one equation. */
export function parseEquation(
  text: string,
): { target: EquationTarget; expr: Expr } | { problem: ExpressionProblem } {
  return reading(text, (parser) => {
    const target = parser.target();
    return { target, expr: parser.whole() };
  });
}

function reading<T>(text: string, read: (parser: Parser) => T): T | { problem: ExpressionProblem } {
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
    return read(new Parser(text));
  } catch (error) {
    if (error instanceof Refused) return { problem: error.problem };
    throw error;
  }
}

/** Recursive descent over the tokens, one precedence level at a time. */
class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#tokens = tokenize(text);
  }

  whole(): Expr {
    if (this.#peek().kind === 'end')
      throw new Refused('it is empty', this.#peek().column, 'Write an expression.');
    const expr = this.#binary(0);
    const rest = this.#peek();
    if (rest.kind !== 'end') throw unexpected(rest);
    return expr;
  }

  target(): EquationTarget {
    const first = this.#next();
    let target: EquationTarget;
    if (first.text === '0' && first.kind === 'number') target = { kind: 'constraint' };
    else if (first.kind !== 'name')
      throw new Refused('an equation begins with a name', first.column, 'Write it as name = expression.');
    else if (first.text === 'der' || first.text === 'next') {
      this.#expect('(');
      const name = this.#next();
      if (name.kind !== 'name') throw unexpected(name);
      this.#expect(')');
      target = { kind: first.text, name: name.text };
    } else target = { kind: 'value', name: first.text };
    this.#expect('=');
    return target;
  }

  #binary(level: number): Expr {
    const operators = LEVELS[level];
    if (!operators) return this.#signed();
    let left = this.#binary(level + 1);
    for (let count = 0; operators.includes(spelled(this.#peek())); count++) {
      const { column, text } = this.#next();
      if (level === COMPARE_LEVEL && count > 0) {
        throw new Refused('comparisons do not chain', column, 'Join two of them with and: a < b and b < c.');
      }
      const operator = (SPELLINGS[text] ?? text) as BinaryOperator;
      left = { kind: 'binary', operator, left, right: this.#binary(level + 1), column };
      if (count > DEEPEST * 10)
        throw new Refused('it has too many terms', column, 'Split it over several nodes.');
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
    if (token.kind === 'number') return { kind: 'number', value: Number(text), column };
    if (token.kind === 'text') return { kind: 'text', value: text, column };
    if (token.kind === 'symbol' && text === '(') {
      const inner = this.#deeper(token, () => this.#binary(0));
      this.#expect(')', token);
      return inner;
    }
    if (token.kind !== 'name' || text === 'and' || text === 'or') throw unexpected(token);
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
    const known = functions.get(name);
    if (!known)
      throw new Refused(
        `there is no function "${name}"`,
        column,
        `There are ${[...functions.keys()].join(', ')}.`,
      );
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
      : unexpected(token, symbol);
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
  return kind === 'symbol' || kind === 'name' ? (SPELLINGS[text] ?? text) : '';
}

function unexpected({ kind, text, column }: Token, wanted?: string): Refused {
  if (kind === 'end') return new Refused('it ends too early', column, 'Complete it.');
  const got = `"${text}" is not expected here`;
  if (kind === 'symbol' && text === '=') return new Refused(got, column, 'Compare with ==.');
  return new Refused(
    wanted ? `${got}; expected "${wanted}"` : got,
    column,
    kind === 'odd' ? 'Remove it.' : 'Put an operator between two values.',
  );
}
