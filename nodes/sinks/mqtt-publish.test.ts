import { describe, expect, it } from 'vitest';
import { trace, type TraceOptions } from '@twinloom/runtime/run/harness';
import { mqttPublish } from './mqtt-publish.ts';

const run = (
  params: Record<string, unknown>,
  inputs: TraceOptions['inputs'],
  more: Partial<TraceOptions> = {},
) => trace(mqttPublish, { params: { topic: 'plant/flow', ...params }, inputs, for: 10, ...more });

const textsOf = (...given: Parameters<typeof run>): string[] => run(...given).sent.map(({ text }) => text);

describe('an MQTT publisher', () => {
  it('publishes each sample as it is, to its topic', () => {
    const { sent, diagnostics } = run(
      {},
      {
        in: [
          [0, 12.5],
          [3, -2],
        ],
      },
    );
    expect(diagnostics).toEqual([]);
    expect(sent).toEqual([
      { t: 0, address: addressOf({}), text: '12.5' },
      { t: 3, address: addressOf({}), text: '-2' },
    ]);
  });

  it('says where, how safely, and whether the broker keeps it', () => {
    const params = { connection: 'site', qos: 1, retain: true, keep: 'latest' };
    expect(run(params, { in: 1 }).sent[0]?.address).toEqual(addressOf(params));
  });

  it.each([
    [true, 'true'],
    ['open', 'open'],
    [0.1 + 0.2, '0.30000000000000004'],
    [[1, 2.5], '[1,2.5]'],
    [{ a: 1, b: 'x' }, '{"a":1,"b":"x"}'],
  ])('writes %j as %s', (value, text) => {
    expect(textsOf({}, { in: [[0, value]] })).toEqual([text]);
  });

  it('as JSON says the unit, the time, the quality and a counter too', () => {
    const texts = textsOf(
      { format: 'json' },
      {
        in: [
          [0.1, 12.5],
          [1 / 3, 13, 'uncertain'],
        ],
      },
      { units: { in: 'm3/h' } },
    );
    expect(texts).toEqual([
      '{"value":12.5,"unit":"m3/h","t":0.1,"quality":"good","sequence":1}',
      '{"value":13,"unit":"m3/h","t":0.333333,"quality":"uncertain","sequence":2}',
    ]);
  });

  it('as JSON leaves out the unit of what has none', () => {
    expect(textsOf({ format: 'json' }, { in: [[0, true]] })).toEqual([
      '{"value":true,"t":0,"quality":"good","sequence":1}',
    ]);
  });

  it('converts to the unit it is told', () => {
    const flow = textsOf({ unit: 'm3/h' }, { in: 0.005 }, { units: { in: 'm3/s' } });
    expect(Number(flow[0])).toBeCloseTo(18, 12);
    const json = textsOf({ unit: 'Cel', format: 'json' }, { in: 293.15 }, { units: { in: 'K' } });
    const { value, unit } = JSON.parse(json[0]!) as { value: number; unit: string };
    expect(value).toBeCloseTo(20, 9);
    expect(unit).toBe('Cel');
  });

  it('says so where the unit measures something else, and sends nothing', () => {
    const { sent, notes } = run({ unit: 'K' }, { in: 1 }, { units: { in: 'm3/s' } });
    expect(sent).toEqual([]);
    expect(notes.map(({ says }) => says)).toEqual(['the node failed: m3/s does not convert to K']);
  });

  it('sends no bad sample', () => {
    const samples = {
      in: [
        [0, 1],
        [1, 2, 'bad'],
        [2, 3],
      ] as [number, number, 'bad'?][],
    };
    expect(textsOf({}, samples)).toEqual(['1', '3']);
  });

  it('publishes the last value as often as it is told', () => {
    const { sent } = run(
      { every: '2 s' },
      {
        in: [
          [0, 1],
          [3, 2],
          [3.5, 3],
        ],
      },
      { for: 6 },
    );
    expect(sent.map(({ t, text }) => [t, text])).toEqual([
      [0, '1'],
      [2, '1'],
      [4, '3'],
      [6, '3'],
    ]);
  });

  it.each(['plant/+', '#', ''])('refuses the topic %j', (topic) => {
    expect(run({ topic }, { in: 1 }).diagnostics.map(({ at }) => at[0]?.param)).toEqual(['topic']);
  });
});

function addressOf(params: Record<string, unknown>) {
  return {
    protocol: 'mqtt',
    connection: 'default',
    topic: 'plant/flow',
    qos: 0,
    retain: false,
    keep: 'drop-oldest',
    ...params,
  };
}
