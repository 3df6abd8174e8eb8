import { describe, expect, it } from 'vitest';
import type { ResolvedFlow } from '@twinloom/runtime/compile/resolve-ports';
import type { Flow } from '@twinloom/runtime/graph/flow';
import type { NodeDescriptor } from '@twinloom/runtime/node/descriptor';
import { faultTargets } from './fault-targets.ts';
import { NO_MAINTENANCE } from './maintenance-form.ts';
import { NO_METHOD, NO_WORTH } from './method-form.ts';
import { choicesOf, formOf, newVariant, requestOf, variantsVarying } from './study-form.ts';

const flow: Flow = {
  twinloom: 1,
  parameters: { area: { value: 2, unit: 'm2', title: 'Cross-section' } },
  nodes: {
    speed: { type: 'sources/mqtt', title: 'Speed' },
    set: { type: 'sources/constant', title: 'Setpoint' },
  },
};
const byType = new Map([
  ['sources/mqtt', { kind: 'source', title: 'MQTT', params: { staleAfter: {} } }],
  ['sources/constant', { kind: 'source', title: 'Constant', params: { value: { tunable: true } } }],
]) as unknown as ReadonlyMap<string, NodeDescriptor>;
const ports = {
  node: (id: string) => ({
    outputs: new Map([['value', { name: 'value', type: 'number', unit: id === 'speed' ? '1/min' : 'm' }]]),
  }),
} as unknown as ResolvedFlow;
const choices = choicesOf(flow, byType, ports);
const ground = { choices, targets: faultTargets(flow, byType, ports), draft: flow, now: 1_800_000_000 };

describe('the form of a study', () => {
  it('offers parameters, values set by hand, inputs and the draft', () => {
    expect(choices.map(({ key, label, unit }) => [key, label, unit])).toEqual([
      ['parameter area', 'Cross-section', 'm2'],
      ['times speed.value', 'Speed', '1/min'],
      ['is speed.value', 'Speed', '1/min'],
      ['value set.value', 'Setpoint', 'm'],
      ['draft ', 'The flow as it is drawn now', ''],
    ]);
  });

  it('asks what it shows: numbers as numbers, quantities as texts', () => {
    const changes = [
      { choice: 'parameter area', text: '4' },
      { choice: 'value set.value', text: '20 cm' },
      { choice: 'times speed.value', text: '1.15' },
      { choice: 'draft ', text: '' },
    ];
    const form = {
      question: ' Wider? ',
      horizon: '1 h',
      from: '10 min',
      inputs: [],
      variants: [{ ...newVariant([]), name: 'wide', changes }],
      method: NO_METHOD,
      worth: NO_WORTH,
      maintenance: NO_MAINTENANCE,
      more: {},
    };
    expect(requestOf(form, ground)).toEqual({
      question: 'Wider?',
      horizon: '1 h',
      from: 1_799_999_400,
      variants: {
        wide: {
          parameters: { area: 4 },
          values: { 'set.value': '20 cm' },
          inputs: { 'speed.value': { policy: 'scaled', factor: 1.15 } },
          document: flow,
        },
      },
    });
  });

  it('varies one thing in equal steps, each a variant by its value', () => {
    const [area, times] = [choices[0]!, choices[1]!];
    const varied = variantsVarying(area, { from: 1, to: 2, steps: 3 }, []);
    expect(varied.map(({ id, name, changes }) => [id, name, changes[0]?.text])).toEqual([
      [0, 'Cross-section 1 m²', '1'],
      [1, 'Cross-section 1.5 m²', '1.5'],
      [2, 'Cross-section 2 m²', '2'],
    ]);
    const more = variantsVarying(area, { from: 2, to: 2.1, steps: 2 }, varied);
    expect(more.map(({ id, name }) => [id, name])).toEqual([[4, 'Cross-section 2.1 m²']]);
    const [factor] = variantsVarying(times, { from: 0.1 + 0.2, to: 1, steps: 1 }, []);
    expect(factor!.name).toBe('Speed × 0.3');
  });

  it('shows a question that is kept, and loses nothing that it does not show', () => {
    const scenario = {
      title: 'Faster?',
      horizon: '1 h',
      seed: 7,
      inputs: { 'speed.value': { policy: 'hold' as const } },
      variants: {
        faster: {
          inputs: {
            speed: { policy: 'scaled' as const, factor: 1.15 },
            other: { policy: 'ramp' as const, to: 3, over: 60 },
          },
          parameters: { area: 3 },
          faults: [{ input: 'speed.value', kind: 'stuck' as const, at: '5 min' }],
        },
      },
    };
    const form = formOf(scenario, choices);
    expect(form.variants[0]!.changes).toEqual([
      { choice: 'parameter area', text: '3' },
      { choice: 'times speed.value', text: '1.15' },
    ]);
    expect(requestOf(form, ground)).toEqual({
      question: 'Faster?',
      horizon: '1 h',
      seed: 7,
      inputs: { 'speed.value': { policy: 'hold' } },
      variants: {
        faster: {
          parameters: { area: 3 },
          inputs: {
            other: { policy: 'ramp', to: 3, over: '60 s' },
            'speed.value': { policy: 'scaled', factor: 1.15 },
          },
          faults: [{ input: 'speed.value', kind: 'stuck', at: '5 min' }],
        },
      },
    });
  });

  it('shows when an asset is replaced as a change of the variant, and gives back what was kept', () => {
    const worn = { ...flow, nodes: { ...flow.nodes, part: { type: 'sources/constant', asset: 'part' } } };
    const all = choicesOf(worn, byType, ports);
    expect(all.filter(({ kind }) => kind === 'maintenance')).toHaveLength(3);
    const work = { outage: '2 h', crew: 1, crewPrice: 0, parts: 50 };
    const maintenance = {
      asset: 'part',
      fails: 'part.worn > 1',
      unplanned: work,
      values: { 'set.value': 0 },
    };
    const variants = {
      often: { maintenance: { policy: 'interval' as const, every: '7 d' } },
      late: { maintenance: { policy: 'failure' as const } },
      seen: { maintenance: { policy: 'condition' as const, when: 'part.worn > 0.8', planned: work } },
    };
    const form = formOf({ title: 'When?', horizon: '1 h', maintenance, variants }, all);
    expect(form.variants.map(({ changes }) => changes)).toEqual([
      [{ choice: 'maintenance interval', text: '7 d' }],
      [{ choice: 'maintenance failure', text: '' }],
      [{ choice: 'maintenance condition', text: 'part.worn > 0.8' }],
    ]);
    expect(requestOf(form, { ...ground, choices: all, draft: worn })).toEqual({
      question: 'When?',
      horizon: '1 h',
      maintenance,
      variants,
    });
  });
});
