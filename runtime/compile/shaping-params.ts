import type { NodeDescriptor, PortDescriptor } from '../node/descriptor.ts';

const known = new WeakMap<NodeDescriptor, readonly string[]>();

/** Params that say which ports a node has and what these carry, or a unit that is checked: all that is read of a node before its params are worked out. */
export function shapingParams(descriptor: NodeDescriptor): readonly string[] {
  const names = known.get(descriptor) ?? findThem(descriptor);
  known.set(descriptor, names);
  return names;
}

function findThem({
  inputs,
  outputs,
  inputsFrom,
  outputsFrom = [],
  grows,
  params,
}: NodeDescriptor): string[] {
  const ports = [...Object.values(inputs), ...Object.values(outputs)];
  const units = Object.entries(params).flatMap(([name, { widget }]) => (widget === 'unit' ? [name] : []));
  const all = [
    ...ports.flatMap(paramsOf),
    ...(inputsFrom === undefined ? [] : [inputsFrom]),
    ...outputsFrom,
    ...(grows ? [grows.param] : []),
    ...(grows?.single ? [grows.single.param] : []),
    ...units,
  ];
  return [...new Set(all)];
}

function paramsOf({ type, unit }: PortDescriptor): string[] {
  const chosen = typeof type === 'string' ? [] : [type.param];
  switch (unit.kind) {
    case 'param':
      return [...chosen, unit.param];
    case 'expression':
      return [...chosen, unit.param, unit.unitParam];
    case 'code':
    case 'like':
    case 'any':
    case 'none':
      return chosen;
    default:
      return unit satisfies never;
  }
}

/** Those of a node's params, as they are given. */
export function pickShaping(
  descriptor: NodeDescriptor,
  params: Readonly<Record<string, unknown>> | undefined,
): Record<string, unknown> {
  const picked: Record<string, unknown> = {};
  if (params)
    for (const name of shapingParams(descriptor))
      if (Object.hasOwn(params, name)) picked[name] = params[name];
  return picked;
}
