import { describe, expect, it } from 'vitest';
import type { ResolvedFlow } from '@twinloom/runtime/compile/resolve-ports';
import type { Flow } from '@twinloom/runtime/graph/flow';
import type { NodeDescriptor } from '@twinloom/runtime/node/descriptor';
import { faultTargets } from './fault-targets.ts';
import { NO_MAINTENANCE } from './maintenance-form.ts';
import { NO_METHOD, NO_WORTH } from './method-form.ts';
import {
  choicesOf,
  formOf,
  newVariant,
  placesOf,
  requestOf,
  variantsVarying,
  withVariants,
} from './study-form.ts';

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
const choices = choicesOf(flow, byType, ports, [{ n: 3, about: 'before the repair' }]);
const ground = { choices, targets: faultTargets(flow, byType, ports), draft: flow, now: 1_800_000_000 };

describe('the form of a study', () => {
  it('offers parameters, values set by hand, inputs and the draft', () => {
    expect(choices.map(({ key, label, unit }) => [key, label, unit])).toEqual([
      ['parameter area', 'Cross-section', 'm2'],
      ['times speed.value', 'Speed', '1/min'],
      ['is speed.value', 'Speed', '1/min'],
      ['value set.value', 'Setpoint', 'm'],
      ['flow draft', 'The flow as it is drawn now', ''],
      ['flow 3', 'Version 3 (before the repair)', ''],
    ]);
  });

  it('asks what it shows: numbers as numbers, quantities as texts', () => {
    const changes = [
      { choice: 'parameter area', text: '4' },
      { choice: 'value set.value', text: '20 cm' },
      { choice: 'times speed.value', text: '1.15' },
      { choice: 'flow draft', text: '' },
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
      record: ['speed.value'],
      seed: ' 7 ',
      more: {},
    };
    expect(requestOf(form, ground)).toEqual({
      question: 'Wider?',
      horizon: '1 h',
      from: 1_799_999_400,
      record: ['speed.value'],
      seed: 7,
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

  it('asks for another version, and for what the flow has no more, so that it is told', () => {
    const variants = {
      before: { version: 3 },
      old: { version: 2, parameters: { gone: 1 } },
    };
    const form = formOf({ title: 'T', horizon: 60, record: ['set.value'], seed: 0, variants }, choices);
    expect(form.variants.map(({ changes }) => changes.map(({ choice }) => choice))).toEqual([
      ['flow 3'],
      ['parameter gone', 'flow 2'],
    ]);
    expect([form.record, form.seed]).toEqual([['set.value'], '0']);
    expect(requestOf(form, ground)).toMatchObject({ record: ['set.value'], seed: 0, variants });
  });

  it('runs in a variant whatever it is called by then, and in the twin as it is once that is gone', () => {
    const variants = { slow: { parameters: { area: 1 } }, fast: { parameters: { area: 3 } } };
    const inputs = [
      { kind: 'parameter' as const, name: 'area', distribution: 'uniform' as const, min: 1, max: 2 },
    ];
    const chance = {
      of: 'slow',
      compare: ['fast', 'as it is', 'nobody'],
      runs: 10,
      sampling: 'latin' as const,
      percentiles: [50],
      inputs,
    };
    const kept = formOf({ title: 'T', horizon: 60, chance, variants }, choices);
    const asked = (form: typeof kept) => {
      const { of, compare } = requestOf(form, ground).chance!;
      return [of, compare];
    };
    expect(asked(kept)).toEqual(['slow', ['fast', 'as it is', 'nobody']]);
    const [slow, fast] = kept.variants;
    // While it is typed it is called for a moment as the other is.
    const typing = withVariants(kept, [slow!, { ...fast!, name: 'slow' }]);
    const renamed = withVariants(typing, [slow!, { ...fast!, name: 'slower ' }]);
    expect(asked(renamed)).toEqual(['slow', ['slower', 'as it is', 'nobody']]);
    expect(placesOf(renamed).map(({ title }) => title)).toEqual(['the twin as it is', 'slow', 'slower ']);
    const less = withVariants(renamed, [{ ...slow!, changes: [] }]);
    expect(asked(less)).toEqual(['slow', ['as it is', 'nobody']]);
    expect(placesOf(less)).toHaveLength(2);
    expect(asked(withVariants(less, []))).toEqual([undefined, ['nobody']]);
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
