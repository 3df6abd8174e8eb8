import { z } from 'zod';
import { defineNode } from '@twinloom/runtime/node/define-node';
import { declaredInputs } from '@twinloom/runtime/node/declared-ports';
import type { Instant } from '@twinloom/runtime/node/definition';
import { duration, names } from '@twinloom/runtime/node/params';
import { BAD, qualityName } from '@twinloom/runtime/signal/quality';
import { csvCell } from '@twinloom/runtime/table/csv-cell';

const MILLIS = 1_000;

interface Recorded {
  columns: string[] | Record<string, unknown>;
  quality: boolean;
}

/**
 * Writes its inputs as rows of a CSV file, one file for each day (UTC): the time as ISO 8601, then a column for each input with its unit
 * in the header, as a CSV replay reads it. A value that is bad or absent is an empty cell, never 0.
 */
export const csvRecord = defineNode({
  type: 'sinks/csv-record',
  version: 1,
  title: 'CSV record',
  icon: 'file-down',
  keywords: ['file', 'export', 'log', 'logger', 'save', 'table', 'excel', 'spreadsheet', 'recorder'],
  docs: 'Records values in a CSV file, a new one each day: at each sample, or as often as you say. The files are listed in the inspector and lie in the folder “records” of the data folder.',
  doesNotModel:
    'The history of the twin, which is kept by itself: this is a table for others. A full disk is said on the node; rows that cannot be written are left out and counted.',
  source: 'RFC 4180 (CSV); ISO 8601 (time)',
  params: z.object({
    columns: names()
      .default(['a', 'b'])
      .describe('The columns, each an input, with the unit to record it in'),
    name: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/, 'letters, digits, - and _ only, at most 100')
      .optional()
      .describe('Name of the files, after that of the twin; empty = that of the node'),
    every: duration().default(1).describe('Time between two rows; 0 = a row for each sample'),
    quality: z.boolean().default(false).describe('A further column for each with its quality'),
    keepDays: z
      .int()
      .min(1)
      .max(3_650)
      .default(90)
      .describe('For how many days files are kept; older ones are removed'),
  }),
  inputs: {},
  inputsFrom: 'columns',
  recordsAs: 'name',
  outputs: {},
  rate: { every: 'every', otherwise: 'inherit' },
  onBad: 'step',
  step: () => undefined,
  send: {
    address: ({ name, columns, quality, keepDays }) => ({
      protocol: 'csv',
      ...(name !== undefined && { name }),
      header: headerOf({ columns, quality }),
      keepDays,
    }),
    encode: (u, { columns, quality }, instant) => {
      const cells = namesOf(columns).flatMap((name) => {
        const trust = instant.quality(name);
        const value = trust < BAD ? csvCell(String((u as Record<string, unknown>)[name])) : '';
        return quality ? [value, qualityName(trust)] : [value];
      });
      return new TextEncoder().encode(`${[timeOf(instant), ...cells].join(',')}\n`);
    },
  },
  example: {
    shows:
      'Two readings become a row of a file each second. Open it as a flow and deploy it: the inspector lists the files.',
    params: { columns: { flow: 'm3/h', head: 'm' } },
    inputs: {
      flow: {
        params: { amplitude: '2 m3/h', offset: '20 m3/h', period: '30 s', every: '1 s', unit: 'm3/h' },
      },
      head: { params: { amplitude: '1 m', offset: '13 m', period: '20 s', every: '1 s', unit: 'm' } },
    },
    seconds: 60,
  },
});

function namesOf(columns: Recorded['columns']): string[] {
  return Array.isArray(columns) ? columns : Object.keys(columns);
}

function headerOf({ columns, quality }: Recorded): string {
  const ports = declaredInputs({ params: { columns } }, csvRecord.descriptor);
  const cells = Object.entries(ports).flatMap(([name, { unit }]) => {
    const code = unit.kind === 'code' ? unit.code : '';
    const title = code === '' ? name : csvCell(`${name} [${code}]`);
    return quality ? [title, `${name}.quality`] : [title];
  });
  return ['time', ...cells].join(',');
}

function timeOf({ epoch, t }: Instant): string {
  return new Date(Math.round((epoch + t) * MILLIS)).toISOString();
}
