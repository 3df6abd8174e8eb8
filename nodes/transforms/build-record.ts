import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { fields } from '@twinloom/runtime/node/params';
import { record } from '@twinloom/runtime/node/ports';
import { BAD, GOOD, type QualityCode } from '@twinloom/runtime/signal/quality';
import { fieldsOf } from './record-fields.ts';

/**
 * A record of the present values of its inputs, by name: numbers in the unit of their field, else in that of what is wired there. It begins once
 * every input has spoken; a field whose value is bad is left out, and the record is bad while all are.
 */
export const buildRecord = defineNode({
  type: 'transforms/build-record',
  version: 1,
  title: 'Build record',
  icon: 'braces',
  keywords: ['record', 'object', 'json', 'struct', 'combine', 'join', 'pack', 'bundle'],
  docs: 'Puts several values into one record, to be sent or carried together. A field that is bad just now is left out, never written as 0.',
  doesNotModel:
    'Records in records, and the time and quality of each field: the record has those of the instant and its least good field.',
  source: 'RFC 8259, objects',
  params: z.object({
    fields: fields()
      .default(['a', 'b'])
      .describe('Fields, each an input: name, type, and the unit a number is written in'),
  }),
  inputs: {},
  inputsFrom: 'fields',
  outputs: { out: record({ doc: 'The values by name' }) },
  onBad: 'step',
  step: (y, _x, u, p, instant) => {
    const values: Record<string, unknown> = {};
    let worst: QualityCode = GOOD;
    let isEmpty = true;
    for (const { name } of fieldsOf(p.fields)) {
      const quality = instant.quality(name);
      if (quality >= BAD) continue;
      values[name] = (u as Readonly<Record<string, unknown>>)[name];
      isEmpty = false;
      worst = Math.max(worst, quality) as QualityCode;
    }
    instant.mark(isEmpty ? BAD : worst);
    y.out = values;
  },
  example: {
    shows: 'A level and a flow, waves of 1 m and 2 m³/h, travel as one record: { "level": …, "flow": … }.',
    params: { fields: { level: 'm', flow: 'm3/h' } },
    inputs: {
      level: { params: { amplitude: 1, offset: 2, period: '20 s', every: '1 s', unit: 'm' } },
      flow: { params: { amplitude: 2, offset: 10, period: '8 s', every: '1 s', unit: 'm3/h' } },
    },
    seconds: 40,
  },
});
