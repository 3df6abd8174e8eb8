import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getActiveResourcesInfo, kill } from 'node:process';
import { catalog } from '@twinloom/nodes/catalog';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { studyRequestSchema } from '@twinloom/runtime/graph/scenario';
import { Twin } from '@twinloom/runtime/run/twin';
import {
  sql,
  type KyselyPlugin,
  type PluginTransformQueryArgs,
  type PluginTransformResultArgs,
  type QueryResult,
  type RootOperationNode,
  type UnknownRow,
} from 'kysely';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { packSnapshot } from '../journal/packed-snapshot.ts';
import { writeDraft } from '../storage/flows.ts';
import { openStorage, type Storage } from '../storage/open-storage.ts';
import { writeTwin } from '../storage/twins.ts';
import { compileDocument } from './compile-twins.ts';
import { StudyDesk } from './study-desk.ts';
import type { StudyOrder } from './study-words.ts';

const EPOCH = 1_700_000_000;
const document: Flow = {
  twinloom: 1,
  name: 'Buffer tank',
  parameters: { area: { value: 2, unit: 'm2', title: 'Cross-section' } },
  nodes: {
    in: { type: 'sources/constant', params: { value: 0.02, unit: 'm3/s' } },
    tank: { type: 'physics/tank', title: 'Tank', params: { area: '=area' } },
  },
  edges: ['in.value -> tank.inflow'],
  kpis: { highest: { title: 'Highest', expression: 'max(tank.level)', unit: 'm' } },
};

let dataDir: string;
let storage: Storage;
let desk: StudyDesk;

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'study-desk-'));
  const opened = await openStorage(dataDir);
  if ('problem' in opened) throw new Error(opened.problem.says);
  ({ storage } = opened);
  await writeDraft(storage, 'tank', document, 'anything', EPOCH);
  await writeTwin(storage, { id: 'tank', flow: 'tank', version: 1, parameters: {} });
  desk = await StudyDesk.open({ storage, log: { warn: () => undefined } });
});

afterEach(async () => {
  await desk.close();
  await storage.destroy();
  rmSync(dataDir, { recursive: true, force: true });
});

/** Each of three areas for a minute, from the begin of the twin. */
function order(): StudyOrder {
  const { plan } = compileDocument(document, catalog, { id: 'tank', parameters: {} });
  const snapshot = packSnapshot(new Twin(plan!, { id: 'tank', epoch: EPOCH }).snapshot());
  const sweep = { axes: [{ kind: 'parameter', name: 'area', values: [1, 2, 4] }] };
  const request = studyRequestSchema.parse({ horizon: '1 min', variants: {}, sweep });
  const stand = { version: 1, document, parameters: {}, snapshot, entries: [] };
  return { kind: 'order', twin: 'tank', dataDir, request, now: EPOCH, stand, versions: new Map() };
}

async function ask(): Promise<string> {
  const asked = await desk.ask(order(), { question: '', author: 'Ada', request: {} });
  if (!('id' in asked)) throw new Error(JSON.stringify(asked));
  return asked.id;
}

async function ended(id: string) {
  const isOpen = async () => ['waiting', 'running'].includes((await desk.get('tank', id))!.status);
  await expect.poll(isOpen).toBe(false);
  return (await desk.get('tank', id))!;
}

/** Processes that this one has started. */
function children(): number[] {
  return readdirSync('/proc/self/task').flatMap((task) =>
    readFileSync(`/proc/self/task/${task}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );
}

/** Lets the result of the first statement that adds a study wait. */
class WhenAdded implements KyselyPlugin {
  readonly #wait: () => Promise<void>;
  #adding: object | undefined;

  constructor(wait: () => Promise<void>) {
    this.#wait = wait;
  }

  transformQuery({ node, queryId }: PluginTransformQueryArgs): RootOperationNode {
    const isStudy = node.kind === 'InsertQueryNode' && JSON.stringify(node.into).includes('"studies"');
    if (isStudy) this.#adding = queryId;
    return node;
  }

  async transformResult({ result, queryId }: PluginTransformResultArgs): Promise<QueryResult<UnknownRow>> {
    if (queryId === this.#adding) await this.#wait();
    return result;
  }
}

describe('a study whose process dies before its turn', () => {
  it('says so and can be gone on with, also where it dies just as it is kept', async () => {
    const before = children();
    const dies = new WhenAdded(async () => {
      for (const pid of children().filter((one) => !before.includes(one))) kill(pid, 'SIGKILL');
      const alive = () => getActiveResourcesInfo().filter((one) => one === 'ProcessWrap').length;
      await expect.poll(alive).toBe(0);
      await new Promise(setImmediate);
    });
    await desk.close();
    desk = await StudyDesk.open({
      storage: storage.withPlugin(dies) as Storage,
      log: { warn: () => undefined },
    });
    const id = await ask();
    const left = await ended(id);
    expect(left).toMatchObject({ status: 'failed', says: expect.stringContaining('SIGKILL'), canGoOn: true });
    expect(await desk.goOn('tank', id)).toBe(true);
    expect((await ended(id)).status).toBe('done');
  });
});

it('a study keeps what the flow was called that ran, and its parts that it names', async () => {
  const id = await ask();
  expect((await ended(id)).flow).toEqual({
    name: 'Buffer tank',
    parameters: { area: { title: 'Cross-section', unit: 'm2' } },
    nodes: { tank: { title: 'Tank' } },
  });
});

describe('a study of which something cannot be written', () => {
  it('is not done, says so, and is whole once it was gone on with', async () => {
    await sql`CREATE TRIGGER full BEFORE INSERT ON study_runs WHEN new.n = 1 BEGIN SELECT RAISE(ABORT, 'disk is full'); END`.execute(
      storage,
    );
    const id = await ask();
    const left = await ended(id);
    expect(left).toMatchObject({ status: 'failed', says: expect.stringContaining('go on'), canGoOn: true });
    expect(left.finished).toBeLessThan(4);
    await sql`DROP TRIGGER full`.execute(storage);
    expect(await desk.goOn('tank', id)).toBe(true);
    const whole = await ended(id);
    expect(whole.status).toBe('done');
    expect(whole.runs!.map(({ at, kpis }) => [at[0], Number(kpis[0]!.toFixed(6))])).toEqual([
      [1, 1.2],
      [2, 0.6],
      [4, 0.3],
    ]);
  });
});
