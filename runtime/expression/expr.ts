/** Operators of two operands, as they are written. */
export type BinaryOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '^'
  | '<'
  | '<='
  | '>'
  | '>='
  | '=='
  | '!='
  | 'and'
  | 'or';

/** An expression as a tree; `column` is the 1-based place of the token in its text. */
export type Expr =
  | { kind: 'number'; value: number; column: number }
  | { kind: 'text'; value: string; column: number }
  | { kind: 'name'; name: string; column: number }
  | { kind: 'unary'; operator: '-' | 'not'; operand: Expr; column: number }
  | { kind: 'binary'; operator: BinaryOperator; left: Expr; right: Expr; column: number }
  | { kind: 'call'; name: string; arguments: Expr[]; column: number };

/** The names an expression reads, functions and constants left out. */
export function namesIn(expr: Expr): Set<string> {
  const names = new Set<string>();
  collect(expr, names);
  return names;
}

function collect(expr: Expr, names: Set<string>): void {
  switch (expr.kind) {
    case 'name':
      names.add(expr.name);
      return;
    case 'unary':
      return collect(expr.operand, names);
    case 'binary':
      collect(expr.left, names);
      return collect(expr.right, names);
    case 'call':
      for (const argument of expr.arguments) collect(argument, names);
      return;
    case 'number':
    case 'text':
      return;
    default:
      expr satisfies never;
  }
}
