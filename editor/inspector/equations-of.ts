import type { NodeDescriptor } from '@twinloom/runtime/node/descriptor';

/** The equations of a node: those of its type, or those that a person wrote into its params. */
export function equationsOf(
  { equations, params: schemas }: Pick<NodeDescriptor, 'equations' | 'params'>,
  params: Readonly<Record<string, unknown>>,
): readonly string[] {
  if (equations.length > 0) return equations;
  const formulas = Object.entries(schemas).flatMap(([name, { widget }]) => {
    const text = params[name];
    return widget === 'expression' && typeof text === 'string' && text.trim() !== '' ? [`out = ${text}`] : [];
  });
  const written = Array.isArray(params.equations) ? params.equations.filter(isText) : [];
  return [...formulas, ...written];
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
