import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadTables } from './load-tables.ts';

const folder = mkdtempSync(join(tmpdir(), 'twinloom-tables-'));
const TEXT = 'time,a\n0,1\n1,2\n';
const HASH = `sha256:${createHash('sha256').update(TEXT).digest('hex')}`;
mkdirSync(join(folder, 'flows'));
writeFileSync(join(folder, 'flows', 'm.csv'), TEXT);
writeFileSync(join(folder, 'secret.csv'), TEXT);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function load(params: Record<string, unknown>) {
  const flow = {
    twinloom: 1 as const,
    nodes: { file: { type: 'sources/csv-replay', params: { columns: ['a'], ...params } } },
  };
  const { tables } = await loadTables(flow, join(folder, 'flows', 'x.flow.json'));
  return tables.file;
}

describe('a file that a flow names', () => {
  it('is read from the folder of the flow', async () => {
    expect(await load({ file: 'm.csv' })).toMatchObject({ times: Float64Array.of(0, 1) });
  });

  it('may be named by its hash, when it lies there under its name', async () => {
    expect(await load({ file: HASH, fileName: 'm.csv' })).toHaveProperty('times');
    expect(await load({ file: HASH.replace(/.$/, 'x'), fileName: 'm.csv' })).toHaveProperty(
      'problem.says',
      'the file m.csv beside the flow is not the one the flow was made with',
    );
    expect(await load({ file: HASH })).toHaveProperty('problem.says', 'the flow names it by its hash only');
  });

  it.each(['../secret.csv', '/etc/passwd', '..\\secret.csv', '..', 'a/../m.csv'])(
    '%j is a path and refused',
    async (file) => {
      expect(await load({ file })).toHaveProperty('problem.says', expect.stringContaining('is a path'));
    },
  );

  it('that is not there is a problem with what to do', async () => {
    expect(await load({ file: 'other.csv' })).toEqual({
      problem: {
        says: 'it cannot be read: there is none of that name',
        remedy: 'Put other.csv beside the flow.',
      },
    });
  });
});
