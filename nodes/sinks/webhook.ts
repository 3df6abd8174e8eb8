import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import type { Instant } from '@twinloom/runtime/node/definition';
import { duration, unit, webAddress, webConnection } from '@twinloom/runtime/node/params';
import { anything } from '@twinloom/runtime/node/ports';
import { qualityName } from '@twinloom/runtime/signal/quality';
import { plainValue } from '@twinloom/runtime/signal/plain-value';
import { textMark } from './text-mark.ts';

const MICROS = 1e6;
const NOTHING_SENT = -1;

/**
 * Sends what its input says to a URL as JSON: `{"twin", "node", "value", "unit", "quality", "t", "sequence"}` with t in s since 1970 and
 * `sequence` counting from 1. Each request also carries an `Idempotency-Key` that is the same when it is tried again. Bad samples are not
 * sent: they carry no value.
 */
export const webhook = defineNode({
  type: 'sinks/webhook',
  version: 1,
  title: 'Webhook',
  icon: 'webhook',
  keywords: ['http', 'https', 'rest', 'api', 'url', 'web', 'post', 'put', 'output', 'notify'],
  docs: 'Sends a value to a web address as JSON with its unit, quality, time and a counter: at each sample, when it changes, or as often as you say. While the other side is away or fails values wait on the disk, and follow in their order; what it refuses for good (an answer of 4xx) is counted.',
  doesNotModel:
    'Several requests at a time; redirects, which are not followed. Link-local and metadata addresses are refused.',
  source: 'RFC 9110, HTTP semantics; RFC 8259 (JSON)',
  params: z.object({
    url: webAddress().describe('Where to send, https://…; {twin} is the twin’s id'),
    method: z.enum(['POST', 'PUT']).default('POST').describe('How it is sent'),
    when: z
      .enum(['sample', 'change'])
      .default('sample')
      .describe('Send each value, or only one that differs from the last one sent'),
    every: duration().min(0.1).optional().describe('Time between two; empty = at each sample'),
    unit: unit().optional().describe('Unit to send a number in; empty = that of the input'),
    connection: webConnection({ group: 'More' }).describe(
      'Connection that holds the credentials; empty = none are sent',
    ),
    timeout: duration({ group: 'More' })
      .min(0.1)
      .max(300)
      .default(10)
      .describe('Without an answer for longer than this, it is tried again'),
    keep: z
      .enum(['drop-oldest', 'latest', 'block'])
      .default('drop-oldest')
      .meta({ group: 'More' })
      .describe(
        'What waits while the other side is away: as much as fits, of which the oldest goes, or nothing more is taken; or the newest alone',
      ),
  }),
  inputs: { in: anything({ doc: 'Value to send' }) },
  outputs: {},
  states: { sent: { initial: NOTHING_SENT } },
  rate: { every: 'every', otherwise: 'inherit' },
  step: (_y, x, u, { when, unit: wanted }, instant) => {
    if (when === 'sample') return;
    const mark = textMark(JSON.stringify(readingOf(u.in, wanted, instant)));
    if (mark === x.sent) instant.withhold();
    x.sent = mark;
  },
  send: {
    address: ({ url, connection, method, timeout, keep }) => ({
      protocol: 'http',
      url,
      ...(connection !== undefined && { connection }),
      method,
      timeout,
      keep,
    }),
    encode: (u, { unit: wanted }, instant) => {
      const { twin, node, epoch, t, sequence } = instant;
      const about = {
        twin,
        node,
        ...readingOf(u.in, wanted, instant),
        t: Math.round((epoch + t) * MICROS) / MICROS,
        sequence,
      };
      return new TextEncoder().encode(JSON.stringify(about));
    },
  },
  example: {
    shows:
      'Sends a square wave only when it changes. Nothing takes it until a server listens on port 8080 of this machine: until then the node says so and its values wait.',
    params: { url: 'http://127.0.0.1:8080/{twin}', when: 'change' },
    inputs: { in: { params: { shape: 'square', period: '4 s', every: '1 s', unit: '1' } } },
    seconds: 20,
  },
});

function readingOf(value: unknown, wanted: string | undefined, instant: Instant) {
  const from = instant.unitOf('in');
  const to = wanted ?? from;
  return {
    value: plainValue(value, from, to),
    ...(to !== '' && { unit: to }),
    quality: qualityName(instant.quality('in')),
  };
}
