import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { compileFlow } from '../compile/compile.ts';
import type { Flow } from '../graph/flow.ts';
import { studyRequestSchema } from '../graph/scenario.ts';
import { catalogOf } from '../node/catalog.ts';
import { defineNode } from '../node/define-node.ts';
import { number } from '../node/ports.ts';
import { Twin } from '../run/twin.ts';
import { prepareStudy } from './prepare-study.ts';
import { runVariant, type VariantOutcome } from './run-variant.ts';
import { worthOf } from './worth.ts';

const constant = defineNode({
  type: 'sources/constant',
  version: 1,
  title: 'Constant',
  docs: 'A number.',
  icon: 'dot',
  params: z.object({ value: z.number().meta({ tunable: true }).default(1) }),
  inputs: {},
  outputs: { value: number('1') },
  emits: 'value',
});

/** Worn by one a second while it is driven. */
const part = defineNode({
  type: 'physics/part',
  version: 1,
  title: 'Part',
  docs: 'Wears.',
  icon: 'dot',
  params: z.object({}),
  inputs: { drive: number('1') },
  outputs: { worn: number('s') },
  states: { w: { unit: 's', initial: 0 } },
  equations: ['der(w) = drive', 'worn = w'],
});

const catalog = catalogOf([constant, part]);

/** It fails after 100 s of driving. Half a second lies between a limit and the tick that shows it. */
const document: Flow = {
  twinloom: 1,
  clock: { tick: '1 s' },
  nodes: {
    drive: { type: 'sources/constant' },
    part: { type: 'physics/part', asset: 'part' },
  },
  edges: ['drive.value -> part.drive'],
  kpis: { most: { expression: 'max(part.worn)' } },
};

const assumed = {
  asset: 'part',
  fails: 'part.worn > 99.5',
  unplanned: { outage: '19 s', crew: 2, crewPrice: 90, parts: 50 },
  planned: { outage: '9 s', crew: 1, crewPrice: 36, parts: 50 },
  downtimePrice: 360,
};

function ask(request: Record<string, unknown>) {
  const { plan } = compileFlow(document, catalog, {});
  const twin = new Twin(plan!, { id: 'machine' });
  twin.advance(0);
  const asked = studyRequestSchema.parse({ horizon: '20 min', ...request });
  const ground = { twin: 'machine', base: { document }, parameters: {}, snapshot: twin.snapshot() };
  const prepared = prepareStudy(
    { ...ground, request: asked, versions: new Map(), tablesFor: () => ({}) },
    catalog,
  );
  if ('diagnostics' in prepared) return prepared;
  const outcomes = prepared.study.variants.map((variant): [string, VariantOutcome] => {
    const running = runVariant(variant, prepared.study.run);
    let step = running.next();
    while (!step.done) step = running.next();
    return [variant.name, step.value];
  });
  return { asked, kpis: prepared.study.kpis, outcomes: new Map(outcomes) };
}

function figuresOf(request: Record<string, unknown>): Record<string, Record<string, number | undefined>> {
  const found = ask(request);
  if (!('outcomes' in found)) throw new Error(found.diagnostics.map(({ says }) => says).join('; '));
  return Object.fromEntries(
    [...found.outcomes].map(([name, { kpis }]) => [
      name,
      Object.fromEntries(Object.entries(kpis).map(([kpi, { value }]) => [kpi, value])),
    ]),
  );
}

function refused(maintenance: Record<string, unknown>): string[] {
  const found = ask({ maintenance: { ...assumed, ...maintenance } });
  return 'diagnostics' in found ? found.diagnostics.map(({ says }) => says) : [];
}

