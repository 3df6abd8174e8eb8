import { catalog } from '@twinloom/nodes/catalog';
import { compileFlow } from '@twinloom/runtime/compile/compile';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { describe, expect, it } from 'vitest';
import { checkHandValues, readSetValues } from './set-values.ts';

const flow: Flow = {
  twinloom: 1,
  parameters: {
    area: { value: 1.5, unit: 'm2' },
    factor: { value: 2 },
    open: { value: true },
    line: { value: 'north' },
  },
  nodes: { speed: { type: 'sources/constant', params: { value: 20, unit: 'Hz', max: 50 } } },
};
const read = (...pairs: [name: string, value: string][]) =>
  readSetValues(
    flow,
    pairs.map(([name, value]) => ({ name, value })),
  );

describe('what --set says', () => {
  it('is a number, a quantity, true or false, or a text, as the parameter is', () => {
    const { parameters, diagnostics } = read(
      ['area', '2 m2'],
      ['factor', '3e1'],
      ['open', 'false'],
      ['line', '7'],
    );
    expect(parameters).toEqual({ area: '2 m2', factor: 30, open: false, line: '7' });
    expect(diagnostics).toEqual([]);
  });

  it('is refused where it does not fit', () => {
    const { diagnostics } = read(['factor', 'many'], ['open', '5']);
    expect(diagnostics.map(({ severity, at }) => [severity, at])).toEqual([
      ['error', [{ param: 'factor' }]],
      ['error', [{ param: 'open' }]],
    ]);
  });

  it('is set by hand at the origin where the name has a dot', () => {
    const { parameters, byHand } = read(
      ['speed.value', '30'],
      ['tank.on', 'true'],
      ['speed.value', '1200 /min'],
    );
    expect(parameters).toEqual({});
    expect(byHand).toEqual({ 'speed.value': '1200 /min', 'tank.on': true });
  });

  it('by hand must be something that can be set, within its limits', () => {
    const { plan } = compileFlow(flow, catalog);
    if (!plan) throw new Error('the flow of the test does not compile');
    expect(checkHandValues(plan, { 'speed.value': 30 })).toEqual([]);
    expect(checkHandValues(plan, { 'speed.value': 51 })).toMatchObject([{ severity: 'error' }]);
    expect(checkHandValues(plan, { 'speed.unit': 'm' })).toMatchObject([{ severity: 'error' }]);
  });
});
