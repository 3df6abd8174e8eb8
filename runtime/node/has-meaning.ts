import type { NodeDescriptor } from './descriptor.ts';

/** Whether a param means something with the others as they are, given or by default. */
export function hasMeaning(
  param: string,
  params: Readonly<Record<string, unknown>>,
  { params: schemas }: NodeDescriptor,
): boolean {
  return Object.entries(schemas[param]?.when ?? {}).every(([name, values]) =>
    values.includes(params[name] ?? schemas[name]?.default),
  );
}
