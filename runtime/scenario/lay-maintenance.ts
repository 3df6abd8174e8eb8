import { compileKpis, kpiParameters, type Kpi } from '../compile/kpi.ts';
import type { Plan } from '../compile/plan.ts';
import { resolveParameters, type Binding } from '../compile/resolve-params.ts';
import type { Diagnostic } from '../graph/diagnostic.ts';
import type { Maintenance, MaintenanceWork } from '../graph/maintenance.ts';
import type { Twin } from '../run/twin.ts';
import { parseDuration } from '../signal/quantity.ts';
import type { LaidMaintenance, LaidWork } from './maintain.ts';
import { refusal } from './refusal.ts';

const HOUR = 3_600;

interface Place {
  plan: Plan;
  binding: Binding;
  /** A fork on which may be tried what will be done. */
  trial: Twin;
  diagnostics: Diagnostic[];
}

/** Checks a maintenance policy against a flow and the fork it will run in; undefined and a diagnostic where it cannot be done. */
export function layMaintenance(asked: Maintenance, place: Place): LaidMaintenance | undefined {
  const { diagnostics, trial } = place;
  const before = diagnostics.length;
  const refuse = (param: string, says: string, remedy: string): undefined =>
    void diagnostics.push(refusal('bad-maintenance', `maintenance.${param}`, says, remedy));
  const { asset, fails, unplanned, downtimePrice = 0, values = {} } = asked;
  if (asset === undefined) refuse('asset', 'it names no asset', 'Name the asset that is replaced.');
  else {
    const told = trial.tell(Math.max(trial.t, 0), { command: 'replaced', asset });
    if ('diagnostics' in told)
      for (const { says, remedy } of told.diagnostics) refuse('asset', says, remedy ?? 'Name another.');
    else if (told.nodes.length === 0)
      refuse(
        'asset',
        `nothing of ${asset} begins anew when it is replaced`,
        'Give the node that wears the key "asset".',
      );
  }
  if (fails === undefined)
    refuse('fails', 'it does not say when the asset fails', 'Write a condition, such as bearing.failed.');
  const failsWhen = fails === undefined ? undefined : condition(fails, 'fails', place);
  const broken = unplanned && layWork(unplanned, 'unplanned', refuse);
  if (!unplanned)
    refuse('unplanned', 'it does not say what a failure takes', 'Give its outage, crew and parts.');
  const planned = layPlanned(asked, place, refuse);
  diagnostics.push(...trial.set(Math.max(trial.t, 0), values));
  if (diagnostics.length > before || asset === undefined || !failsWhen || !broken) return undefined;
  return {
    asset,
    fails: failsWhen,
    unplanned: broken,
    ...(planned && { planned }),
    downtimePrice: downtimePrice / HOUR,
    values,
  };
}

type Refuse = (param: string, says: string, remedy: string) => undefined;

function layPlanned(
  { policy = 'failure', every, when, planned }: Maintenance,
  place: Place,
  refuse: Refuse,
): LaidMaintenance['planned'] {
  if (policy === 'failure') return undefined;
  if (!planned)
    return refuse(
      'planned',
      'it does not say what a planned replacement takes',
      'Give its outage, crew and parts.',
    );
  const work = layWork(planned, 'planned', refuse);
  switch (policy) {
    case 'interval': {
      const seconds = secondsOf(every ?? '');
      if (!(seconds > 0))
        return refuse('every', 'it does not say how often', 'Write a time, such as "25 min".');
      return work && { ...work, every: seconds };
    }
    case 'condition': {
      if (when === undefined)
        return refuse('when', 'it has no condition', 'Write one, such as vibration.value > 2.8.');
      const kpi = condition(when, 'when', place);
      return work && kpi && { ...work, when: kpi };
    }
    default:
      return policy satisfies never;
  }
}

function layWork(
  { outage, crew, crewPrice, parts }: MaintenanceWork,
  param: string,
  refuse: Refuse,
): LaidWork | undefined {
  const seconds = secondsOf(outage);
  if (!(seconds > 0))
    return refuse(`${param}.outage`, 'it takes no time', 'Write how long the asset stands, such as "2 h".');
  return { seconds, cost: (crew * crewPrice * seconds) / HOUR + parts };
}

/** In the language of KPIs, with their ports, units and parameters. */
function condition(text: string, param: string, { plan, binding, diagnostics }: Place): Kpi | undefined {
  const parameters = kpiParameters(plan.flow, resolveParameters(plan.flow, binding, []));
  const found: Diagnostic[] = [];
  const [kpi] = compileKpis({ [param]: { expression: `last(${text})` } }, plan.ports, parameters, found);
  for (const { says, remedy } of found)
    diagnostics.push(
      refusal('bad-maintenance', `maintenance.${param}`, says, remedy ?? 'Mend the condition.'),
    );
  if (kpi && kpi.aggregates.length !== 1) {
    diagnostics.push(
      refusal(
        'bad-maintenance',
        `maintenance.${param}`,
        'it is not one condition',
        'Write it over ports as they stand.',
      ),
    );
    return undefined;
  }
  return kpi;
}

function secondsOf(duration: number | string): number {
  const parsed = parseDuration(duration);
  return 'seconds' in parsed ? parsed.seconds : Number.NaN;
}
