import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { fields } from '@twinloom/runtime/node/params';
import { record } from '@twinloom/runtime/node/ports';
import { BAD } from '@twinloom/runtime/signal/quality';
import { fieldsOf } from './record-fields.ts';

type Params = Readonly<Record<string, unknown>>;

/**
 * The named values of a record, each on a port of its own: numbers are in the unit written for them. A field that the record lacks, or has as null,
 * is no sample there: the last one stays. One of another type is bad, and the node says so once until it fits again.
 */
export const splitRecord = defineNode({
  type: 'transforms/split-record',
  version: 1,
  title: 'Split record',
  icon: 'split',
  keywords: ['record', 'object', 'json', 'struct', 'unpack', 'fields', 'extract', 'separate'],
  docs: 'Takes values out of a record, such as a JSON message with several measurements: a port for each field you name.',
  doesNotModel:
    'Fields in records in records: take those by a path at the source. A text is never read as a number.',
  source: 'RFC 8259, objects',
  params: z.object({
    fields: fields()
      .default(['a', 'b'])
      .describe('Fields, each an output: name, type, and the unit the record has it in'),
  }),
  inputs: { in: record({ doc: 'The record' }) },
  outputs: {},
  outputsFrom: ['fields'],
  states: {
    misfits: {
      initial: 0,
      length: (p: Params) => Math.max(1, Object.keys(p.fields as object).length),
    },
  },
  step: (y, x, u, p, instant) => {
    const values = u.in as Readonly<Record<string, unknown>>;
    for (const [i, { name, type }] of fieldsOf(p.fields).entries()) {
      const value = Object.hasOwn(values, name) ? values[name] : undefined;
      if (value === undefined || value === null) continue;
      const fits = typeof value === type;
      if (!fits && x.misfits[i] === 0)
        instant.note('warning', `${name} is no ${type} but ${JSON.stringify(value).slice(0, 60)}`);
      x.misfits[i] = fits ? 0 : 1;
      if (!fits) instant.mark(BAD, name);
      (y as Record<string, unknown>)[name] = fits ? value : Number.NaN;
    }
  },
  card: { look: 'value' },
  example: {
    shows: 'Of a record with a level and a flow both come out again, each on its port.',
    params: { fields: { level: 'm', flow: 'm3/h' } },
    inputs: {
      in: {
        type: 'transforms/build-record',
        params: { fields: { level: 'm', flow: 'm3/h' } },
        inputs: {
          level: { params: { amplitude: 1, offset: 2, period: '20 s', every: '1 s', unit: 'm' } },
          flow: { params: { amplitude: 2, offset: 10, period: '8 s', every: '1 s', unit: 'm3/h' } },
        },
      },
    },
    seconds: 40,
  },
});
