import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '../fixtures/run-cli.ts';

const PUMP = join(import.meta.dirname, '..', '..', 'examples', 'pump');

/** Another build of the JavaScript engine may differ in the last digits of exp, sin and log. */
const RELATIVE = 1e-9;

function expectSameTable(got: string, wanted: string): void {
  const [gotRows, wantedRows] = [got, wanted].map((text) =>
    text
      .trim()
      .split('\n')
      .map((row) => row.split(',')),
  );
  expect(gotRows).toHaveLength(wantedRows?.length ?? 0);
  for (const [i, row] of (wantedRows ?? []).entries()) {
    for (const [j, cell] of row.entries()) {
      const other = gotRows?.[i]?.[j] ?? 'no cell';
      if (cell === other) continue;
      expect(
        Math.abs(Number(other) - Number(cell)),
        `row ${i + 1}, column ${j + 1}: ${cell}`,
      ).toBeLessThanOrEqual(RELATIVE * Math.abs(Number(cell)));
    }
  }
}

describe('the pump example', () => {
  it('has flows without a problem', () => {
    expect(runCli('check', join(PUMP, 'plant.flow.json'), join(PUMP, 'twin.flow.json'))).toEqual({
      status: 0,
      stdout: '',
      stderr: '',
    });
  });

  it('replays as its expected.csv says', () => {
    const ports = readFileSync(join(PUMP, 'expected.csv'), 'utf8')
      .split('\n')[0]!
      .split(',')
      .filter((name) => name !== 'time' && !name.endsWith('.quality'));
    const record = ports.flatMap((port) => ['--record', port]);
    const run = runCli(
      'run',
      join(PUMP, 'plant.flow.json'),
      '--twin',
      'pump-01',
      '--for',
      '10min',
      '--every',
      '10s',
      '--quality',
      ...record,
    );
    expect(run.status).toBe(0);
    expectSameTable(run.stdout, readFileSync(join(PUMP, 'expected.csv'), 'utf8'));
  });

  it('fails after about 40 minutes, is repaired in two, and runs on', () => {
    const { stdout } = runCli(
      'run',
      join(PUMP, 'plant.flow.json'),
      '--for',
      '60min',
      '--every',
      '10s',
      '--record',
      'bearing.failed',
      '--record',
      'bearing.repairs',
    );
    const rows = stdout
      .trim()
      .split('\n')
      .slice(1)
      .map((row) => row.split(','));
    const failed = rows.filter(([, isFailed]) => isFailed === 'true').map(([time]) => Number(time));
    expect(failed[0]).toBeGreaterThan(30 * 60);
    expect(failed[0]).toBeLessThan(50 * 60);
    expect(failed).toHaveLength(12);
    expect(rows.at(-1)).toEqual(['3600', 'false', '1']);
  });
});
