import { describe, expect, it } from 'vitest';
import { catalog } from '@twinloom/nodes/catalog';
import { compileFlow } from '@twinloom/runtime/compile/compile';
import { Twin } from '@twinloom/runtime/run/twin';

describe('a param set by hand as text', () => {
  it('is read as a difference or a rate where it is one', () => {
    const flow = {
      twinloom: 1 as const,
      nodes: {
        oil: { type: 'sources/constant', params: { value: 60, unit: 'Cel' } },
        hot: { type: 'transforms/compare', params: { threshold: '80 Cel', hysteresis: '1 K' } },
        ramp: { type: 'transforms/rate-limit', params: { rising: '1 K/s' } },
      },
      edges: ['oil.value -> hot.in', 'oil.value -> ramp.in'],
    };
    const { plan, diagnostics } = compileFlow(flow, catalog);
    expect(diagnostics).toEqual([]);
    const twin = new Twin(plan!, { id: 'oil' });
    twin.advance(1);
    expect(twin.set(1, { 'hot.hysteresis': '5 Cel', 'ramp.rising': '6 K/min' })).toEqual([]);
    expect(twin.handSets()).toEqual({ 'hot.hysteresis': 5, 'ramp.rising': 0.1 });
    expect(twin.set(1, { 'ramp.rising': '6 m/min' })).toHaveLength(1);
  });
});
