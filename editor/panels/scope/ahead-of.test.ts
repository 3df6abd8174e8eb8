import type { Flow } from '@twinloom/runtime/graph/flow';
import type { NodeDescriptor } from '@twinloom/runtime/node/descriptor';
import { describe, expect, it } from 'vitest';
import { aheadOf } from './ahead-of.ts';

const descriptor = {
  type: 'predictors/line',
  params: {
    horizon: { type: 'number', widget: 'duration', default: 60, ahead: true },
    window: { type: 'number' },
  },
} as unknown as NodeDescriptor;

const aheadWith = (params: Record<string, unknown>, port = 'trend.value') => {
  const flow: Flow = { twinloom: 1, nodes: { trend: { type: 'predictors/line', params } } };
  return aheadOf(port, flow, new Map([[descriptor.type, descriptor]]));
};

describe('how far ahead a prediction speaks', () => {
  it('is what its horizon says, as a number, a text or by default', () => {
    expect(aheadWith({ horizon: 5 })).toEqual({ param: 'trend.horizon', seconds: 5 });
    expect(aheadWith({ horizon: '2 min' })?.seconds).toBe(120);
    expect(aheadWith({})?.seconds).toBe(60);
  });

  it('is not told where it is now, another port, or not plain', () => {
    expect(aheadWith({ horizon: 0 })).toBeUndefined();
    expect(aheadWith({}, 'trend.slope')).toBeUndefined();
    expect(aheadWith({ horizon: '=far' })).toBeUndefined();
  });
});
