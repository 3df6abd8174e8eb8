import type { Flow } from './flow.ts';

const ORDER = ['twinloom', 'name', 'description', 'clock', 'parameters', 'nodes', 'edges'];
const LAST = ['kpis', 'scenarios', 'controls', 'scope', 'layout'];
const WIDTH = 110;

/**
 * Writes a flow for reading in a diff: known keys in a stable order, unknown ones after them in their own; nodes in their order, one
 * edge and one layout entry per line; values that fit stay on one line.
 */
export function writeFlow(flow: Flow): string {
  const known = new Set([...ORDER, ...LAST]);
  const keys = [
    ...ORDER.filter((key) => flow[key] !== undefined),
    ...Object.keys(flow).filter((key) => !known.has(key) && flow[key] !== undefined),
    ...LAST.filter((key) => flow[key] !== undefined),
  ];
  const lines = keys.map(
    (key) =>
      `  ${JSON.stringify(key)}: ${write(flow[key], 2, key === 'edges' || key === 'layout' || key === 'nodes')}`,
  );
  return `{\n${lines.join(',\n')}\n}\n`;
}

function write(value: unknown, indent: number, broken: boolean): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const flat = onOneLine(value);
  if (!broken && flat.length + indent <= WIDTH) return flat;
  const pad = ' '.repeat(indent + 2);
  const close = ' '.repeat(indent);
  if (Array.isArray(value)) {
    if (value.length === 0) return '[]';
    return `[\n${value.map((item) => pad + write(item, indent + 2, false)).join(',\n')}\n${close}]`;
  }
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  if (entries.length === 0) return '{}';
  return `{\n${entries.map(([key, item]) => `${pad}${JSON.stringify(key)}: ${write(item, indent + 2, false)}`).join(',\n')}\n${close}}`;
}

function onOneLine(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  if (entries.length === 0) return '{}';
  return `{ ${entries.map(([key, item]) => `${JSON.stringify(key)}: ${onOneLine(item)}`).join(', ')} }`;
}
