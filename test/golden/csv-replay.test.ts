import { describe, expect, it } from 'vitest';
import { catalog } from '@twinloom/nodes/catalog';
import { compileFlow } from '@twinloom/runtime/compile/compile';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { readSnapshot } from '@twinloom/runtime/run/snapshot';
import { Twin } from '@twinloom/runtime/run/twin';
import type { Table } from '@twinloom/runtime/table/table';

const rows: Table = {
  times: Float64Array.of(0, 1, 2.5),
  columns: {
    flow: { type: 'number', values: Float64Array.of(1, 2, 3), quality: Uint8Array.of(0, 0, 0), texts: [] },
  },
};

describe('a replayed CSV in a twin', () => {
  const flow: Flow = {
    twinloom: 1,
    nodes: { file: { type: 'sources/csv-replay', params: { file: 'm.csv', columns: ['flow'], loop: true } } },
  };

  function run(twin: Twin, until: number): void {
    for (let due = twin.nextDue(); due <= until; due = twin.nextDue()) twin.advance(due);
    twin.advance(until);
  }

  it('goes on from a snapshot as if nothing had happened, and keeps no rows in it', () => {
    const { plan } = compileFlow(flow, catalog, {}, { file: rows });
    const seen: [number, number][] = [];
    const onInstant = (at: Twin): void => void seen.push([at.t, at.value(0)]);
    run(new Twin(plan!, { id: 'a', onInstant }), 20);
    const whole = seen.splice(0);
    const first = new Twin(plan!, { id: 'a', onInstant });
    run(first, 8.3);
    const text = JSON.stringify(first.snapshot());
    expect(text.length).toBeLessThan(2000);
    const read = readSnapshot(text);
    if ('problem' in read) throw new Error(read.problem);
    run(Twin.restore(plan!, read.snapshot, { id: 'a', onInstant }), 20);
    expect(seen).toEqual(whole);
  });

  it('after a gap shows the rows it would have ended on', () => {
    const { plan } = compileFlow(flow, catalog, {}, { file: rows });
    const twin = new Twin(plan!, { id: 'a' });
    twin.advance(0);
    // A lap lasts 2.5·3/2 = 3.75 s: at 100 s lap 26 is 2.5 s old and its last row just due.
    twin.advance(100, true);
    expect(twin.value(0)).toBe(3);
  });
});
