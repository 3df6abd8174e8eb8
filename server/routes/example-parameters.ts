import { badParameter } from '@twinloom/runtime/compile/diagnostics';
import { resolveParameters } from '@twinloom/runtime/compile/resolve-params';
import { setParameter } from '@twinloom/runtime/graph/edits';
import type { Diagnostic } from '@twinloom/runtime/graph/diagnostic';
import type { Flow } from '@twinloom/runtime/graph/flow';
import type { ExampleBody, ExampleValues } from '@twinloom/runtime/protocol/bodies';

/** What a person may choose before an example is opened: the parameters of its twin, then those of its plant alone. */
export function parametersOf(twin: Flow | undefined, plant: Flow | undefined): ExampleBody['parameters'] {
  const own = Object.entries(twin?.parameters ?? {});
  const ofPlant = new Map(Object.entries(plant?.parameters ?? {}));
  const shared = own.map(([name, { title, value, unit, min, max }]) => ({
    name,
    ...pick({ title, unit, min, max }),
    value,
    of: ofPlant.delete(name) ? ('both' as const) : ('twin' as const),
  }));
  const alone = [...ofPlant].map(([name, { title, value, unit, min, max }]) => ({
    name,
    ...pick({ title, unit, min, max }),
    value,
    of: 'plant' as const,
  }));
  return [...shared, ...alone];
}

/** What is wrong with chosen values, before anything is made. */
export function checkValues(
  values: ExampleValues,
  twin: Flow,
  plant: Flow | undefined,
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const name of Object.keys(values))
    if (!isOf(twin, name) && !isOf(plant, name))
      found.push(badParameter(name, 'the example has no such parameter', 'GET /api/examples lists them.'));
  for (const flow of [twin, plant])
    if (flow) resolveParameters(flow, { parameters: valuesFor(flow, values) }, found);
  return found;
}

/** Those of the chosen values that a flow has a parameter for. */
export function valuesFor(flow: Flow | undefined, values: ExampleValues): ExampleValues {
  return Object.fromEntries(Object.entries(values).filter(([name]) => isOf(flow, name)));
}

/** A flow that begins with the chosen values. */
export function withValues(flow: Flow, values: ExampleValues): Flow {
  return Object.entries(values).reduce((changed, [name, value]) => setParameter(changed, name, value), flow);
}

function isOf(flow: Flow | undefined, name: string): boolean {
  return Object.hasOwn(flow?.parameters ?? {}, name);
}

/** Only what is there. */
function pick<Fields extends object>(fields: Fields): { [Key in keyof Fields]?: NonNullable<Fields[Key]> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Fields]?: NonNullable<Fields[Key]>;
  };
}
