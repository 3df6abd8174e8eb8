import { describe, expect, it } from 'vitest';
import type { NodeDescriptor } from '@twinloom/runtime/node/descriptor';
import { controlsOf } from './controls-of.ts';

const manual: NodeDescriptor = {
  type: 'sources/manual',
  version: 1,
  kind: 'source',
  title: 'Manual',
  docs: '',
  icon: '',
  keywords: [],
  inputs: {},
  outputs: {
    value: {
      type: {
        param: 'control',
        types: { slider: 'number', switch: 'boolean', choice: 'string', button: 'event' },
      },
      unit: { kind: 'none' },
    },
  },
  params: { control: { default: 'slider' } },
  required: [],
  byHand: 'value',
  equations: [],
  card: { look: 'value' },
};
const constant: NodeDescriptor = { ...manual, type: 'sources/constant', byHand: undefined as never };
const byType = new Map([manual, constant].map((one) => [one.type, one]));

describe('the controls of a running twin', () => {
  it('are those the flow names, then every source that is set by hand, each as its port wants it', () => {
    const flow = {
      twinloom: 1 as const,
      nodes: {
        speed: { type: 'sources/manual', title: 'Line speed' },
        run: { type: 'sources/manual', params: { control: 'switch' } },
        grade: { type: 'sources/manual', params: { control: 'choice' } },
        reset: { type: 'sources/manual', params: { control: 'button' } },
        price: { type: 'sources/constant' },
        other: { type: 'packs/unknown' },
      },
      controls: [{ title: 'Run it', port: 'run.value', look: 'switch' as const }],
    };
    expect(controlsOf(flow, byType)).toEqual([
      { title: 'Run it', port: 'run.value', look: 'switch' },
      { title: 'Line speed', port: 'speed.value', look: 'slider' },
      { title: 'grade', port: 'grade.value', look: 'choice' },
      { title: 'reset', port: 'reset.value', look: 'button' },
    ]);
  });
});
