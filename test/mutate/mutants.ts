import { parseAst } from 'vitest/node';
import { equationMutants, otherNumber, type Change } from './equation-mutants.ts';

/** One change of a source file that its tests should notice. */
export interface Mutant extends Change {
  /** 1-based, of the change. */
  line: number;
  column: number;
  /** The trimmed line of the change, before and after. */
  from: string;
  to: string;
}

const SWAPS: Readonly<Record<string, readonly string[]>> = {
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '%': ['*'],
  '**': ['*'],
  '<': ['<=', '>'],
  '<=': ['<', '>'],
  '>': ['>=', '<'],
  '>=': ['>', '<'],
  '===': ['!=='],
  '!==': ['==='],
  '&&': ['||'],
  '||': ['&&'],
  '+=': ['-='],
  '-=': ['+='],
  '*=': ['/='],
  '/=': ['*='],
  '%=': ['*='],
  '**=': ['*='],
  '++': ['--'],
  '--': ['++'],
};

/** What a person reads, the example beside it, the version, and what a deploy does with a param: no formula. */
const PROSE =
  /^(tunable|resets|docs?|example|doesNotModel|source|keywords|title|icon|card|type|version|path|message|says|remedy|code)$/;
const PROSE_CALLS = /^(describe|meta|Error|note)$/;
/** Methods of a schema that say what it lets through. */
const LIMITS = /^(default|min|max|gt|gte|lt|lte|length|literal)$/;
const EQUATIONS = /^(equations|initial)$/;
/** A constant that is kept as a text, so that it is exact. */
const DECIMAL = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/;
/** What TypeScript puts around an expression; its other nodes are types. */
const WRAPPERS = /^TS(As|Satisfies|NonNull)Expression$/;

type Node = { type: string; start: number; end: number; [key: string]: unknown };

/**
 * Every change of one operator or constant in the formulas of a TypeScript file, in the order of the text. What a schema says of a
 * param is no formula: its default, and the limits of what a form lets through.
 */
export function mutantsOf(text: string): Mutant[] {
  const changes: Change[] = [];
  walk(parseAst(text, { lang: 'ts' }) as unknown as Node, false, (node, isEquation) => {
    changes.push(...changesOf(text, node, isEquation));
  });
  return changes.sort((a, b) => a.start - b.start).map((change) => placed(text, change));
}

/** The text with the change made. */
export function mutated(text: string, { start, end, becomes }: Change): string {
  return text.slice(0, start) + becomes + text.slice(end);
}

function walk(node: Node, isEquation: boolean, visit: (node: Node, isEquation: boolean) => void): void {
  if (node.type === 'ImportDeclaration' || node.type === 'ExportAllDeclaration') return;
  if (node.type.startsWith('TS') && !WRAPPERS.test(node.type)) return;
  if (node.type === 'Property' && PROSE.test(nameOf(node.key))) return;
  if (node.type === 'Property' && nameOf(node.key) === 'params') return walkFunctions(node.value, visit);
  visit(node, isEquation);
  const inside = isEquation || (node.type === 'Property' && EQUATIONS.test(nameOf(node.key)));
  for (const [key, value] of Object.entries(node)) {
    if (key === 'arguments' && (PROSE_CALLS.test(nameOf(node.callee)) || isLimit(node.callee))) continue;
    if (key === 'key' && node.computed !== true) continue;
    for (const child of Array.isArray(value) ? (value as unknown[]) : [value]) {
      if (isNode(child)) walk(child, inside, visit);
    }
  }
}

/** `.min` and the like of a schema, which is no name but a call itself: `z.number().min`. */
function isLimit(callee: unknown): boolean {
  if (!isNode(callee) || callee.type !== 'MemberExpression' || !LIMITS.test(nameOf(callee))) return false;
  return isNode(callee.object) && callee.object.type === 'CallExpression';
}

