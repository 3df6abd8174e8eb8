import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineNode } from '../node/define-node.ts';
import { anyUnit, boolean, number, record, text, unitOf, vector } from '../node/ports.ts';
import { trace } from './harness.ts';

const scale = defineNode({
  type: 'transforms/scale',
  version: 1,
  title: 'Scale',
  docs: 'Scales.',
  icon: 'dot',
  params: z.object({ by: z.number().default(2) }),
  inputs: { in: number(anyUnit), on: boolean({ default: true }) },
  outputs: { out: number(unitOf('in')) },
  equations: ['out = if(on, by*in, 0)'],
});

describe('a trace', () => {
  it('goes on with other params from when they are deployed, which answer at once', () => {
    const inputs = { in: [0, 1, 2].map((t) => [t, 1] as const) };
    const { samples } = trace(scale, { inputs, deploy: [1.5, { by: 5 }], for: 3 });
    expect(samples('out').map(({ t, value }) => [t, value])).toEqual([
      [0, 2],
      [1, 2],
      [1, 5],
      [2, 5],
    ]);
  });

  it('shows every sample of one node with its time and quality', () => {
    const { samples, unit, diagnostics } = trace(scale, {
      params: { by: 3 },
      inputs: {
        in: [
          [0, 1],
          [1, 2, 'uncertain'],
          [2, 5, 'bad'],
        ],
        on: [
          [0, true],
          [1.5, false],
        ],
      },
      units: { in: 'Cel' },
      for: 5,
    });
    expect(diagnostics).toEqual([]);
    expect(unit('out')).toBe('Cel');
    expect(samples('out')).toEqual([
      { t: 0, value: 3, quality: 'good' },
      { t: 1, value: 6, quality: 'uncertain' },
      { t: 1.5, value: 0, quality: 'uncertain' },
      { t: 2, value: undefined, quality: 'bad' },
    ]);
  });

  it('says why a node cannot run', () => {
    expect(trace(scale, { params: { by: 'x' }, inputs: { in: 1 }, for: 1 }).diagnostics[0]?.code).toBe(
      'bad-param',
    );
    expect(trace(scale, { for: 1 }).diagnostics[0]?.code).toBe('missing-input');
  });
});

const strongest = defineNode({
  type: 'transforms/strongest',
  version: 1,
  title: 'Strongest',
  docs: 'The greatest entry and where it is.',
  icon: 'dot',
  params: z.object({}),
  inputs: { in: vector('V'), name: text({ optional: true }) },
  outputs: { out: number('V'), at: record(), half: vector('V') },
  step: (y, _x, u) => {
    y.out = Math.max(...u.in.values);
    y.at = { index: u.in.values.indexOf(y.out), name: u.name ?? null, spacing: u.in.spacing };
    y.half = { ...u.in, values: u.in.values.map((value) => value / 2) };
  },
});

describe('ports that carry more than a number', () => {
  it('bring a vector in the unit of the port, with its spacing', () => {
    const { last, diagnostics } = trace(strongest, {
      inputs: { in: [[0, { values: [500, 2500], spacing: 0.01 }]], name: 'ch1' },
      units: { in: 'mV' },
      for: 1,
    });
    expect(diagnostics).toEqual([]);
    expect(last('out').value).toBe(2.5);
    expect(last('at').value).toEqual({ index: 1, name: 'ch1', spacing: 0.01 });
    expect(last('half').value).toEqual({ values: [0.25, 1.25], spacing: 0.01 });
  });

  it('turn bad where a vector holds something that is no number', () => {
    const { samples } = trace(strongest, {
      inputs: {
        in: [
          [0, [1, 2]],
          [1, [1, Number.NaN]],
          [2, { values: [3], spacing: -1 }],
        ],
      },
      for: 3,
    });
    expect(samples('out').map(({ value, quality }) => [value, quality])).toEqual([
      [2, 'good'],
      [undefined, 'bad'],
      [undefined, 'bad'],
    ]);
  });
});
