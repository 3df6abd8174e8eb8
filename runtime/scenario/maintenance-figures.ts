import type { KpiResult } from './kpi-meter.ts';

/** What maintenance came to over a run: numbers of replacements, s of standing, and money. */
export interface MaintenanceTally {
  planned: { count: number; seconds: number };
  unplanned: { count: number; seconds: number };
  cost: number;
}

/** A KPI that a study has beside those of the flow. */
interface Figure {
  name: string;
  title: string;
  unit: string;
  expression: string;
  better?: 'less';
}

/** KPIs of a study that looks at maintenance; `money`: the unit of the cost. */
export function maintenanceFigures(money: string): Figure[] {
  return [
    {
      name: 'unplannedDowntime',
      title: 'Unplanned downtime',
      unit: 'h',
      expression: 'from each failure until it is replaced',
      better: 'less',
    },
    {
      name: 'plannedDowntime',
      title: 'Planned downtime',
      unit: 'h',
      expression: 'of planned replacements',
      better: 'less',
    },
    {
      name: 'failures',
      title: 'Failures',
      unit: '1',
      expression: 'replacements after a failure',
      better: 'less',
    },
    {
      name: 'plannedReplacements',
      title: 'Planned replacements',
      unit: '1',
      expression: 'replacements before a failure',
    },
    {
      name: 'maintenanceCost',
      title: 'Cost of maintenance',
      unit: money,
      expression: 'of each replacement crew × price × outage + parts, and the price of the downtime',
      better: 'less',
    },
  ];
}

const HOUR = 3_600;

/** The same KPIs of one run. */
export function maintenanceResults({
  planned,
  unplanned,
  cost,
}: MaintenanceTally): Record<string, KpiResult> {
  const result = (value: number): KpiResult => ({ value, missing: 0 });
  return {
    unplannedDowntime: result(unplanned.seconds / HOUR),
    plannedDowntime: result(planned.seconds / HOUR),
    failures: result(unplanned.count),
    plannedReplacements: result(planned.count),
    maintenanceCost: result(cost),
  };
}
