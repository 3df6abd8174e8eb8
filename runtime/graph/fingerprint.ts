import { edgeTexts, type Flow } from './flow.ts';

/** A 53-bit hash of the whole document as hexadecimal text; equal documents hash alike whatever the order of their keys. */
export function fingerprint(flow: Flow): string {
  return hash(canonical(flow));
}

/** The same without what is never material: layout, titles, descriptions, controls, scope, notes, groups that nothing enables, the order of edges. */
export function logicFingerprint(flow: Flow): string {
  const {
    layout: _layout,
    name: _name,
    description: _description,
    notes: _notes,
    controls: _controls,
    scope: _scope,
    groups,
    ...logic
  } = flow;
  const nodes = Object.fromEntries(
    Object.entries(flow.nodes).map(([id, node]) => {
      const { title: _title, ...rest } = node;
      return [id, { ...rest, params: node.params ?? {} }];
    }),
  );
  const enabled = Object.fromEntries(
    Object.entries(groups ?? {}).flatMap(([id, { members, enable }]) =>
      enable === undefined ? [] : [[id, [enable, members.toSorted()]]],
    ),
  );
  const { clock = {}, parameters = {} } = flow;
  return hash(
    canonical({
      ...logic,
      clock,
      parameters,
      nodes,
      edges: edgeTexts(flow).toSorted(),
      ...(Object.keys(enabled).length > 0 && { enabled }),
    }),
  );
}

/** JSON with sorted keys, so that equal values are equal texts. */
export function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`;
}

/** cyrb53, a public-domain string hash by bryc: two 32-bit multiplicative lanes, mixed at the end. */
export function hash(text: string, seed = 0): string {
  let a = 0xdeadbeef ^ seed;
  let b = 0x41c6ce57 ^ seed;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return (4294967296 * (2097151 & b) + (a >>> 0)).toString(16).padStart(14, '0');
}
