import type { Maintenance, MaintenanceWork } from '@twinloom/runtime/graph/maintenance';

/** What is said of a maintenance policy, a line for each thing; of a variant only what differs from the question. */
export function sayMaintenance({
  asset,
  policy,
  fails,
  every,
  when,
  unplanned,
  planned,
  downtimePrice,
  values,
  unit,
}: Maintenance): string[] {
  const money = unit ?? '{EUR}';
  return [
    ...(asset === undefined ? [] : [`the asset that is replaced is ${asset}`]),
    ...(fails === undefined ? [] : [`it fails when ${fails}`]),
    ...sayPolicy(policy, every, when),
    ...(unplanned ? [`a failure takes ${sayWork(unplanned, money)}`] : []),
    ...(planned ? [`a planned replacement takes ${sayWork(planned, money)}`] : []),
    ...(downtimePrice === undefined ? [] : [`an hour of standing costs ${downtimePrice} ${plain(money)}`]),
    ...Object.entries(values ?? {}).map(([name, value]) => `while it stands ${name} = ${String(value)}`),
  ];
}

function sayPolicy(
  policy: Maintenance['policy'],
  every: Maintenance['every'],
  when: Maintenance['when'],
): string[] {
  switch (policy) {
    case 'failure':
      return ['it is replaced when it fails'];
    case 'interval':
      return [
        `it is replaced ${typeof every === 'number' ? `${every} s` : String(every)} after the last time, or when it fails`,
      ];
    case 'condition':
      return [`it is replaced when ${String(when)}, or when it fails`];
    case undefined:
      return [
        ...(every === undefined
          ? []
          : [`it is replaced every ${typeof every === 'number' ? `${every} s` : every}`]),
        ...(when === undefined ? [] : [`it is replaced when ${when}`]),
      ];
    default:
      return policy satisfies never;
  }
}

function sayWork({ outage, crew, crewPrice, parts }: MaintenanceWork, money: string): string {
  const long = typeof outage === 'number' ? `${outage} s` : outage;
  return `${long}, ${crew} ${crew === 1 ? 'person' : 'people'} at ${crewPrice} ${plain(money)} an hour, and ${parts} ${plain(money)} of parts`;
}

/** A unit of what is counted stands in braces. */
function plain(unit: string): string {
  return unit.replaceAll(/[{}]/g, '');
}
