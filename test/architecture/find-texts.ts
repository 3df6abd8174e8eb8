import { parseAst } from 'vitest/node';

/** Attributes that people read or hear, of elements and of components. */
const SAID =
  /^(aria-label|aria-valuetext|aria-description|title|placeholder|alt|label|says|browse|close|caption|name)$/;
/** Keys of tables whose texts people read: of commands, tabs, choices, diagnostics. */
const SAID_IN_TABLES = /^(title|label|says|remedy|about|words|heading)$/;
/** Attributes of elements that share a name with something said. */
const UNSAID_OF_ELEMENTS = /^(name|label)$/;
/** Attributes whose texts nobody reads, however many words they have. */
const UNSAID = /^(className|style|d|points|transform|viewBox|key|href|accept|id|htmlFor|data-.*)$/;
/** Calls whose texts are for a machine: selectors, fonts, names of events and of rules. */
const FOR_MACHINES =
  /^(querySelector|querySelectorAll|closest|matches|matchMedia|getPropertyValue|setProperty|getContext|setAttribute|edit|css|RegExp|Error|import)$/;
const LETTER = /\p{L}/u;
const WORDS = /\p{L}{2,},? \p{L}{2,}|^\p{Lu}\p{Ll}+ \p{L}|\p{Ll} ·/u;

/**
 * The texts for people that stand in a source file: all that stands between tags, in an attribute that is read or under such a key of a
 * table, and elsewhere what has two words. Single words of other places are not told from codes.
 */
export function findTexts(path: string, text: string): string[] {
  const found: string[] = [];
  visit(parseAst(text, { lang: path.endsWith('x') ? 'tsx' : 'ts' }), { place: 'code' }, found);
  return found;
}

interface Where {
  place: 'code' | 'said' | 'unsaid';
  /** Of the element whose attributes are looked at. */
  element?: string;
}

type AstNode = { type: string; [key: string]: unknown };

function visit(node: unknown, where: Where, found: string[]): void {
  if (Array.isArray(node)) {
    for (const each of node) visit(each, where, found);
    return;
  }
  if (!isNode(node)) return;
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'TSLiteralType':
    case 'TSTemplateLiteralType':
    case 'ImportExpression':
      return;
    case 'JSXText':
    case 'Literal':
      look(node.value, node.type === 'JSXText' ? 'said' : where.place, found);
      return;
    case 'TemplateElement':
      look((node.value as { cooked?: unknown }).cooked, where.place, found);
      return;
    case 'JSXElement':
    case 'JSXFragment':
      visit(node.openingElement, { place: 'code' }, found);
      visit(node.children, { place: 'said' }, found);
      return;
    case 'JSXOpeningElement':
      visit(node.attributes, { place: 'code', element: nameOf(node.name) }, found);
      return;
    case 'JSXAttribute':
      visit(node.value, { place: placeOf(nameOf(node.name), where.element ?? '') }, found);
      return;
    default:
      visitInside(node, where, found);
  }
}

/** What is compared, looked up or called with is code wherever it stands. */
function visitInside(node: AstNode, where: Where, found: string[]): void {
  const code: Where = { place: where.place === 'said' ? 'code' : where.place };
  switch (node.type) {
    case 'ConditionalExpression':
      visit(node.test, code, found);
      visit([node.consequent, node.alternate], where, found);
      return;
    case 'LogicalExpression':
      visit(node.left, node.operator === '&&' ? code : where, found);
      visit(node.right, where, found);
      return;
    case 'BinaryExpression':
      visit([node.left, node.right], node.operator === '+' ? where : { place: 'unsaid' }, found);
      return;
    case 'SwitchCase':
      visit(node.consequent, where, found);
      return;
    case 'MemberExpression':
      visit(node.object, code, found);
      return;
    case 'CallExpression':
    case 'NewExpression': {
      const callee = isNode(node.callee) ? nameOf(node.callee.property ?? node.callee) : '';
      visit(node.callee, code, found);
      visit(node.arguments, FOR_MACHINES.test(callee) ? { place: 'unsaid' } : code, found);
      return;
    }
    case 'Property':
      visit(node.value, SAID_IN_TABLES.test(nameOf(node.key)) ? { place: 'said' } : code, found);
      return;
    default:
      for (const value of Object.values(node)) if (typeof value === 'object') visit(value, where, found);
  }
}

function placeOf(attribute: string, element: string): Where['place'] {
  if (UNSAID.test(attribute)) return 'unsaid';
  const isOwn = /^[A-Z]/.test(element);
  return SAID.test(attribute) && (isOwn || !UNSAID_OF_ELEMENTS.test(attribute)) ? 'said' : 'code';
}

function look(text: unknown, place: Where['place'], found: string[]): void {
  if (typeof text !== 'string' || place === 'unsaid') return;
  if (place === 'said' ? LETTER.test(text) : WORDS.test(text)) found.push(text.trim().replace(/\s+/g, ' '));
}

function nameOf(node: unknown): string {
  if (!isNode(node)) return '';
  if (node.type === 'JSXNamespacedName') return `${nameOf(node.namespace)}:${nameOf(node.name)}`;
  return typeof node.name === 'string' ? node.name : '';
}

function isNode(value: unknown): value is AstNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
