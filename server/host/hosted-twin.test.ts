import { catalog } from '@twinloom/nodes/catalog';
import { compileFlow } from '@twinloom/runtime/compile/compile';
import type { LogEntry } from '@twinloom/runtime/run/log-entry';
import { Twin } from '@twinloom/runtime/run/twin';
import { HeldTimers } from '@twinloom/runtime/schedule/held-timers';
import { beforeEach, describe, expect, it } from 'vitest';
import { HostedTwin } from './hosted-twin.ts';

const START = 1_700_000_000;
const list = (path: string) => ({
  type: 'sources/mqtt',
  params: {
    topic: 'gate',
    listPath: 'values',
    readings: 'list',
    path,
    timePath: 't',
    unit: '1',
    staleAfter: 'never',
  },
});
const { plan } = compileFlow(
  {
    twinloom: 1,
    nodes: {
      a: list('a'),
      b: list('b'),
      cell: { type: 'sources/mqtt', params: { topic: 'gate', path: 'cell', unit: 'V', staleAfter: 'never' } },
      smooth: { type: 'transforms/moving-average', params: { window: 2 } },
    },
    edges: ['a.value -> smooth.in'],
  },
  catalog,
);

let hosted: HostedTwin;
let entries: LogEntry[];
/** What each instant said: when it was measured, s behind the start, and the value. */
let seen: Record<string, [t: number, value: number]>[];
let bad: string[];

beforeEach(() => {
  [entries, seen, bad] = [[], [], []];
  const order = { id: 'p', number: 1, version: 1, document: {}, parameters: {}, handSets: {} };
  hosted = new HostedTwin(order, plan!, {}, new HeldTimers(START), {
    onEntry: (entry) => entries.push(entry),
    onInstant: (twin) => seen.push(freshOf(twin)),
    onEmit: () => undefined,
    onNotice: () => undefined,
    onTick: () => undefined,
    onBadSample: (node, _t, topic, problem) => bad.push(`${topic} ${node}: ${problem}`),
  });
  hosted.start();
  seen = [];
});

function freshOf(twin: Twin): Record<string, [number, number]> {
  const ports = plan!.ports
    .map(({ port }, i) => ({ port, i }))
    .filter(({ port, i }) => port.endsWith('.value') && twin.isFresh(i));
  return Object.fromEntries(ports.map(({ port, i }) => [port, [twin.measuredAt(i), twin.value(i)]]));
}

function deliver(after: number, payload: object): void {
  const bytes = new TextEncoder().encode(JSON.stringify(payload));
  hosted.deliver(START + after, 'gate', plan!.sources, bytes);
}

const at = (t: number, a?: unknown, b?: unknown) => ({ t: START + t, a, b });

it('gives each of many sources its own value or its own problem', () => {
  const source = (path: string) => ({
    type: 'sources/mqtt',
    params: { topic: 'gate', path, unit: '1', staleAfter: 'never' },
  });
  const tags = compileFlow(
    {
      twinloom: 1,
      nodes: Object.fromEntries(
        ['a', 'b', 'c.d', 'e', 'f', 'g', 'h', 'i'].map((path) => [path[0], source(path)]),
      ),
    },
    catalog,
  ).plan!;
  const order = { id: 'q', number: 2, version: 1, document: {}, parameters: {}, handSets: {} };
  const says: string[] = [];
  const many = new HostedTwin(order, tags, {}, new HeldTimers(START), {
    onEntry: (entry) => entries.push(entry),
    onInstant: () => undefined,
    onEmit: () => undefined,
    onNotice: () => undefined,
    onTick: () => undefined,
    onBadSample: (node, _t, _topic, problem) => says.push(`${node}: ${problem}`),
  });
  many.start();
  const bytes = new TextEncoder().encode('{"a":0.1,"b":"off","c":{"d":-0},"f":1,"g":2,"h":3,"i":4}');
  many.deliver(START + 1, 'gate', tags.sources, bytes);
  expect(entries.at(-1)).toMatchObject({
    inputs: [
      { node: 'a', value: 0.1 },
      { node: 'b', problem: 'expected a number at b, got "off"' },
      { node: 'c', value: -0 },
      { node: 'e', problem: 'expected "e", got an object with a, b, c, f, g, …' },
      { node: 'f', value: 1 },
      { node: 'g', value: 2 },
      { node: 'h', value: 3 },
      { node: 'i', value: 4 },
    ],
  });
  expect(says).toEqual([
    'b: expected a number at b, got "off"',
    'e: expected "e", got an object with a, b, c, f, g, …',
  ]);
});

it('keeps packets apart that come when the twin has gone on already', () => {
  hosted.twin.deliver(5, [{ node: 'cell', value: 0 }]);
  deliver(1, { cell: 1 });
  deliver(1, { cell: 2 });
  deliver(6, { cell: 3 });
  const samples = entries.filter(({ kind }) => kind === 'samples').slice(1);
  expect(samples.map(({ micros }) => micros)).toEqual([5_000_000, 5_000_001, 6_000_000]);
});

describe('a packet with a list of readings', () => {
  it('is an instant for each time, the oldest first, and what is no list belongs to the first', () => {
    deliver(60, { cell: 3.6, values: [at(2, 4, 20), at(1, 2, 10), at(3, 6, 30)] });
    expect(seen).toEqual([
      { 'cell.value': [60, 3.6], 'a.value': [1, 2], 'b.value': [1, 10] },
      { 'a.value': [2, 4], 'b.value': [2, 20] },
      { 'a.value': [3, 6], 'b.value': [3, 30] },
    ]);
    expect(entries.filter(({ kind }) => kind === 'samples').map(({ micros }) => micros)).toEqual([
      60_000_000, 60_000_001, 60_000_002,
    ]);
  });

  it('says which reading is wrong; the others count, and the next good one makes it well again', () => {
    deliver(60, { cell: 3.6, values: [at(1, 2, 10), at(2, 'off', 20), at(3, 6, 30)] });
    expect(bad).toEqual(['gate a: reading 2 of 3: expected a number at a, got "off"']);
    expect(seen.map((instant) => instant['a.value'])).toEqual([
      [1, 2],
      [2, Number.NaN],
      [3, 6],
    ]);
    expect(hosted.twin.status().a).toEqual({ state: 'running', dropped: 1 });
    expect(hosted.twin.status().b).toEqual({ state: 'running' });
  });

  it('that comes again is late as a whole, the wrong reading in it too', () => {
    const payload = { cell: 3.6, values: [at(1, 2, 10), at(2, 'off', 20), at(3, 6, 30)] };
    deliver(60, payload);
    deliver(61, payload);
    expect(seen.slice(3)).toEqual([{ 'cell.value': [61, 3.6] }]);
    expect(hosted.twin.status().a).toEqual({ state: 'running', dropped: 4 });
    expect(hosted.twin.value(hosted.twin.portIndex('a.value'))).toBe(6);
  });

  it('is folded again from the log to the bit', () => {
    deliver(60, { cell: 3.6, values: [at(2, 4, 20), at(1, 2, 'off'), at(3, 6, 30)] });
    deliver(60, { cell: 3.7, values: [at(2.5, 1, 1), { a: 3, b: 4 }, at(4, 8, 40)] });
    const again = new Twin(plan!, { id: 'p', epoch: START });
    for (const entry of entries) again.replay(entry);
    expect(again.snapshot()).toEqual(hosted.twin.snapshot());
  });
});
