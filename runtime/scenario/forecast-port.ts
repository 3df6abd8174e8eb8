import type { Plan } from '../compile/plan.ts';

/** How far ahead a port of a predictor speaks, and its place among the ports; what is wrong where it forecasts nothing in that unit. */
export function forecastPort(
  name: string,
  unit: string,
  plan: Plan,
): { by: number; over: number } | { problem: string; remedy: string } {
  const by = plan.ports.findIndex((one) => one.port === name);
  const node = plan.nodes.find(({ id }) => id === name.split('.', 1)[0]);
  const param = Object.entries(node?.definition.descriptor.params ?? {}).find(([, { ahead }]) => ahead)?.[0];
  const over = param === undefined ? undefined : node?.params[param];
  if (by < 0 || typeof over !== 'number' || plan.ports[by]!.type !== 'number')
    return {
      problem: `${name} is no forecast`,
      remedy: 'Name a port of a predictor that looks ahead, such as trend.value.',
    };
  if (plan.ports[by]!.unit !== unit)
    return {
      problem: `${name} is in ${plan.ports[by]!.unit || '1'}, and what it forecasts in ${unit || '1'}`,
      remedy: 'Name a forecast of the input itself.',
    };
  return { by, over };
}
