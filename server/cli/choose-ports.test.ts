import { catalog } from '@twinloom/nodes/catalog';
import { compileFlow } from '@twinloom/runtime/compile/compile';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { describe, expect, it } from 'vitest';
import { choosePorts } from './choose-ports.ts';

const nodes: Flow['nodes'] = {
  high: { type: 'sinks/alarm', params: { above: 3 } },
  inlet: { type: 'sources/constant', params: { value: 0, unit: 'm3/s' } },
  tank: { type: 'physics/tank', params: {} },
};
const inflow = 'inlet.value -> tank.inflow';

function namesOf(edges: string[], asked: string[], only: Flow['nodes'] = nodes) {
  const { plan, diagnostics } = compileFlow({ twinloom: 1, nodes: only, edges }, catalog);
  if (!plan) throw new Error(diagnostics.map(({ says }) => says).join('; '));
  const chosen = choosePorts(plan, asked);
  return { ports: chosen.ports.map((index) => plan.ports[index]?.port), diagnostics: chosen.diagnostics };
}

describe('the recorded ports', () => {
  it('are every output of what is wired to a sink', () => {
    const { ports } = namesOf([inflow, 'tank.level -> high.in'], []);
    expect(ports).toEqual(['tank.level', 'tank.drain', 'tank.volume']);
  });

  it('are all outputs where nothing is wired to a sink', () => {
    const { high: _high, ...others } = nodes;
    expect(namesOf([inflow], [], others).ports).toEqual([
      'inlet.value',
      'tank.level',
      'tank.drain',
      'tank.volume',
    ]);
  });

  it('stand in the order asked for, all of a node by its name, each once', () => {
    const { ports } = namesOf([inflow, 'tank.level -> high.in'], ['tank.volume', 'inlet', 'tank']);
    expect(ports).toEqual(['tank.volume', 'inlet.value', 'tank.level', 'tank.drain']);
  });

  it('that do not exist are named, with one that was meant', () => {
    const { diagnostics } = namesOf([inflow, 'tank.level -> high.in'], ['tank.levl', 'nowhere']);
    expect(diagnostics).toMatchObject([
      { severity: 'error', at: [{ node: 'tank', port: 'levl' }], remedy: 'Did you mean tank.level?' },
      { severity: 'error', at: [{ node: 'nowhere' }] },
    ]);
  });
});
