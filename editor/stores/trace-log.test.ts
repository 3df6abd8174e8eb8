import { ABSENT, BAD, GOOD, type QualityCode } from '@twinloom/runtime/signal/quality';
import { describe, expect, it } from 'vitest';
import { TraceLog } from './trace-log.ts';

const good = (): QualityCode => GOOD;

const filled = (capacity: number, count: number): TraceLog => {
  const log = new TraceLog(capacity);
  log.add('a');
  for (let t = 0; t < count; t++) log.append(t, () => t * 10, good);
  return log;
};

describe('TraceLog', () => {
  it('keeps the newest rows when it is full', () => {
    expect(filled(4, 6).window(['a'], -Infinity, Infinity)).toEqual({
      times: [2, 3, 4, 5],
      columns: [[20, 30, 40, 50]],
      qualities: [[GOOD, GOOD, GOOD, GOOD]],
    });
  });

  it('cuts out the stretch asked for', () => {
    expect(filled(10, 6).window(['a'], 2, 3).times).toEqual([2, 3]);
  });

  it('has gaps where a value was bad, before a port joined, and where the connection was lost', () => {
    const log = filled(10, 2);
    log.add('b');
    log.append(
      2,
      (port) => (port === 'a' ? Number.NaN : 7),
      (port) => (port === 'a' ? BAD : GOOD),
    );
    log.gap();
    log.append(3, () => 1, good);
    const { times, columns, qualities } = log.window(['a', 'b'], -Infinity, Infinity);
    expect(times).toEqual([0, 1, 2, 2.001, 3]);
    expect(columns).toEqual([
      [0, 10, null, null, 1],
      [null, null, 7, null, 1],
    ]);
    expect(qualities).toEqual([
      [GOOD, GOOD, BAD, ABSENT, GOOD],
      [ABSENT, ABSENT, GOOD, ABSENT, GOOD],
    ]);
  });

  it('replaces the row of the same time and refuses an older one', () => {
    const log = filled(10, 3);
    log.append(2, () => 99, good);
    log.append(1, () => 55, good);
    expect(log.window(['a'], -Infinity, Infinity)).toMatchObject({
      times: [0, 1, 2],
      columns: [[0, 10, 99]],
    });
    expect(log.newest).toBe(2);
  });

  it('records a port as long as anybody holds it', async () => {
    const log = new TraceLog(4);
    const [scope, probe] = [log.hold(['a', 'b']), log.hold(['b'])];
    scope();
    await Promise.resolve();
    expect(log.ports).toEqual(['b']);
    probe();
    await Promise.resolve();
    expect(log.ports).toEqual([]);
  });

  it('keeps what was seen of a port where another one comes beside it', async () => {
    const log = new TraceLog(4);
    const alone = log.hold(['a']);
    log.append(
      1,
      () => 7,
      () => 0,
    );
    alone();
    log.hold(['a', 'b']);
    await Promise.resolve();
    expect(log.window(['a', 'b'], 0, 2).columns).toEqual([[7], [null]]);
  });
});
