import { catalogOf } from '@twinloom/runtime/node/catalog';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { qualityCode } from '@twinloom/runtime/signal/quality';
import { z } from 'zod';

const inDefault = { protocol: 'mqtt', connection: 'default' } as const;
const number = { type: 'number', unit: { kind: 'any' } } as const;
const about = { version: 1, docs: 'For tests of the host.', icon: 'flask-conical' };

const hand = defineNode({
  ...about,
  type: 'trial/hand',
  title: 'Hand',
  params: z.object({ value: z.number().meta({ tunable: true }) }),
  inputs: {},
  outputs: { value: number },
  emits: 'value',
});

const listen = defineNode({
  ...about,
  type: 'trial/listen',
  title: 'Listen',
  params: z.object({ topic: z.string(), connection: z.string().default('default') }),
  inputs: {},
  outputs: { value: number },
  listen: {
    address: ({ topic, connection }) => ({ protocol: 'mqtt', connection, topic, qos: 0 }),
    decode: (bytes) => {
      const text = new TextDecoder().decode(bytes);
      const value = Number(text);
      return text === '' || Number.isNaN(value) ? { problem: `"${text}" is no number` } : { value };
    },
  },
});

const list = defineNode({
  ...about,
  type: 'trial/list',
  title: 'List',
  params: z.object({ topic: z.string() }),
  inputs: {},
  outputs: { value: number },
  listen: {
    address: ({ topic }) => ({ ...inDefault, topic, qos: 0 }),
    decode: () => ({}),
    list: () => (bytes) =>
      (JSON.parse(new TextDecoder().decode(bytes)) as number[]).map((value) => ({ value })),
  },
});

/** Counts the instants in which it ran; at 666 it never returns, at 667 it ends the thread, at 668 it talks. */
const count = defineNode({
  ...about,
  type: 'trial/count',
  title: 'Count',
  params: z.object({}),
  inputs: { a: number, b: { ...number, optional: true } },
  outputs: { runs: { type: 'number', unit: { kind: 'code', code: '1' } } },
  states: { n: { unit: '1', initial: 0 } },
  step: (y, x, u, _p, instant) => {
    x.n += 1;
    y.runs = x.n;
    while (u.a === 666) y.runs = x.n;
    if (u.a === 667) process.exit(3);
    if (u.a === 668) instant.note('warning', 'I talk');
  },
});

const follow = defineNode({
  ...about,
  type: 'trial/follow',
  title: 'Follow',
  params: z.object({
    twin: z.string(),
    port: z.string(),
    staleAfter: z.literal('never').default('never'),
    initial: z.number().optional(),
  }),
  inputs: {},
  outputs: { value: number },
  begins: 'initial',
  listen: {
    address: ({ twin, port }) => ({ protocol: 'twin', twin, port }),
    isOrdered: true,
    decode: (bytes) => {
      const { value, quality, t } = JSON.parse(new TextDecoder().decode(bytes));
      return { value, t, quality: qualityCode(quality) };
    },
  },
});

/** At the topic `fatal` it ends the thread outside of the code that the engine runs for a node; at `file` it writes to one. */
const send = defineNode({
  ...about,
  type: 'trial/send',
  title: 'Send',
  params: z.object({ topic: z.string() }),
  inputs: { in: number },
  outputs: {},
  send: {
    address: ({ topic }) => {
      if (topic === 'fatal') process.exit(3);
      if (topic === 'file') return { protocol: 'csv', header: '', keepDays: 1 };
      return { ...inDefault, topic, qos: 0, retain: false, keep: 'drop-oldest' };
    },
    encode: (u) => new TextEncoder().encode(String(u.in)),
  },
});

/** Nodes with the faults that the host must outlive. */
export const trialCatalog = catalogOf([hand, listen, list, follow, count, send]);
