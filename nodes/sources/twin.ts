import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import type { Decoded } from '@twinloom/runtime/node/definition';
import { duration, unit } from '@twinloom/runtime/node/params';
import { typeFrom, unitFrom } from '@twinloom/runtime/node/ports';
import { plainValue } from '@twinloom/runtime/signal/plain-value';
import { BAD, qualityCode } from '@twinloom/runtime/signal/quality';
import { decodeReading, type Reading } from './decode-reading.ts';
import { boundParams, initialFitsType } from './reading-params.ts';

const ID = /^(?:[A-Za-z][A-Za-z0-9_-]{0,63}|\{[A-Za-z][A-Za-z0-9_-]{0,63}\})$/;
const GREATEST = 1e30;
const PORT = /^[A-Za-z][A-Za-z0-9_-]{0,63}\.[A-Za-z][A-Za-z0-9_-]{0,63}$/;

/**
 * What a port of another twin says: value, quality and time of measurement, some 10 ms later, as a sample of this twin's own input log. What
 * it says in one of its instants arrives in one. Numbers are brought to the unit that is stated here.
 */
export const twin = defineNode({
  type: 'sources/twin',
  version: 1,
  title: 'Twin',
  icon: 'copy',
  keywords: ['other', 'follow', 'link', 'plant', 'line', 'fleet', 'system', 'composition', 'remote', 'tag'],
  docs: 'Follows a port of another twin of this server: its values with their quality, some 10 ms later. Lines are made of machines this way, and each machine keeps its own twin. Where the other twin or its port is gone the value is bad, and the node says so.',
  doesNotModel:
    'Twins of another server: let them publish on MQTT. An exchange within one instant: two twins that follow one another are apart by those 10 ms, each in its own time.',
  source: 'What the other twin says',
  params: z
    .object({
      twin: z
        .string()
        .regex(ID, 'expected the id of a twin, or {parameter} of this flow that names one')
        .meta({ widget: 'text' })
        .describe('Which twin; {parameter} is what the parameter of this flow says, for each of its twins'),
      port: z
        .string()
        .regex(PORT, 'expected node.port, as in pipe.flow')
        .meta({ widget: 'twin-port' })
        .describe('Which of its ports: node.port'),
      type: z
        .enum(['number', 'boolean', 'string', 'vector', 'record', 'event'])
        .default('number')
        .describe('What kind of value it carries'),
      unit: unit().optional().describe('Unit to have it in; it is converted'),
      initial: boundParams.initial,
      staleAfter: z
        .union([z.literal('never'), duration().positive()])
        .meta({ widget: 'duration', unit: 's', group: 'More' })
        .default('never')
        .describe('Silent for longer than this = bad. A twin that is gone is noticed without'),
    })
    .refine(...initialFitsType),
  inputs: {},
  outputs: { value: typeFrom('type', unitFrom('unit'), { doc: 'What the other twin says' }) },
  begins: 'initial',
  listen: {
    address: (p) => ({ protocol: 'twin', twin: p.twin, port: p.port }),
    isOrdered: true,
    decode: (bytes, { type, unit: to = '' }) => {
      const { type: is = type, value, quality, unit: from = '', t } = readSample(bytes);
      if (is !== type) return { problem: `it carries ${withArticle(is)}: choose that as Type` };
      const about = { quality: qualityCode(quality), ...(t !== undefined && { t }) };
      if (about.quality >= BAD) return { ...about, quality: BAD };
      if (type === 'event') return { ...about, value: true };
      if (from !== '' && from !== '1' && to === '')
        return { problem: `it is in ${from}: say in Unit what to have it in` };
      const read = readAs(type, plainValue(value, from, to || from));
      return 'problem' in read ? read : { ...about, ...read };
    },
  },
  example: {
    shows:
      'Follows the flow of the pump that ships with Twinloom. In a simulation there is no other twin: the initial value holds.',
    params: { twin: 'pump-01', port: 'pipe.flow', unit: 'm3/h', initial: 20 },
    seconds: 10,
  },
});

interface Sample {
  type?: string;
  value?: unknown;
  quality: string;
  unit?: string;
  /** s since 1970 */
  t?: number;
}

/** What the links of the server write; a plain value, as in a column of a replay, is a good one in the unit of the source. */
function readSample(bytes: Uint8Array): Sample {
  const text = new TextDecoder().decode(bytes);
  try {
    const json: unknown = JSON.parse(text);
    const isSample = typeof json === 'object' && json !== null && 'quality' in json && 'value' in json;
    return isSample ? (json as unknown as Sample) : { value: json, quality: 'good' };
  } catch {
    return { value: text, quality: 'good' };
  }
}

function withArticle(type: string): string {
  return `${type === 'event' ? 'an' : 'a'} ${type}`;
}

function readAs(type: Reading['type'], value: unknown): Decoded {
  return decodeReading(new TextEncoder().encode(JSON.stringify(value)), {
    type,
    min: -GREATEST,
    max: GREATEST,
  });
}
