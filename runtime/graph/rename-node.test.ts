import { expect, it } from 'vitest';
import type { Flow } from './flow.ts';
import { renameNode } from './rename-node.ts';

const flow: Flow = {
  twinloom: 1,
  nodes: {
    part: { type: 'physics/part', asset: 'part' },
    ahead: {
      type: 'predictors/run-ahead',
      params: { limit: 1, forecasts: { 'in.value': 'part.value' }, sizes: { 'part.value': '1 m' } },
    },
  },
  scenarios: {
    when: {
      title: 'When?',
      horizon: '1 h',
      inputs: { 'in.value': { policy: 'forecast', by: 'part.value' } },
      maintenance: { asset: 'part', fails: 'part.worn >= 1', values: { 'part.drive': 0 } },
      variants: {
        seen: {
          maintenance: { policy: 'condition', when: '0.5 < part.worn' },
          faults: [{ input: 'part.worn', kind: 'stuck', at: 0 }],
        },
      },
    },
  },
};

it('a node with another name is still the one that conditions, faults and forecasts name; its asset keeps its own', () => {
  const renamed = JSON.stringify(renameNode(flow, 'part', 'bearing'));
  expect(renamed).not.toMatch(/part\./);
  expect(renamed).toContain('"fails":"bearing.worn >= 1"');
  expect(renamed).toContain('"when":"0.5 < bearing.worn"');
  expect(renamed).toContain('"by":"bearing.value"');
  expect(renamed).toContain('"forecasts":{"in.value":"bearing.value"}');
  expect(renamed).toContain('"asset":"part"');
});
