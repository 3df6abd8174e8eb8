import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { defineNode } from '../node/define-node.ts';
import { anyUnit, boolean, number, unitOf } from '../node/ports.ts';
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
