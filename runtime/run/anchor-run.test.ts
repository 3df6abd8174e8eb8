import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { compileFlow } from '../compile/compile.ts';
import type { Flow } from '../graph/flow.ts';
import { catalogOf } from '../node/catalog.ts';
import { defineNode } from '../node/define-node.ts';
import { quantity } from '../node/params.ts';
import { anyUnit, number, unitFrom, unitOf } from '../node/ports.ts';
import { BAD, GOOD, UNCERTAIN } from '../signal/quality.ts';
import type { LogEntry } from './log-entry.ts';
import { Twin } from './twin.ts';

const tag = defineNode({
  type: 'sources/tag',
  version: 1,
  title: 'Tag',
  docs: 'Speaks when the test says so.',
  icon: 'dot',
  params: z.object({ unit: z.string() }),
  inputs: {},
  outputs: { value: number(unitFrom('unit')) },
  listen: {
    address: () => ({ protocol: 'mqtt', connection: 'c', topic: 't', qos: 0 }),
    decode: () => ({}),
    staleAfter: () => Infinity,
  },
});

const tank = defineNode({
  type: 'physics/tank',
  version: 1,
  title: 'Tank',
  docs: 'A tank.',
  icon: 'dot',
  params: z.object({ initial: quantity('m', { resets: true }).default(9) }),
  inputs: { inflow: number('m3/s', { default: 0 }) },
  outputs: { level: number('m') },
  states: { h: { unit: 'm', initial: 'initial' } },
  anchor: 'h',
  equations: ['der(h) = inflow', 'level = h'],
});

const twice = defineNode({
  type: 'transforms/twice',
  version: 1,
  title: 'Twice',
  docs: 'Doubles.',
  icon: 'dot',
  params: z.object({}),
  inputs: { in: number(anyUnit) },
  outputs: { out: number(unitOf('in')) },
  equations: ['out = 2*in'],
});

const catalog = catalogOf([tag, tank, twice]);

const measured: Flow = {
  twinloom: 1,
  clock: { tick: '1 s' },
  nodes: {
    gauge: { type: 'sources/tag', params: { unit: 'cm' } },
    inflow: { type: 'sources/tag', params: { unit: 'm3/s' } },
    tank: { type: 'physics/tank', params: { initialFrom: 'gauge.value' } },
  },
  edges: ['inflow.value -> tank.inflow'],
};

function start(flow: Flow = measured) {
  const { plan, diagnostics } = compileFlow(flow, catalog);
  expect(diagnostics).toEqual([]);
  const entries: LogEntry[] = [];
  const twin = new Twin(plan!, { id: 'trial', onEntry: (entry) => entries.push(structuredClone(entry)) });
  const level = () => twin.value(twin.portIndex('tank.level'));
  const hear = (
    t: number,
    node: string,
    value: number,
    quality: typeof BAD | typeof GOOD | typeof UNCERTAIN = GOOD,
  ) => twin.deliver(t, [{ node, value, quality }]);
  return { plan: plan!, twin, entries, level, hear };
}

const startProblem = (params: object, more: object = {}) =>
  compileFlow(
    {
      ...measured,
      nodes: { ...measured.nodes, tank: { type: 'physics/tank', params: { ...params } }, ...more },
    },
    catalog,
  ).diagnostics.map(({ code, at, says }) => [code, at[0], says]);

