/** A field of a record as a node's params declare it. */
export interface Field {
  name: string;
  type: 'number' | 'boolean' | 'string';
}

type Declared = string | null | { type?: Field['type'] | undefined };

/** The declared fields in their order: a list of names, or name → unit or `{ unit, type }`; numbers unless said otherwise. */
export function fieldsOf(declared: readonly string[] | Readonly<Record<string, Declared>>): Field[] {
  if (isList(declared)) return declared.map((name) => ({ name, type: 'number' }));
  return Object.entries(declared).map(([name, about]) => ({
    name,
    type: (typeof about === 'object' && about?.type) || 'number',
  }));
}

function isList(declared: object): declared is readonly string[] {
  return Array.isArray(declared);
}
