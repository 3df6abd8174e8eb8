import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CrashRecord } from './crash-record.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'twinloom-crashes-'));
});

afterEach(() => rmSync(folder, { recursive: true }));

/** A life of the server that nobody ends. */
function live(t: number, { flow, isUp = true }: { flow?: string; isUp?: boolean } = {}): CrashRecord {
  const record = new CrashRecord(folder, t);
  if (isUp) record.noteUp();
  if (flow !== undefined) record.noteBusy(flow);
  return record;
}

describe('a start after five crashes in five minutes', () => {
  it('holds the flow that ran on and on in each of them, and no other', () => {
    for (let k = 0; k < 5; k++) expect(live(10 * k, { flow: 'bomb' }).held.of('bomb')).toBeUndefined();
    const { held } = live(50);
    expect(held.of('bomb')).toContain('ended 5 times within five minutes while it ran');
    expect(held.of('pump')).toBeUndefined();
  });

  it('holds all flows where the server never answered', () => {
    for (let k = 0; k < 5; k++) live(10 * k, { isUp: false });
    expect(live(50).held.of('pump')).toContain('before it answered');
  });

  it('holds nothing where they came at random, or long ago', () => {
    for (let k = 0; k < 20; k++) live(k);
    expect(live(20).held.of('pump')).toBeUndefined();
    for (let k = 0; k < 5; k++) live(100 + 70 * k, { flow: 'bomb' });
    expect(live(460).held.of('bomb')).toBeUndefined();
  });
});

it('a stop in order is no crash, and a flow that came back ran on no more', () => {
  for (let k = 0; k < 9; k++) live(k, { flow: 'bomb' }).close();
  for (let k = 10; k < 19; k++) live(k, { flow: 'bomb' }).noteBusy(undefined);
  expect(live(20).held.of('bomb')).toBeUndefined();
});

it('rubbish in its place is nothing known', () => {
  writeFileSync(join(folder, 'crashes.json'), '{"crashes": 3');
  live(1).close();
  expect(JSON.parse(readFileSync(join(folder, 'crashes.json'), 'utf8'))).toEqual({ crashes: [] });
});
