/** One line of a payload shown as a tree. `path` is undefined where the file's path language cannot name it. */
export interface PayloadLine {
  depth: number;
  label: string;
  path: string | undefined;
  value: string;
  kind: 'number' | 'boolean' | 'string' | 'null' | 'group';
}

const MAX_LINES = 200;
const NAME = /^[A-Za-z_$][\w$-]*$/;

/** The lines of a payload's tree, each with the path a source would read it by; undefined when it is not JSON. */
export function payloadLines(payload: string): PayloadLine[] | undefined {
  let value: unknown;
  try {
    value = JSON.parse(payload);
  } catch {
    return undefined;
  }
  const lines: PayloadLine[] = [];
  addLines(lines, value, '', '', 0);
  return lines;
}

/** Whether a payload is all value: a number, a truth value, or a text that is no JSON. */
export function isOneValue(payload: string): boolean {
  const [first, ...others] = payloadLines(payload) ?? [{ path: '', kind: 'string' }];
  return others.length === 0 && first?.path === '' && first.kind !== 'null';
}

function addLines(
  lines: PayloadLine[],
  value: unknown,
  label: string,
  path: string | undefined,
  depth: number,
): void {
  if (lines.length >= MAX_LINES) return;
  if (typeof value !== 'object' || value === null) {
    const kind = value === null ? 'null' : (typeof value as 'number' | 'boolean' | 'string');
    lines.push({ depth, label, path, value: String(value), kind });
    return;
  }
  if (label !== '') lines.push({ depth, label, path: undefined, value: '', kind: 'group' });
  const inner = label === '' ? depth : depth + 1;
  if (Array.isArray(value)) {
    value.forEach((item, index) => {
      addLines(lines, item, `[${index}]`, path === undefined ? undefined : `${path}[${index}]`, inner);
    });
    return;
  }
  for (const [name, item] of Object.entries(value)) {
    const below = path === undefined || !NAME.test(name) ? undefined : path === '' ? name : `${path}.${name}`;
    addLines(lines, item, name, below, inner);
  }
}
