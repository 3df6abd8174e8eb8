import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { mqtt } from './mqtt.ts';

const TOPIC = { topic: 'plant/flow' };
describe('an MQTT source', () => {
  it('listens at its topic, on the default connection', () => {
    expect(mqtt.listen?.address(mqtt.params.parse(TOPIC))).toEqual({
      protocol: 'mqtt',
      connection: 'default',
      topic: 'plant/flow',
      qos: 0,
    });
  });

  it.each(['latest', 'block'])('says with its address that of what waits it wants %s', (queue) => {
    const params = mqtt.params.parse({ ...TOPIC, queue });
    expect(mqtt.listen?.address(params)).toMatchObject({ topic: 'plant/flow', queue });
  });

  it.each(['plant/+/flow', '+', '#', 'plant/#', '/plant', 'plant//flow', '$SYS/load'])(
    'takes the topic %s',
    (topic) => {
      expect(mqtt.params.safeParse({ topic }).success).toBe(true);
    },
  );

  it.each(['', 'plant/fl+w', 'plant/#/flow', 'plant#', 'plant\0'])('refuses the topic %j', (topic) => {
    expect(mqtt.params.safeParse({ topic }).success).toBe(false);
  });

  it('says what holds until the first sample, where that is given', () => {
    const { samples, diagnostics } = trace(mqtt, { params: { ...TOPIC, unit: 'm3/h', initial: 4 }, for: 5 });
    expect(diagnostics).toEqual([]);
    expect(samples('value')).toEqual([{ t: 0, value: 4, quality: 'good' }]);
  });

  it('turns bad after ten seconds of silence, or when it is told, or never', () => {
    const stale = (staleAfter?: string) =>
      trace(mqtt, { params: { ...TOPIC, ...(staleAfter && { staleAfter }) }, for: 60 }).samples('value');
    expect(stale()).toEqual([{ t: 10, value: undefined, quality: 'bad' }]);
    expect(stale('3 s')).toEqual([{ t: 3, value: undefined, quality: 'bad' }]);
    expect(stale('never')).toEqual([]);
  });

  it('refuses an initial value of another type than it expects', () => {
    const { diagnostics } = trace(mqtt, { params: { ...TOPIC, type: 'boolean', initial: 4 }, for: 1 });
    expect(diagnostics.map(({ code, at }) => [code, at[0]?.param])).toEqual([['bad-param', 'initial']]);
  });

  it('reads what is published: the value, its time, its counter', () => {
    const params = mqtt.params.parse({ ...TOPIC, path: 'v', timePath: 't', sequence: 'n' });
    const bytes = new TextEncoder().encode('{"v":12.5,"t":1700000000,"n":7}');
    expect(mqtt.listen?.decode(bytes, params)).toEqual({ value: 12.5, t: 1_700_000_000, sequence: 7 });
    expect(mqtt.listen?.list?.(params)).toBeUndefined();
  });

  it('reads a list of readings where one is expected, from its path', () => {
    const about = { readings: 'list', listPath: 'kept', path: 'v', timePath: 't' };
    const read = mqtt.listen?.list?.(mqtt.params.parse({ ...TOPIC, ...about }));
    const bytes = new TextEncoder().encode('{"kept":[{"v":2,"t":1700000001},{"v":1,"t":1700000000}]}');
    expect(read?.(bytes)).toEqual([
      { value: 1, t: 1_700_000_000 },
      { value: 2, t: 1_700_000_001 },
    ]);
  });
});
