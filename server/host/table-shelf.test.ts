import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { TableShelf } from './table-shelf.ts';

const folder = mkdtempSync(join(tmpdir(), 'twinloom-shelf-'));
const path = join(folder, 'a.csv');
writeFileSync(path, 'time,a,b\n0,1,2\n1,3,4\n');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const reads = { file: 'file', name: 'fileName', format: 'format', columns: 'columns' };

function shelf(): { shelf: TableShelf; opened: string[] } {
  const opened: string[] = [];
  const assets = {
    path: (hash: string) => {
      opened.push(hash);
      return hash === 'sha256:a' ? path : undefined;
    },
  };
  return { shelf: new TableShelf(assets, new Map([['x/read', { reads }]])), opened };
}

function flow(params: Record<string, unknown>): unknown {
  return { nodes: { n: { type: 'x/read', params }, other: { type: 'x/other', params } } };
}

describe('a shelf of tables', () => {
  it('reads what a document names, in memory that threads share', async () => {
    const tables = await shelf().shelf.tablesFor(flow({ file: 'sha256:a', columns: ['b'] }));
    expect(Object.keys(tables)).toEqual(['n']);
    expect(tables.n).toMatchObject({
      times: Float64Array.of(0, 1),
      columns: { b: { values: Float64Array.of(2, 4) } },
    });
    expect('times' in tables.n! && tables.n.times.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it('reads the same only once, and another choice of columns anew', async () => {
    const one = shelf().shelf;
    const first = await one.tablesFor(flow({ file: 'sha256:a', columns: ['b'] }));
    expect((await one.tablesFor(flow({ file: 'sha256:a', columns: ['b'] }))).n).toBe(first.n);
    expect((await one.tablesFor(flow({ file: 'sha256:a', columns: ['a'] }))).n).not.toBe(first.n);
  });

  it('leaves out what is not here, and what the params do not say', async () => {
    const { shelf: one } = shelf();
    expect(await one.tablesFor(flow({ file: 'm.csv', columns: ['a'] }))).toEqual({});
    expect(await one.tablesFor(flow({ file: 'sha256:a', columns: 5 }))).toEqual({});
    expect(await one.tablesFor(undefined)).toEqual({});
  });

  it('hands on what is wrong with a file', async () => {
    const tables = await shelf().shelf.tablesFor(flow({ file: 'sha256:a', columns: ['c'] }));
    expect(tables.n).toHaveProperty('problem.says', 'the file has no column "c"');
  });
});
