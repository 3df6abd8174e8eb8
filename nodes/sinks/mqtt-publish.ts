import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { connection, duration, topic, unit } from '@twinloom/runtime/node/params';
import { anything } from '@twinloom/runtime/node/ports';
import { qualityName } from '@twinloom/runtime/signal/quality';
import { plainValue } from '@twinloom/runtime/signal/plain-value';

const MICROS = 1e6;

/**
 * Publishes what its input says, in UTF-8: the value alone, or `{"value", "unit", "t", "quality", "sequence"}` with t in s since 1970 and
 * `sequence` counting from 1. Bad samples are not sent: they carry no value.
 */
export const mqttPublish = defineNode({
  type: 'sinks/mqtt-publish',
  version: 1,
  title: 'MQTT publish',
  icon: 'send',
  keywords: ['broker', 'topic', 'output', 'command', 'iot'],
  docs: 'Publishes a value to an MQTT topic: as it is, so that an MQTT source reads it without a path, or as JSON with unit, time, quality and a counter (paths value, t and sequence). At each sample, or as often as you say. While the broker is away values wait on the disk, and follow in their order.',
  doesNotModel:
    'Exactly once: after a lost connection what the broker may have is sent again, also with quality of service 2.',
  source: 'MQTT 3.1.1, OASIS standard; RFC 8259 (JSON)',
  params: z.object({
    connection: connection().describe('Which broker'),
    topic: topic()
      .regex(/^[^+#\0]*$/, 'expected one topic, without + and #')
      .describe('Topic; {twin} is the twin’s id'),
    format: z
      .enum(['value', 'json'])
      .default('value')
      .describe('The value alone, or JSON with value, unit, t, quality and sequence'),
    unit: unit().optional().describe('Unit to publish a number in; empty = that of the input'),
    every: duration().positive().optional().describe('Time between two; empty = at each sample'),
    retain: z.boolean().default(false).describe('The broker keeps the last one for whoever subscribes later'),
    qos: z
      .literal([0, 1, 2])
      .default(0)
      .describe('Quality of service; with 1 nothing is lost on the way, and some may come twice'),
    keep: z
      .enum(['drop-oldest', 'latest', 'block'])
      .default('drop-oldest')
      .meta({ group: 'More' })
      .describe(
        'What waits while the broker is away: as much as fits, of which the oldest goes, or nothing more is taken; or the newest alone',
      ),
  }),
  inputs: { in: anything({ doc: 'Value to publish' }) },
  outputs: {},
  rate: { every: 'every', otherwise: 'inherit' },
  send: {
    address: (p) => ({
      protocol: 'mqtt',
      connection: p.connection,
      topic: p.topic,
      qos: p.qos,
      retain: p.retain,
      keep: p.keep,
    }),
    encode: (u, p, instant) => {
      const from = instant.unitOf('in');
      const to = p.unit ?? from;
      const value = plainValue(u.in, from, to);
      const about = {
        value,
        ...(to !== '' && { unit: to }),
        t: Math.round((instant.epoch + instant.t) * MICROS) / MICROS,
        quality: qualityName(instant.quality('in')),
        sequence: instant.sequence,
      };
      const isText = p.format === 'value' && typeof value === 'string';
      return new TextEncoder().encode(isText ? value : JSON.stringify(p.format === 'json' ? about : value));
    },
  },
  example: {
    shows:
      'Publishes the flow with its unit, quality and time on twin/<twin>/flow, once a second. Nothing leaves a simulation.',
    params: { topic: 'twin/{twin}/flow', format: 'json', every: '1 s' },
    inputs: { in: { params: { amplitude: '2 m3/h', offset: '12 m3/h', period: '20 s', unit: 'm3/h' } } },
    seconds: 30,
  },
});