/** Visits no more than the functions in it, such as the check of one param against another. */
function walkFunctions(value: unknown, visit: (node: Node, isEquation: boolean) => void): void {
  if (Array.isArray(value)) for (const child of value as unknown[]) walkFunctions(child, visit);
  if (!isNode(value)) return;
  if (value.type === 'ArrowFunctionExpression') walk(value, false, visit);
  else for (const child of Object.values(value)) walkFunctions(child, visit);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

/** `x` of x, of a.x and of 'x'. */
function nameOf(node: unknown): string {
  if (!isNode(node)) return '';
  if (node.type === 'MemberExpression') return nameOf(node.property);
  return String(node.name ?? node.value ?? '');
}

function changesOf(text: string, node: Node, isEquation: boolean): Change[] {
  switch (node.type) {
    case 'BinaryExpression':
    case 'LogicalExpression':
    case 'AssignmentExpression':
      return operatorChanges(text, node);
    case 'UpdateExpression':
      return operatorsIn(text, node.start, node.end, String(node.operator));
    case 'UnaryExpression': {
      if (node.operator !== '-' && node.operator !== '!') return [];
      return [{ start: node.start, end: node.start + 1, becomes: '' }];
    }
    case 'Literal':
      return literalChanges(text, node, isEquation);
    case 'ArrayExpression':
      return rowChanges(node);
    case 'Property':
      return entryChanges(node);
    case 'TemplateElement':
      return isEquation ? inEquation(text, node.start, node.end) : [];
    case 'MemberExpression':
      return extremumChanges(text, node);
    default:
      return [];
  }
}

function operatorChanges(text: string, { left, right, operator }: Node): Change[] {
  if (!isNode(left) || !isNode(right)) return [];
  if (operator === '+' && (isText(left) || isText(right))) return [];
  return operatorsIn(text, left.end, right.start, String(operator));
}

/** Whether it joins texts, where a minus makes no sense. */
function isText(node: Node): boolean {
  return node.type === 'TemplateLiteral' || typeof node.value === 'string';
}

function operatorsIn(text: string, from: number, to: number, operator: string): Change[] {
  const start = text.indexOf(operator, from);
  if (start < 0 || start >= to) return [];
  return (SWAPS[operator] ?? []).map((becomes) => ({ start, end: start + operator.length, becomes }));
}

function literalChanges(text: string, { value, start, end }: Node, isEquation: boolean): Change[] {
  switch (typeof value) {
    case 'number':
      return [{ start, end, becomes: otherNumber(value) }];
    case 'bigint':
      return [{ start, end, becomes: `${value + 1n}n` }];
    case 'boolean':
      return [{ start, end, becomes: String(!value) }];
    case 'string':
      return isEquation ? inEquation(text, start + 1, end - 1) : [];
    default:
      return [];
  }
}

function inEquation(text: string, start: number, end: number): Change[] {
  return equationMutants(text.slice(start, end)).map((change) => ({
    start: start + change.start,
    end: start + change.end,
    becomes: change.becomes,
  }));
}

/** What stands in a row of the table of units, such as ['N', '1', 'kg.m/s2'], or ['k', '1e3'] of the prefixes. */
function rowChanges({ elements }: Node): Change[] {
  const [, factor, of] = elements as readonly unknown[];
  if (!isDecimal(factor)) return [];
  return [...decimalChanges(factor), ...(of === undefined ? [] : unitChanges(of))];
}

/** The same of an entry with names, such as { value: '5', of: 'K/9', zero: '459.67' }. */
function entryChanges({ key, value }: Node): Change[] {
  const name = nameOf(key);
  if (name === 'value' || name === 'zero') return isDecimal(value) ? decimalChanges(value) : [];
  return name === 'of' ? unitChanges(value) : [];
}

function isDecimal(node: unknown): node is Node {
  return isNode(node) && typeof node.value === 'string' && DECIMAL.test(node.value);
}

function decimalChanges({ value, start, end }: Node): Change[] {
  return [{ start: start + 1, end: end - 1, becomes: otherNumber(Number(value)) }];
}

function unitChanges(of: unknown): Change[] {
  if (!isNode(of) || typeof of.value !== 'string') return [];
  const { start } = of;
  return [...of.value.matchAll(/\[[^\]]*\]|\d+|[./]/g)].flatMap(({ 0: piece, index }): Change[] => {
    if (piece.startsWith('[')) return [];
    const becomes = piece === '.' ? '/' : piece === '/' ? '.' : otherNumber(Number(piece));
    return [{ start: start + 1 + index, end: start + 1 + index + piece.length, becomes }];
  });
}

function extremumChanges(text: string, { object, property }: Node): Change[] {
  if (nameOf(object) !== 'Math' || !isNode(property)) return [];
  const name = nameOf(property);
  const becomes = name === 'min' ? 'max' : name === 'max' ? 'min' : undefined;
  return becomes === undefined ? [] : [{ start: property.start, end: property.end, becomes }];
}

function placed(text: string, change: Change): Mutant {
  const lineStart = text.lastIndexOf('\n', change.start - 1) + 1;
  const lineEnd = text.indexOf('\n', change.end);
  const after = lineEnd < 0 ? text.length : lineEnd;
  return {
    ...change,
    line: text.slice(0, change.start).split('\n').length,
    column: change.start - lineStart + 1,
    from: text.slice(lineStart, after).trim(),
    to: (text.slice(lineStart, change.start) + change.becomes + text.slice(change.end, after)).trim(),
  };
}
