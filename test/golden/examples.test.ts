import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalog } from '@twinloom/nodes/catalog';
import { resolvePorts } from '@twinloom/runtime/compile/resolve-ports';
import { readFlow } from '@twinloom/runtime/graph/read-flow';
import { descriptorsOf } from '@twinloom/runtime/node/catalog';
import { describe, expect, it } from 'vitest';
import { CARD_WIDTH, cardHeight } from '../../editor/canvas/card-geometry.ts';
import { runCli } from '../fixtures/run-cli.ts';

const EXAMPLES = join(import.meta.dirname, '..', '..', 'examples');
const PUMP = join(EXAMPLES, 'pump');

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

/** Cards of a flow that lie on one another. */
function overlapsIn(file: string): string[] {
  const { flow } = readFlow(readFileSync(file, 'utf8'));
  const ports = flow && resolvePorts(flow, descriptorsOf(catalog));
  const cards = Object.entries(flow?.layout ?? {}).flatMap(([id, [x, y]]) => {
    const node = ports?.node(id);
    return node ? [{ id, x, y, bottom: y + cardHeight(node.inputs.size, node.outputs.size) }] : [];
  });
  return cards.flatMap((a) =>
    cards
      .filter((b) => a.id < b.id && Math.abs(a.x - b.x) < CARD_WIDTH && a.y < b.bottom && b.y < a.bottom)
      .map((b) => `${a.id} and ${b.id}`),
  );
}

/** The run that the expected.csv of an example tells: whose, of what, how long and how densely. */
function describeRun(example: string) {
  const folder = join(EXAMPLES, example);
  const expected = readFileSync(join(folder, 'expected.csv'), 'utf8');
  const [head = '', first = '', second = ''] = expected.split('\n');
  const [from, next, last] = [first, second, expected.trim().split('\n').at(-1) ?? ''].map((row) =>
    Number(row.split(',')[0]),
  );
  const twins = JSON.parse(readFileSync(join(folder, 'twins.json'), 'utf8')) as { id: string }[];
  const flows = ['plant.flow.json', 'twin.flow.json']
    .map((name) => join(folder, name))
    .filter((file) => existsSync(file));
  const ports = head.split(',').filter((name) => name !== 'time' && !name.endsWith('.quality'));
  return { expected, flows, twin: twins[0]?.id ?? '', seconds: last!, every: next! - from!, ports };
}

describe.each(readdirSync(EXAMPLES))('the example %s', (example) => {
  const { expected, flows, twin, seconds, every, ports } = describeRun(example);

  it('has flows without a problem', () => {
    expect(runCli('check', ...flows)).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  it('lays no card on another', () => {
    expect(flows.flatMap(overlapsIn)).toEqual([]);
  });

  it('replays as its expected.csv says', () => {
    const run = runCli(
      'run',
      flows[0]!,
      '--twin',
      twin,
      '--for',
      `${seconds} s`,
      '--every',
      `${every} s`,
      '--quality',
      ...ports.flatMap((port) => ['--record', port]),
    );
    expect(run.status).toBe(0);
    expectSameTable(run.stdout, expected);
  });
});

describe('the pump example', () => {
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
