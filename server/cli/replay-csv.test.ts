import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalog } from '@twinloom/nodes/catalog';
import { compileFlow } from '@twinloom/runtime/compile/compile';
import type { Input } from '@twinloom/runtime/run/inbox';
import { BAD, UNCERTAIN } from '@twinloom/runtime/signal/quality';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openReplay } from './replay-csv.ts';

const source = (topic: string, params: object = {}) => ({
  type: 'sources/mqtt',
  params: { topic, staleAfter: 'never', ...params },
});

const { plan } = compileFlow(
  {
    twinloom: 1,
    nodes: {
      inlet: source('plant/{twin}/inlet', { path: 'flow' }),
      again: source('plant/+/inlet', { path: 'flow' }),
      kept: source('plant/kept', { path: 'v', timePath: 't', readings: 'list' }),
      beside: source('plant/beside', { path: 'v', timePath: 't', readings: 'list' }),
      open: source('plant/open', { type: 'boolean' }),
      label: source('plant/label', { type: 'string' }),
      level: { type: 'sources/constant', params: { value: 1 } },
    },
  },
  catalog,
  { twin: 'p1' },
);
if (!plan) throw new Error('the flow of the test does not compile');
const flowPlan = plan;

let folder: string;
let file: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'twinloom-replay-'));
  file = join(folder, 'replay.csv');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function problemOf(text: string): Promise<string | undefined> {
  writeFileSync(file, text);
  const replay = await openReplay(file, flowPlan);
  return 'problem' in replay ? replay.problem : undefined;
}

async function replayOf(text: string, epoch?: number) {
  writeFileSync(file, text);
  const replay = await openReplay(file, flowPlan);
  if ('problem' in replay) throw new Error(replay.problem);
  const said: string[] = [];
  const rows = await Array.fromAsync(replay.rows(epoch ?? replay.epoch ?? 0, (says) => said.push(says)));
  return { epoch: replay.epoch, warnings: replay.warnings, said, rows };
}

async function inputsOf(header: string, cells: string): Promise<Input[]> {
  const { rows } = await replayOf(`time,${header}\n0,${cells}\n`);
  const [row] = rows;
  if (!row || 'problem' in row) throw new Error(row?.problem);
  return row.inputs;
}

describe('the columns of a replay', () => {
  it('name a source, its output, or its topic', async () => {
    expect(await inputsOf('inlet,open.value', '5,true')).toEqual([
      { node: 'inlet', port: 'value', value: 5 },
      { node: 'open', port: 'value', value: true },
    ]);
  });

  it('named by a topic go through what its sources decode, all of them', async () => {
    expect(await inputsOf('plant/p1/inlet', '"{""flow"":3}"')).toEqual([
      { node: 'inlet', value: 3 },
      { node: 'again', value: 3 },
    ]);
    expect(await inputsOf('plant/p2/inlet', '"{""flow"":3}"')).toEqual([{ node: 'again', value: 3 }]);
  });

  it('named by a topic of lists hold as many instants as readings, from the time of the row on', async () => {
    const cell = '"[{""t"":20,""v"":2},{""t"":10,""v"":1},{""t"":30,""v"":""x""}]"';
    const { rows, said } = await replayOf(`time,open,plant/kept\n0,true,${cell}\n1,false,\n`);
    expect(rows).toEqual([
      {
        at: 0,
        inputs: [
          { node: 'open', port: 'value', value: true },
          { node: 'kept', value: 1, t: 10 },
        ],
      },
      { at: 1e-6, inputs: [{ node: 'kept', value: 2, t: 20 }] },
      {
        at: 2e-6,
        inputs: [{ node: 'kept', t: 30, problem: 'reading 3 of 3: expected a number at v, got "x"' }],
      },
      { at: 1, inputs: [{ node: 'open', port: 'value', value: false }] },
    ]);
    expect(said).toEqual([expect.stringContaining('kept: reading 3 of 3')]);
  });

  it('named by two topics of lists have what was measured at one time in one instant', async () => {
    const [kept, beside] = [
      '"[{""t"":10,""v"":1},{""t"":30,""v"":3}]"',
      '"[{""t"":20,""v"":2},{""t"":30,""v"":4}]"',
    ];
    const { rows } = await replayOf(
      `time,plant/kept,plant/beside,plant/beside.quality\n0,${kept},${beside},uncertain\n`,
    );
    expect(rows).toEqual([
      { at: 0, inputs: [{ node: 'kept', value: 1, t: 10 }] },
      { at: 1e-6, inputs: [{ node: 'beside', value: 2, t: 20, quality: UNCERTAIN }] },
      {
        at: 2e-6,
        inputs: [
          { node: 'kept', value: 3, t: 30 },
          { node: 'beside', value: 4, t: 30, quality: UNCERTAIN },
        ],
      },
    ]);
  });

  it('named by a topic of lists keep the rows behind them waiting for their last reading; other rows of one time are together', async () => {
    const cell = '"[{""t"":10,""v"":1},{""t"":20,""v"":2},{""t"":30,""v"":3}]"';
    const { rows } = await replayOf(
      `time,open,plant/kept\n0,true,\n0,,${cell}\n0.000001,true,\n0.000001,false,\n1,true,\n`,
    );
    expect(rows.map((row) => ('at' in row ? Math.round(row.at * 1e6) : row))).toEqual([
      0, 0, 1, 2, 3, 3, 1_000_000,
    ]);
  });

  it('may be followed by a quality, whatever the order and the name', async () => {
    expect(await inputsOf('inlet.value.quality,inlet', 'uncertain,5')).toEqual([
      { node: 'inlet', port: 'value', value: 5, quality: UNCERTAIN },
    ]);
    expect(await inputsOf('inlet,inlet.quality,open,open.quality', ',bad,,')).toEqual([
      { node: 'inlet', port: 'value', quality: BAD },
    ]);
    expect(await inputsOf('plant/open,plant/open.quality', '1,uncertain')).toEqual([
      { node: 'open', value: true, quality: UNCERTAIN },
    ]);
  });

  it('that mean nothing are listed with what could be named, and left out', async () => {
    const { warnings, rows } = await replayOf('time,open,vibration\n0,1,9\n');
    expect(rows).toEqual([{ at: 0, inputs: [{ node: 'open', port: 'value', value: true }] }]);
    expect(warnings).toEqual([expect.stringMatching(/vibration.*inlet.*plant\/p1\/inlet.*level/)]);
  });

  it.each([
    ['time,vibration\n0,1\n', 'no column names a source'],
    ['time,inlet,inlet.value\n0,1,2\n', 'feed the same source'],
    ['0,1\n1,2\n', 'must name the columns'],
    ['time,inlet\n', 'at least one row'],
    ['', 'at least one row'],
    ['time,inlet\nsoon,1\n', 'line 2: "soon" is no time'],
  ])('refuse %j: %s', async (text, says) => {
    expect(await problemOf(text)).toContain(says);
  });

  it('of a file that is not there are said so', async () => {
    expect(await openReplay(join(folder, 'none.csv'), flowPlan)).toEqual({
      problem: 'the file cannot be read: there is none of that name',
    });
  });
});