describe('a maintenance policy', () => {
  it('counts replacements, downtime and cost as the arithmetic of a certain wear has them', () => {
    const figures = figuresOf({
      maintenance: assumed,
      variants: {
        'every 50 s': { maintenance: { policy: 'interval', every: '50 s' } },
        'at 80': { maintenance: { policy: 'condition', when: 'part.worn > 79.5' } },
        'too late': { maintenance: { policy: 'interval', every: '5 min' } },
      },
    });
    // A failure each 120 s, for a new part wears from the next tick on: 2 people at 90 an hour for 19 s are 0.95, parts 50, standing 1.9.
    expect(figures['as it is']).toEqual({
      most: expect.closeTo(119, 9),
      failures: 10,
      plannedReplacements: 0,
      unplannedDowntime: 190 / 3600,
      plannedDowntime: 0,
      maintenanceCost: expect.closeTo(10 * (0.95 + 50 + 1.9), 9),
    });
    // A replacement each 60 s: one at 36 an hour for 9 s is 0.09, parts 50, standing 0.9.
    expect(figures['every 50 s']).toMatchObject({
      failures: 0,
      plannedReplacements: 20,
      unplannedDowntime: 0,
      plannedDowntime: 180 / 3600,
      maintenanceCost: expect.closeTo(20 * (0.09 + 50 + 0.9), 9),
    });
    // At 80, 170, … 1160 s.
    expect(figures['at 80']).toMatchObject({
      failures: 0,
      plannedReplacements: 13,
      plannedDowntime: (13 * 9) / 3600,
      maintenanceCost: expect.closeTo(13 * (0.09 + 50 + 0.9), 9),
    });
    expect(figures['too late']).toMatchObject({ failures: 10, plannedReplacements: 0 });
  });

  it('does not wear what stands, where that is set', () => {
    const values = { 'drive.value': 0 };
    const [standing, driven] = [{ ...assumed, values }, assumed].map(
      (maintenance) => figuresOf({ horizon: 110, maintenance })['as it is']!,
    );
    expect(standing!.most).toBeCloseTo(100, 9);
    expect(driven!.most).toBeCloseTo(110, 9);
    // Work that is not done counts as long as it lasted.
    expect(standing).toMatchObject({ failures: 1, unplannedDowntime: 10 / 3600 });
  });

  it('gives back what was set by hand, and drives again', () => {
    const values = { 'drive.value': 0 };
    const figures = figuresOf({ values: { 'drive.value': 2 }, maintenance: { ...assumed, values } });
    // A life of 50 s at twice the drive, 19 s of standing and a tick: at 50, 120, … 1170 s.
    expect(figures['as it is']).toMatchObject({
      failures: 17,
      unplannedDowntime: expect.closeTo((17 * 19) / 3600, 9),
    });
  });

  it('pays back from what maintenance costs, and tells the unplanned downtime of a year', () => {
    const found = ask({
      maintenance: assumed,
      variants: { early: { maintenance: { policy: 'condition', when: 'part.worn > 79.5' }, investment: 1 } },
      worth: { kpi: 'maintenanceCost', downtime: 'unplannedDowntime', years: 1 },
    });
    if (!('outcomes' in found)) throw new Error('it is refused');
    const kpis = new Map([...found.outcomes].map(([name, outcome]) => [name, outcome.kpis]));
    const [, early] = worthOf(found.asked, 1_200, kpis, ['as it is', 'early']);
    const years = 1_200 / (365 * 86_400);
    expect(early!.saving).toBeCloseTo((528.5 - 13 * 50.99) / years, 3);
    expect(early).toMatchObject({ downtime: 0, downtimeSaved: expect.closeTo(190 / 3600 / years, 9) });
  });

  it('is refused with what is wrong before anything runs', () => {
    expect(refused({ asset: 'prat' })[0]).toMatch(/no node names the asset "prat"/);
    expect(refused({ fails: 'part.wron > 3' })[0]).toMatch(/part\.wron/);
    expect(refused({ fails: undefined })[0]).toMatch(/when the asset fails/);
    expect(refused({ policy: 'interval' })[0]).toMatch(/how often/);
    expect(refused({ policy: 'condition' })[0]).toMatch(/no condition/);
    expect(refused({ policy: 'interval', every: 5, planned: undefined })[0]).toMatch(
      /planned replacement takes/,
    );
    expect(refused({ unplanned: { outage: 0 } })[0]).toMatch(/takes no time/);
    expect(refused({ values: { 'part.worn': 1 } })[0]).toMatch(/part/);
  });
});
