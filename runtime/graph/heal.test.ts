import { describe, expect, it } from 'vitest';
import { parseEdge, type Flow } from './flow.ts';
import { insertOnEdge, removeAndHeal, rewireThrough } from './heal.ts';

const chain: Flow = {
  twinloom: 1,
  nodes: { a: { type: 'x/a' }, b: { type: 'x/b' }, c: { type: 'x/c' }, d: { type: 'x/d' } },
  edges: ['a.out -> b.in', 'b.out -> c.in', 'c.out -> d.in', 'c.out -> d.other'],
  layout: {},
};

describe('a node that is removed and healed over', () => {
  it('leaves what fed it wired to what it fed', () => {
    expect(removeAndHeal(chain, ['b']).edges).toEqual(['c.out -> d.in', 'c.out -> d.other', 'a.out -> c.in']);
  });

  it('heals over several in a row', () => {
    expect(removeAndHeal(chain, ['b', 'c']).edges).toEqual(['a.out -> d.in', 'a.out -> d.other']);
  });

  it('wires only what fits, and ends where nodes feed each other', () => {
    const fits = (edge: { to: { port: string } }): boolean => edge.to.port === 'other';
    expect(removeAndHeal(chain, ['b', 'c'], fits).edges).toEqual(['a.out -> d.other']);
    const loop = { ...chain, edges: ['b.out -> c.in', 'c.out -> b.in', 'c.out -> d.in'] };
    expect(removeAndHeal(loop, ['b', 'c']).edges).toEqual([]);
  });
});

describe('a node inserted on an edge', () => {
  const edge = parseEdge('b.out -> c.in')!;
  const added = {
    id: 'n',
    node: { type: 'x/n' },
    position: [8, 8] as [number, number],
    input: 'in',
    output: 'out',
  };

  it('stands between both ends, and healing over it is the edge again', () => {
    const made = insertOnEdge(chain, edge, added);
    expect(made.edges?.slice(-2)).toEqual(['b.out -> n.in', 'n.out -> c.in']);
    expect(new Set(removeAndHeal(made, ['n']).edges)).toEqual(new Set(chain.edges));
  });

  it('changes nothing where there is no such edge', () => {
    const none = parseEdge('a.out -> d.in')!;
    expect(rewireThrough(chain, none, { id: 'b', input: 'in', output: 'out' })).toBe(chain);
  });
});