describe('the rows of a replay', () => {
  it('with dates count from the first, in tenths that are tenths', async () => {
    const { epoch, rows } = await replayOf(
      'when;inlet\n2020-03-09 10:14:33.1;1\n2020-03-09T10:14:33.2Z;2\n2020-03-09T11:14:34.1+01:00;\n',
    );
    expect(epoch).toBe(18_330 * 86_400 + 36_873.1);
    expect(rows.map((row) => 'at' in row && row.at)).toEqual([0, 0.1, 1]);
  });

  it('with dates count from the origin of a resumed run', async () => {
    const { rows } = await replayOf('t,inlet\n1583748873,1\n', 1_583_748_870);
    expect(rows).toMatchObject([{ at: 3 }]);
  });

  it('with small numbers count from the origin, not from the first row', async () => {
    const { epoch, rows } = await replayOf('t\tinlet\n5\t1\n5\t2\n6.5\t3\n');
    expect(epoch).toBeUndefined();
    expect(rows.map((row) => 'at' in row && row.at)).toEqual([5, 5, 6.5]);
  });

  it.each([
    ['t,inlet\n0,1\n2,3\n1,4\n', 'line 4: the time 1 goes backwards'],
    ['t,inlet\n-1,1\n', 'line 2: the time -1 lies before the origin'],
    ['t;inlet\n0;1\n1;79,3\n', 'line 3, column "inlet": "79,3" has a decimal comma'],
    ['t,inlet\n0,1\n1,79,3\n', 'line 3: it has 3 cells, the header has 2'],
    ['t,inlet\n0,1\n2020-01-01,2\n', 'line 3: "2020-01-01" is a date'],
    ['t,inlet,inlet.quality\n0,1,fine\n', 'line 2, column "inlet": its quality "fine"'],
  ])('end at the first that cannot be: %j', async (text, says) => {
    const { rows } = await replayOf(text);
    expect(rows.at(-1)).toEqual({ problem: expect.stringContaining(says) });
  });

  it('with a cell that does not fit are bad there, and one of each column is told', async () => {
    const { rows, said } = await replayOf('t,inlet,plant/label\n0,off,x\n1,off,y\n2,NaN,\n');
    expect(rows.map((row) => 'inputs' in row && row.inputs[0])).toEqual(
      Array.from({ length: 3 }, (): Input => ({ node: 'inlet', port: 'value', quality: BAD })),
    );
    expect(said).toEqual([expect.stringContaining('line 2, column "inlet": "off" is no number')]);
  });
});
