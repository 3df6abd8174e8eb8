import { describe, expect, it } from 'vitest';
import type { Flow } from './flow.ts';
import { addKpi, changeKpi, keepQuestion, removeKpi, removeQuestion } from './study-edits.ts';

const flow: Flow = { twinloom: 1, nodes: {} };

describe('KPIs of a flow', () => {
  it('are called after their title, each by a name of its own', () => {
    const kpi = { title: 'Energy per m³', expression: 'mean(a.b)' };
    const one = addKpi(flow, kpi);
    const two = addKpi(one.flow, kpi);
    const odd = addKpi(two.flow, { title: '3 %', expression: 'mean(a.b)' });
    expect([one.id, two.id, odd.id]).toEqual(['energyPerM3', 'energyPerM3-2', 'kpi']);
    expect(odd.flow.kpis).toMatchObject({ energyPerM3: kpi, 'energyPerM3-2': kpi });
  });

  it('change key by key: what is not said goes, what is not known stays', () => {
    const former = { title: 'Flow', expression: 'mean(a.b)', unit: 'm3/h', mine: 1 };
    const changed = changeKpi({ ...flow, kpis: { f: former } }, 'f', { unit: undefined, better: 'more' });
    expect(changed.kpis).toEqual({ f: { title: 'Flow', expression: 'mean(a.b)', better: 'more', mine: 1 } });
    expect(changeKpi(flow, 'f', { unit: 'm' })).toBe(flow);
    expect(changeKpi({ ...flow, kpis: {} }, 'constructor', { unit: 'm' }).kpis).toEqual({});
  });

  it('go with their section when the last one goes', () => {
    const { flow: with1, id } = addKpi(flow, { title: 'x', expression: 'mean(a.b)' });
    expect(removeKpi(with1, id)).toEqual(flow);
    expect(removeKpi(flow, id)).toBe(flow);
  });
});

describe('questions of a flow', () => {
  it('are kept in the place of the one they come from, or beside the others', () => {
    const asked = { title: 'What if?', horizon: '1 h' };
    const one = keepQuestion(flow, undefined, asked);
    expect(one.id).toBe('whatIf');
    const longer = keepQuestion(one.flow, one.id, { ...asked, horizon: '2 h' });
    expect(longer.flow.scenarios).toEqual({ whatIf: { title: 'What if?', horizon: '2 h' } });
    const two = keepQuestion(longer.flow, undefined, asked);
    expect(Object.keys(two.flow.scenarios!)).toEqual(['whatIf', 'whatIf-2']);
    expect(removeQuestion(removeQuestion(two.flow, 'whatIf'), 'whatIf-2')).toEqual(flow);
  });
});
