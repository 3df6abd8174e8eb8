import { inputFaultSchema } from '@twinloom/runtime/graph/scenario';
import { describe, expect, it } from 'vitest';
import { faultFormOf, faultOf, faultProblem, newFault } from './fault-form.ts';
import type { FaultTarget } from './fault-targets.ts';

const flow: FaultTarget = {
  name: 'flow.value',
  label: 'Flow',
  kind: 'input',
  type: 'number',
  unit: 'm3/h',
  forecasts: [],
};
const state: FaultTarget = { ...flow, name: 'tank.h', kind: 'state', unit: 'm' };
const warm: FaultTarget = { ...flow, name: 'warm.value', unit: 'Cel' };
const typed = (change: object) => ({ ...newFault([]), input: 'flow.value', ...change });

describe('the form of a fault', () => {
  it.each([
    { input: 'flow.value', kind: 'bias' as const, size: 1, at: '10 min', for: '1 h' },
    { input: 'flow.value', kind: 'drift' as const, size: '2 l/min', at: 0 },
    { input: 'flow.value', kind: 'step' as const, size: -3, at: 90 },
    { input: 'flow.value', kind: 'stuck' as const, for: 5 },
    { input: 'flow.value', kind: 'dropout' as const, note: 'as in May' },
  ])('asks for a kept fault what the flow keeps: %o', (kept) => {
    const { at = 0, for: lasts, ...rest } = kept;
    const text = (time: number | string) => (typeof time === 'number' ? `${time} s` : time);
    expect(faultOf(faultFormOf(kept, 0), flow)).toEqual({
      ...rest,
      ...(at !== 0 && { at: text(at) }),
      ...(lasts !== undefined && { for: text(lasts) }),
    });
    expect(faultProblem(faultFormOf(kept, 0), flow)).toBeUndefined();
  });

  it('takes sizes as people write them: in another unit of the kind, a difference where it is one', () => {
    const size = (change: object, target = flow) => faultOf(typed(change), target).size;
    expect(size({ size: '2 m³/h' })).toBe(2);
    expect(size({ size: '30 l/min' })).toBe('30 l/min');
    expect(size({ size: '5 K' }, warm)).toBe('5 K');
    expect(size({ kind: 'step', size: '20 °C' }, warm)).toBe(20);
    expect(inputFaultSchema.parse(faultOf(typed({ size: '1' }), flow))).toMatchObject({ at: 0, size: 1 });
  });

  it.each([
    [{ input: ' ' }, flow, /what fails/],
    [{ size: '' }, flow, /by how much, in m³\/h\./],
    [{ kind: 'drift', size: '' }, flow, /in m³\/h a second/],
    [{ kind: 'step', size: '' }, flow, /to which value/],
    [{ size: 'much' }, flow, /“much” is no number/],
    [{ size: '3 bar' }, flow, /bar/],
    [{ size: '1', at: 'soon' }, flow, /“soon” is no duration.*when it begins/],
    [{ size: '1', lasts: 'long' }, flow, /how long it lasts/],
    [{ kind: 'stuck' }, state, /cannot happen to a state/],
    [{ kind: 'noise', size: '1' }, state, /cannot happen to a state/],
  ])('says of %o what to do', (change, target, says) => {
    expect(faultProblem(typed(change), target)).toMatch(says);
  });

  it('leaves to the server what it does not know', () => {
    const fault = typed({ input: 'ghost.out', size: '3 bar' });
    expect(faultProblem(fault, undefined)).toBeUndefined();
    expect(faultOf(fault, undefined)).toEqual({ input: 'ghost.out', kind: 'bias', size: '3 bar' });
  });
});
