import { parseAst } from 'vitest/node';

/** What the architecture's rules ask about one source file. */
export type SourceFacts = {
  /** Every specifier: static, dynamic, type-only, re-exported, and `new URL('./x.ts', import.meta.url)`. */
  imports: string[];
  /** Uses of a clock, chance, a timer, the network or the machine's time zone, as written: `Date.now`. */
  impurities: string[];
  /** Ways to run text as code: `eval`, `new Function`. */
  dynamicCode: string[];
  /** Modules that a test puts a mock in the place of. */
  mocks: string[];
};

/** Parses TypeScript (with JSX if the path ends in x) and collects its facts; throws where the text does not parse. */
export function sourceFacts(path: string, text: string): SourceFacts {
  const facts: SourceFacts = { imports: [], impurities: [], dynamicCode: [], mocks: [] };
  const lang = path.endsWith('x') ? 'tsx' : path.endsWith('.js') ? 'js' : 'ts';
  visit(parseAst(text, { lang }), (node) => collect(node, facts));
  return facts;
}

const IMPURE_MEMBERS =
  /^(Date\.now|Math\.random|performance\.now|crypto\.\w+|process\.(env|hrtime|cwd|nextTick))$/;
const IMPURE_CALLS =
  /^(setTimeout|setInterval|setImmediate|requestAnimationFrame|requestIdleCallback|randomUUID|fetch|Date)$/;
const IMPURE_CONSTRUCTORS = /^(WebSocket|Worker|XMLHttpRequest|EventSource|BroadcastChannel)$/;
const MACHINE_TIME_ZONE =
  /^(getHours|getMinutes|getDay|getDate|getMonth|getFullYear|getTimezoneOffset|toLocale(Date|Time)?String)$/;

type AstNode = { type: string; [key: string]: unknown };

function collect(node: AstNode, facts: SourceFacts): void {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration':
    case 'ImportExpression':
    case 'TSImportType':
      addText(node.source ?? node.argument, facts.imports);
      return;
    case 'MemberExpression': {
      const name = memberName(node);
      if (IMPURE_MEMBERS.test(name)) facts.impurities.push(name);
      if (MACHINE_TIME_ZONE.test(nameOf(node.property))) facts.impurities.push(nameOf(node.property));
      return;
    }
    case 'CallExpression': {
      const callee = nameOf(node.callee);
      if (IMPURE_CALLS.test(callee)) facts.impurities.push(callee);
      if (callee === 'eval' || callee === 'Function') facts.dynamicCode.push(callee);
      if (callee === 'require') addText(argumentOf(node, 0), facts.imports);
      if (/^(vi|vitest)\.(do)?mock$/i.test(memberName(node.callee)))
        addText(argumentOf(node, 0), facts.mocks);
      return;
    }
    case 'NewExpression': {
      const callee = nameOf(node.callee);
      // A date made from a number is a calculation; a date made from nothing asks the clock.
      if (callee === 'Date' && argumentOf(node, 0) === undefined) facts.impurities.push('new Date()');
      if (IMPURE_CONSTRUCTORS.test(callee)) facts.impurities.push(`new ${callee}`);
      if (callee === 'Function') facts.dynamicCode.push('new Function');
      if (callee === 'URL' && argumentOf(node, 1) !== undefined)
        addSourceUrl(argumentOf(node, 0), facts.imports);
    }
  }
}

function visit(node: unknown, see: (node: AstNode) => void): void {
  if (Array.isArray(node)) {
    for (const each of node) visit(each, see);
  } else if (isNode(node)) {
    see(node);
    for (const value of Object.values(node)) if (typeof value === 'object') visit(value, see);
  }
}

function addText(node: unknown, into: string[]): void {
  const text = textOf(node);
  if (text !== undefined) into.push(text);
}

function addSourceUrl(node: unknown, into: string[]): void {
  const text = textOf(node);
  if (text !== undefined && /^\.{1,2}\/.*\.(ts|tsx|js)$/.test(text)) into.push(text);
}

function textOf(node: unknown): string | undefined {
  if (!isNode(node)) return undefined;
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined;
  if (node.type === 'TSLiteralType') return textOf(node.literal);
  if (node.type !== 'TemplateLiteral' || !Array.isArray(node.quasis)) return undefined;
  const [only, ...others]: unknown[] = node.quasis;
  if (others.length > 0 || !isNode(only)) return undefined;
  const { value } = only;
  return typeof value === 'object' && value !== null && 'cooked' in value ? String(value.cooked) : undefined;
}

function argumentOf(node: AstNode, index: number): unknown {
  return Array.isArray(node.arguments) ? node.arguments[index] : undefined;
}

function memberName(node: unknown): string {
  if (!isNode(node) || node.type !== 'MemberExpression') return '';
  const object = nameOf(node.object) || nameOf(isNode(node.object) ? node.object.property : undefined);
  return `${object}.${nameOf(node.property) || (textOf(node.property) ?? '')}`;
}

function nameOf(node: unknown): string {
  return isNode(node) && node.type === 'Identifier' && typeof node.name === 'string' ? node.name : '';
}

function isNode(value: unknown): value is AstNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
