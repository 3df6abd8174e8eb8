import { describe, expect, it } from 'vitest';
import { compareFlows } from '@twinloom/runtime/graph/compare-flows';
import type { Flow } from '@twinloom/runtime/graph/flow';
import type { NodeDescriptor } from '@twinloom/runtime/node/descriptor';
import { changeLines } from './change-lines.ts';

const valve: NodeDescriptor = {
  type: 'physics/valve',
  version: 1,
  kind: 'stateless',
  title: 'Valve',
  docs: '',
  icon: '',
  keywords: [],
  inputs: { in: { type: 'number', unit: { kind: 'code', code: 'm3/s' } } },
  outputs: { out: { type: 'number', unit: { kind: 'like', port: 'in' } } },
  params: {
    gain: { default: 1 },
    limit: { widget: 'quantity', unit: 'like:in' },
    holdFor: { widget: 'duration', unit: 's' },
    unit: { widget: 'unit' },
  },
  required: [],
  equations: [],
  card: { look: 'value' },
};
const byType = new Map([[valve.type, valve]]);

const before: Flow = {
  twinloom: 1,
  clock: { tick: '100ms' },
  parameters: { area: { value: 1.5, unit: 'm2', title: 'Cross-section' } },
  nodes: {
    outflow: {
      type: 'physics/valve',
      title: 'Outflow',
      params: { gain: 1.2, limit: 0.5, table: [{ at: 1 }] },
    },
    v2: { type: 'physics/valve' },
  },
  edges: ['outflow.out -> v2.in'],
  layout: { outflow: [0, 0], v2: [240, 0] },
};

function lines(after: Flow, section: 'logic' | 'params' | 'layout'): string[] {
  const compared = { from: before, to: after, changes: compareFlows(before, after) };
  return changeLines(compared.changes[section], compared, byType).map(
    ({ subject, id, says, values }) =>
      `${subject}${id && ` (${id})`} · ${says}${values ? ` ${values.from} → ${values.to}` : ''}`,
  );
}

const withParams = (params: Record<string, unknown>): Flow => ({
  ...before,
  nodes: { ...before.nodes, outflow: { ...before.nodes.outflow!, params } },
});

describe('a line of a comparison', () => {
  it('says a param with the unit it is in, and what holds where it is not set', () => {
    expect(lines(withParams({ limit: 0.75, table: [{ at: 1 }], holdFor: '2 min' }), 'params')).toEqual([
      'Outflow · limit 0.5 m³/s → 0.75 m³/s',
      'Outflow · hold for not set → 2 min',
      'Outflow · gain 1.2 → 1 (default)',
    ]);
  });

  it('loses no digit of a number', () => {
    const params = { gain: 1.2000001, limit: 0.5, table: [{ at: 1 }] };
    expect(lines(withParams(params), 'params')).toEqual(['Outflow · gain 1.2 → 1.2000001']);
  });

  it('counts the rows of a table from 1', () => {
    const params = { gain: 1.2, limit: 0.5, table: [{ at: 2 }] };
    expect(lines(withParams(params), 'params')).toEqual(['Outflow · table, row 1, at 1 → 2']);
  });

  it('names nodes by their title, edges by both ends', () => {
    const { v2: _gone, ...nodes } = before.nodes;
    expect(lines({ ...before, nodes, edges: [] }, 'logic')).toEqual([
      'Valve (v2) · removed, Valve',
      'Outflow out to Valve in · edge removed',
    ]);
  });

  it('says a parameter of the flow in its own unit, and the clock', () => {
    const area = { value: 2, unit: 'm2', title: 'Cross-section' };
    const after: Flow = { ...before, parameters: { area, n: { value: 3 } }, clock: { tick: '50ms' } };
    expect(lines(after, 'params')).toEqual([
      'Cross-section (area) · parameter 1.5 m² → 2 m²',
      'n · parameter added, 3',
    ]);
    expect(lines(after, 'logic')).toEqual(['Clock · tick 100 ms → 50 ms']);
  });

  it('says of a group who is in it and what it runs by', () => {
    const group = (members: string[], enable?: string): Flow => ({
      ...before,
      groups: { line: { title: 'Line 1', members, ...(enable !== undefined && { enable }) } },
    });
    expect(lines(group(['v2'], 'v2.out'), 'logic')).toEqual([
      'Group Line 1 (line) · runs while v2.out is true',
    ]);
    const compared = { from: group(['v2'], 'v2.out'), to: group(['v2', 'outflow'], 'v2.out') };
    const changes = compareFlows(compared.from, compared.to);
    expect(changeLines(changes.logic, { ...compared, changes }, byType)).toMatchObject([
      { mark: 'added', subject: 'Group Line 1', says: 'takes in Outflow' },
    ]);
  });

  it('says of notes and of a node that moved no more than that', () => {
    const after: Flow = { ...before, notes: [{ text: 'a' }], layout: { outflow: [8, 0], v2: [240, 0] } };
    expect(lines(after, 'layout')).toEqual(['Outflow · moved', 'Notes · added']);
  });
});