describe('a state that begins at a port', () => {
  it('begins at its first good sample, in its own unit, and waits for it by name', () => {
    const { twin, level, hear } = start();
    hear(0, 'inflow', 0.5);
    twin.advance(3);
    hear(3.2, 'gauge', 500, BAD);
    hear(3.4, 'gauge', 400, UNCERTAIN);
    twin.advance(5);
    expect(level()).toBeNaN();
    expect(twin.status().tank).toEqual({
      state: 'waiting',
      says: 'the model waits for a good gauge.value to start at',
    });
    hear(5.5, 'gauge', 300);
    twin.advance(6);
    expect(level()).toBe(3);
    hear(6.5, 'gauge', 100);
    twin.advance(8);
    expect(level()).toBeCloseTo(4, 12);
    expect(twin.status().tank).toEqual({ state: 'running' });
  });

  it('stands there at the origin where its port speaks at once', () => {
    const { twin, level, hear } = start();
    twin.deliver(0, [
      { node: 'gauge', value: 120 },
      { node: 'inflow', value: 0 },
    ]);
    hear(0, 'inflow', 0);
    twin.advance(1);
    expect(level()).toBe(1.2);
  });

  it('goes there again at the tick after a person asks, or with the next good sample', () => {
    const { twin, level, hear } = start();
    hear(0, 'inflow', 0);
    hear(0.1, 'gauge', 300);
    twin.advance(2);
    hear(2.5, 'gauge', 100);
    expect(twin.tell(2.6, { command: 're-anchor' })).toEqual({ nodes: ['tank'] });
    expect(level()).toBe(3);
    twin.advance(3);
    expect(level()).toBe(1);
    hear(3.1, 'gauge', 0, BAD);
    twin.tell(3.2, { command: 're-anchor', nodes: ['tank'] });
    twin.advance(4);
    expect(level()).toBe(1);
    expect(twin.status().tank?.says).toBe('is put where gauge.value stands with its next good sample');
    hear(4.5, 'gauge', 700);
    twin.advance(5);
    expect(level()).toBe(7);
  });

  it('refuses to re-anchor what starts at no measurement, and logs nothing', () => {
    const { twin, entries } = start();
    const says = (answer: ReturnType<Twin['tell']>) =>
      'diagnostics' in answer ? answer.diagnostics.map((one) => one.says) : [];
    expect(says(twin.tell(0, { command: 're-anchor', nodes: ['inflow', 'none'] }))).toEqual([
      '"inflow" does not start at a measurement',
      'there is no node "none"',
    ]);
    const plain = start({ ...measured, nodes: { ...measured.nodes, tank: { type: 'physics/tank' } } });
    expect(says(plain.twin.tell(0, { command: 're-anchor' }))).toEqual([
      'no node of this twin starts at a measurement',
    ]);
    expect([...entries, ...plain.entries]).toEqual([]);
  });

  it('is asked for by an entry of the log with who and why, and a fold of it and a snapshot between come to the same', () => {
    const { plan, twin, entries, hear } = start();
    hear(0, 'inflow', 0.25);
    hear(0.1, 'gauge', 300);
    twin.advance(2);
    hear(2.2, 'gauge', 0, BAD);
    twin.tell(2.6, { command: 're-anchor' }, { author: 'Ada', note: 'gauge was cleaned' });
    const between = JSON.stringify(twin.snapshot());
    const told = entries.length;
    hear(4.2, 'gauge', 120);
    twin.mark(6);
    expect(entries[3]).toMatchObject({
      kind: 'command',
      what: { command: 're-anchor' },
      by: { author: 'Ada' },
    });
    for (const [from, rest] of [
      [undefined, entries],
      [between, entries.slice(told)],
    ] as const) {
      const again =
        from === undefined
          ? new Twin(plan, { id: 'trial' })
          : Twin.restore(plan, JSON.parse(from), { id: 'trial' });
      for (const entry of rest) again.replay(entry);
      expect(again.snapshot()).toEqual(twin.snapshot());
    }
  });

  it('is checked: there is such a port, it is a number of the dimension, and it does not wait for the model', () => {
    expect(startProblem({ initialFrom: 'none.value' })).toEqual([
      ['bad-start', { node: 'tank', param: 'initialFrom' }, 'there is no node "none" to start at'],
    ]);
    expect(startProblem({ initialFrom: 'gauge.level' })[0]?.[2]).toBe(
      'gauge has no output "level" to start at',
    );
    expect(startProblem({ initialFrom: 'inflow.value' })[0]?.[2]).toMatch(
      /^"h" cannot start at inflow.value: m³\/s cannot become m/,
    );
    expect(startProblem({ initialFrom: 'tank.level' })[0]?.[2]).toBe(
      'it starts at tank, which waits for tank: neither would begin',
    );
    const behind = compileFlow(
      {
        ...measured,
        nodes: {
          ...measured.nodes,
          tank: { type: 'physics/tank', params: { initialFrom: 'twice.out' } },
          twice: { type: 'transforms/twice' },
        },
        edges: ['inflow.value -> tank.inflow', 'tank.level -> twice.in'],
      },
      catalog,
    );
    expect(behind.diagnostics.map(({ code }) => code)).toEqual(['bad-start']);
  });
});
