import type { NodeDefinition } from '../node/definition.ts';

type State = Record<string, number[]>;

/** The steps from an older version of a node's state to today's; undefined when one is missing. */
export function migrationsFrom(
  version: number,
  definition: NodeDefinition,
): ((state: State) => State)[] | undefined {
  const steps: ((state: State) => State)[] = [];
  for (let at = version; at < definition.version; at++) {
    const step = definition.migrations[at];
    if (!step) return undefined;
    steps.push(step);
  }
  return version > definition.version ? undefined : steps;
}
