import { describe, expect, it } from 'vitest';
import { trace, type TraceOptions } from '@twinloom/runtime/run/harness';
import { webhook } from './webhook.ts';

const ADDRESS = {
  protocol: 'http',
  url: 'https://mes.example/in',
  method: 'POST',
  timeout: 10,
  keep: 'drop-oldest',
};

const run = (
  params: Record<string, unknown>,
  inputs: TraceOptions['inputs'],
  more: Partial<TraceOptions> = {},
) => trace(webhook, { params: { url: ADDRESS.url, ...params }, inputs, for: 10, ...more });

const bodies = (...given: Parameters<typeof run>) =>
  run(...given).sent.map(({ text }) => JSON.parse(text) as Record<string, unknown>);

const times = (...given: Parameters<typeof run>) => run(...given).sent.map(({ t }) => t);

describe('a webhook', () => {
  it('sends each sample with what names it, its unit, quality, time and a counter', () => {
    const { sent, diagnostics } = run(
      {},
      {
        in: [
          [0.1, 12.5],
          [1 / 3, 13, 'uncertain'],
        ],
      },
      { units: { in: 'm3/h' } },
    );
    expect(diagnostics).toEqual([]);
    expect(sent).toEqual([
      {
        t: 0.1,
        address: ADDRESS,
        text: '{"twin":"trace","node":"node","value":12.5,"unit":"m3/h","quality":"good","t":0.1,"sequence":1}',
      },
      {
        t: 0.333333,
        address: ADDRESS,
        text: '{"twin":"trace","node":"node","value":13,"unit":"m3/h","quality":"uncertain","t":0.333333,"sequence":2}',
      },
    ]);
  });

  it('says how, how long, with whose credentials, and what may wait', () => {
    const params = { method: 'PUT', timeout: 2, connection: 'mes', keep: 'latest' };
    expect(run(params, { in: 1 }).sent[0]?.address).toEqual({ ...ADDRESS, ...params });
  });

  it.each([
    [true, true],
    ['open', 'open'],
    [
      [1, 2.5],
      [1, 2.5],
    ],
    [{ a: 1 }, { a: 1 }],
  ])('sends %j as it is', (value, written) => {
    expect(bodies({}, { in: [[0, value]] })[0]).toMatchObject({ value: written });
  });

  it('leaves out the unit of what has none, and converts to the one it is told', () => {
    expect(bodies({}, { in: [[0, true]] })[0]).not.toHaveProperty('unit');
    const [flow] = bodies({ unit: 'm3/h' }, { in: 0.005 }, { units: { in: 'm3/s' } });
    expect(flow).toMatchObject({ value: 18, unit: 'm3/h' });
  });

  it('says so where the unit measures something else, and sends nothing', () => {
    for (const when of ['sample', 'change']) {
      const { sent, notes } = run({ unit: 'K', when }, { in: 1 }, { units: { in: 'm3/s' } });
      expect(sent).toEqual([]);
      expect(notes.map(({ says }) => says)).toEqual(['the node failed: m3/s does not convert to K']);
    }
  });

  it('sends no bad sample', () => {
    const samples: [number, number, ('good' | 'bad')?][] = [
      [0, 1],
      [1, 2, 'bad'],
      [2, 3],
    ];
    expect(bodies({}, { in: samples }).map(({ value }) => value)).toEqual([1, 3]);
  });

  it('sends the last value as often as it is told', () => {
    const samples: [number, number][] = [
      [0, 1],
      [3, 2],
      [3.5, 3],
    ];
    const sent = bodies({ every: '2 s' }, { in: samples }, { for: 6 });
    expect(sent.map(({ t, value }) => [t, value])).toEqual([
      [0, 1],
      [2, 1],
      [4, 3],
      [6, 3],
    ]);
  });

  it('sends only what differs from the last one sent, and counts only that', () => {
    const samples: [number, number, ('good' | 'uncertain' | 'bad')?][] = [
      [0, 1],
      [1, 1],
      [2, 2],
      [3, 2, 'bad'],
      [4, 2],
      [5, 2, 'uncertain'],
      [6, 1],
    ];
    const sent = bodies({ when: 'change' }, { in: samples });
    expect(sent.map(({ t, sequence }) => [t, sequence])).toEqual([
      [0, 1],
      [2, 2],
      [5, 3],
      [6, 4],
    ]);
    expect(times({ when: 'change', every: '2 s' }, { in: samples })).toEqual([0, 2, 6]);
  });

  it('sees a change of a text and of a record', () => {
    const states: [number, string][] = [
      [0, 'open'],
      [1, 'open'],
      [2, 'shut'],
    ];
    expect(times({ when: 'change' }, { in: states })).toEqual([0, 2]);
    const records: [number, object][] = [
      [0, { a: [1, 2] }],
      [1, { a: [1, 2] }],
      [2, { a: [1, 3] }],
    ];
    expect(times({ when: 'change' }, { in: records })).toEqual([0, 2]);
  });

  it.each([
    [{ url: 'mes.example' }, 'url'],
    [{ url: 'https://ann:pw@mes.example' }, 'url'],
    [{ method: 'DELETE' }, 'method'],
    [{ every: 0.05 }, 'every'],
  ])('refuses %j', (params, param) => {
    expect(run(params, { in: 1 }).diagnostics.map(({ at }) => at[0]?.param)).toEqual([param]);
  });
});
