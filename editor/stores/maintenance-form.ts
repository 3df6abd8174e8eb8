import type { z } from 'zod';
import type { studyRequestSchema } from '@twinloom/runtime/graph/scenario';

type MaintenanceBody = NonNullable<z.input<typeof studyRequestSchema>['maintenance']>;

/** What one replacement takes, as texts of the form. */
export interface WorkForm {
  outage: string;
  crew: string;
  crewPrice: string;
  parts: string;
}

/** What is asked of maintenance, in all variants; without an asset nothing is. */
export interface MaintenanceForm {
  asset: string;
  fails: string;
  unplanned: WorkForm;
  planned: WorkForm;
  downtimePrice: string;
  /** What the form does not show, kept as it is. */
  more: MaintenanceBody;
}

const NO_WORK: WorkForm = { outage: '', crew: '1', crewPrice: '', parts: '' };

export const NO_MAINTENANCE: MaintenanceForm = {
  asset: '',
  fails: '',
  unplanned: NO_WORK,
  planned: NO_WORK,
  downtimePrice: '',
  more: {},
};

/** A kept question's maintenance as the form shows it. */
export function maintenanceFormOf(kept: MaintenanceBody | undefined): MaintenanceForm {
  if (!kept) return NO_MAINTENANCE;
  const { asset = '', fails = '', unplanned, planned, downtimePrice = '', ...more } = kept;
  return {
    asset,
    fails,
    unplanned: workFormOf(unplanned),
    planned: workFormOf(planned),
    downtimePrice: String(downtimePrice),
    more,
  };
}

/** What the server is asked; undefined where nothing is maintained. */
export function maintenanceOf(form: MaintenanceForm): MaintenanceBody | undefined {
  const { asset, fails, unplanned, planned, downtimePrice, more } = form;
  if (!isMaintained(form)) return undefined;
  const [broken, kept] = [workOf(unplanned), workOf(planned)];
  return {
    ...more,
    ...(asset !== '' && { asset }),
    ...(fails.trim() !== '' && { fails: fails.trim() }),
    ...(broken && { unplanned: broken }),
    ...(kept && { planned: kept }),
    ...(downtimePrice.trim() !== '' && { downtimePrice: Number(downtimePrice) }),
  };
}

/** Something is said of maintenance, be it that the form does not show it. */
export function isMaintained({
  asset,
  fails,
  unplanned,
  planned,
  downtimePrice,
  more,
}: MaintenanceForm): boolean {
  const texts = [asset, fails, unplanned.outage, planned.outage, downtimePrice];
  return texts.some((text) => text.trim() !== '') || Object.keys(more).length > 0;
}

function workFormOf(work: MaintenanceBody['planned']): WorkForm {
  if (!work) return NO_WORK;
  const { outage, crew = 1, crewPrice = '', parts = '' } = work;
  return {
    outage: typeof outage === 'number' ? `${outage} s` : outage,
    crew: String(crew),
    crewPrice: String(crewPrice),
    parts: String(parts),
  };
}

/** Undefined without an outage: nothing is known of it. */
function workOf({ outage, crew, crewPrice, parts }: WorkForm): MaintenanceBody['planned'] {
  if (outage.trim() === '') return undefined;
  return {
    outage: outage.trim(),
    crew: Number(crew || '1'),
    crewPrice: Number(crewPrice || '0'),
    parts: Number(parts || '0'),
  };
}
