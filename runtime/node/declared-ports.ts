import type { NodeDescriptor, PortDescriptor, UnitSpec } from './descriptor.ts';

interface WithParams {
  params?: Readonly<Record<string, unknown>> | undefined;
}

/** Inputs beside the fixed ones: those a user declares in the param `inputsFrom` names (any unit unless one is written), or those that grew. */
export function declaredInputs(node: WithParams, descriptor: NodeDescriptor): Record<string, PortDescriptor> {
  if (descriptor.grows) return grownInputs(node, descriptor, descriptor.grows);
  const { inputsFrom } = descriptor;
  const declared = inputsFrom && (node.params?.[inputsFrom] ?? descriptor.params[inputsFrom]?.default);
  if (Array.isArray(declared)) {
    return Object.fromEntries(
      declared
        .filter((name) => typeof name === 'string')
        .map((name) => [name, { type: 'number', unit: { kind: 'any' } }]),
    );
  }
  if (typeof declared !== 'object' || declared === null) return {};
  return Object.fromEntries(
    Object.entries(declared).map(([name, about]: [string, unknown]) => {
      const given: { unit?: unknown; default?: unknown; type?: unknown } =
        typeof about === 'string' ? { unit: about } : (about ?? {});
      if (given.type === 'boolean' || given.type === 'string')
        return [name, { type: given.type, unit: { kind: 'none' } }];
      const unit: UnitSpec =
        typeof given.unit === 'string' && given.unit !== ''
          ? { kind: 'code', code: given.unit }
          : { kind: 'any' };
      const fallback =
        'default' in given && typeof given.default === 'number' ? { default: given.default } : {};
      return [name, { type: 'number', unit, ...fallback }];
    }),
  );
}

function grownInputs(
  { params = {} }: WithParams,
  descriptor: NodeDescriptor,
  { param, single, ownUnits }: NonNullable<NodeDescriptor['grows']>,
): Record<string, PortDescriptor> {
  const [last, spec] = Object.entries(descriptor.inputs).at(-1) ?? [];
  if (last === undefined || !spec) return {};
  const asked = params[param] ?? descriptor.params[param]?.default;
  const isSingle =
    single && (params[single.param] ?? descriptor.params[single.param]?.default) === single.value;
  const count = isSingle || typeof asked !== 'number' ? 1 : asked;
  const unit: UnitSpec = spec.unit.kind === 'any' && !ownUnits ? { kind: 'like', port: last } : spec.unit;
  const first = last.charCodeAt(0) - 'a'.charCodeAt(0) + 1;
  return Object.fromEntries(
    Array.from(ALPHABET.slice(first, count), (name): [string, PortDescriptor] => [name, { ...spec, unit }]),
  );
}

const ALPHABET = 'abcdefghijklmnopqrstuvwxyz';

/**
 * Outputs beside the fixed ones: those a user declares in the params `outputsFrom` names, each with the type and unit that are written there.
 * Without a unit those of a source take that of the port they are wired to; others have none.
 */
export function declaredOutputs(
  { params = {} }: WithParams,
  { kind, outputsFrom = [], params: schemas }: NodeDescriptor,
): Record<string, PortDescriptor> {
  const declared = outputsFrom.flatMap((param) =>
    Object.entries(entriesOf(params[param] ?? schemas[param]?.default)),
  );
  return Object.fromEntries(
    declared.map(([name, about]): [string, PortDescriptor] => {
      const { unit: code, type } =
        typeof about === 'string' ? { unit: about, type: undefined } : entriesOf(about);
      if (type === 'boolean' || type === 'string') return [name, { type, unit: { kind: 'none' } }];
      const [param = ''] = outputsFrom;
      const open: UnitSpec = kind === 'source' ? { kind: 'param', param } : { kind: 'none' };
      const unit: UnitSpec = typeof code === 'string' && code !== '' ? { kind: 'code', code } : open;
      return [name, { type: 'number', unit }];
    }),
  );
}

function entriesOf(value: unknown): Record<string, unknown> {
  if (Array.isArray(value)) {
    return Object.fromEntries(value.filter((name) => typeof name === 'string').map((name) => [name, {}]));
  }
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}
