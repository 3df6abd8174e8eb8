import type { Plan } from '../compile/plan.ts';
import type { PortWatch } from './port-watch.ts';

/** A port over a stretch of time: least and greatest value in each of equal parts; null where it was bad or absent all the time. */
export interface Curve {
  unit: string;
  min: (number | null)[];
  max: (number | null)[];
}

/** Index in the plan of each port of these names that it has. */
export function portsNamed({ ports }: Plan, names: readonly string[]): number[] {
  return names.map((name) => ports.findIndex(({ port }) => port === name)).filter((index) => index >= 0);
}

/** What ports showed over time, by name; those the plan has not are left out. */
export function curvesOf(plan: Plan, names: readonly string[], watch: PortWatch): Record<string, Curve> {
  return Object.fromEntries(
    portsNamed(plan, names).map((index) => {
      const { port, unit } = plan.ports[index]!;
      return [port, { unit, ...watch.curveOf(watch.placeOf(index)) }];
    }),
  );
}
