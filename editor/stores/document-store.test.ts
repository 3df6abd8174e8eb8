import { describe, expect, it } from 'vitest';
import { addNode, moveNodes, setParam } from '@twinloom/runtime/graph/edits';
import type { Flow } from '@twinloom/runtime/graph/flow';
import type { Answer, Problem } from '../client/http.ts';
import type { KeptDraft } from '../client/kept-drafts.ts';
import { createDocumentStore, isDirty } from './document-store.ts';

const opened: Flow = {
  twinloom: 1,
  nodes: { tank: { type: 'physics/tank', params: { area: 1 } } },
  layout: { tank: [0, 0] },
};

const refused = (status: number, code: string): { ok: false; problem: Problem } => ({
  ok: false,
  problem: { status, code, says: code, remedy: '', diagnostics: [] },
});

const answered = <T>(value: T, etag = ''): Answer<T> => ({ ok: true, value, etag });

const emptyPlan = { kept: [], migrated: [], reset: [], added: [], removed: [] };

/** A server that keeps one flow in memory, with etags as the real one does. */
const memoryServer = () => {
  const state = { draft: opened, etag: 1, version: 1, puts: 0, checks: 0 };
  return {
    state,
    flow: async (_id: string, version?: number) =>
      answered<unknown>(version ? opened : state.draft, `"${state.etag}"`),
    putFlow: async (_id: string, document: Flow, etag?: string): Promise<Answer<unknown>> => {
      state.puts += 1;
      if (etag !== `"${state.etag}"`) return refused(412, 'draft-moved');
      state.draft = document;
      state.etag += 1;
      return answered({}, `"${state.etag}"`);
    },
    check: async () => {
      state.checks += 1;
      return answered({ diagnostics: [] });
    },
    plan: async () => answered(emptyPlan),
    deploy: async (id: string, { etag }: { etag: string }) => {
      if (etag !== `"${state.etag}"`) return refused(409, 'draft-moved');
      state.version += 1;
      return answered({ flow: id, version: state.version, plan: emptyPlan });
    },
  };
};

const openStore = async () => {
  const server = memoryServer();
  const waiting = new Set<() => void>();
  const timers = {
    after: (_delay: number, run: () => void) => {
      waiting.add(run);
      return () => void waiting.delete(run);
    },
  };
  const store = createDocumentStore(server, timers);
  await store.getState().open('pump', 1);
  return { server, store, waiting };
};

/** What a browser keeps, in memory. */
const memoryDrafts = () => {
  const kept = new Map<string, KeptDraft>();
  return {
    kept,
    read: async (flow: string) => kept.get(flow),
    keep: async (draft: Omit<KeptDraft, 'id' | 'at'>) =>
      void kept.set(draft.flow, { ...draft, id: draft.flow, at: 0 }),
  };
};

const noTimers = { after: () => () => undefined };

const setArea = (value: number) => (flow: Flow) => setParam(flow, 'tank', 'area', value);

describe('the document store', () => {
  it('stores the draft with the etag it was read with, once for many edits', async () => {
    const { server, store, waiting } = await openStore();
    store.getState().edit(setArea(2));
    store.getState().edit(setArea(3));
    expect(store.getState().saving).toBe('waiting');
    expect(waiting.size).toBe(3);
    expect(await store.getState().save()).toBe(true);
    expect([server.state.puts, server.state.draft.nodes.tank?.params?.area]).toEqual([1, 3]);
    expect(store.getState().saving).toBe('saved');
  });

  it('stores one draft at a time, however many wait for the one under way', async () => {
    const { server, store } = await openStore();
    const { putFlow } = server;
    let [underWay, most] = [0, 0];
    server.putFlow = async (...put) => {
      most = Math.max(most, ++underWay);
      await new Promise((resolve) => setImmediate(resolve));
      underWay -= 1;
      return putFlow(...put);
    };
    const saves = [2, 3, 4].map((area) => {
      store.getState().edit(setArea(area));
      return store.getState().save();
    });
    await Promise.all(saves);
    expect(most).toBe(1);
    expect([store.getState().saving, server.state.draft.nodes.tank?.params?.area]).toEqual(['saved', 4]);
  });

  it('shows a conflict when somebody stored another draft, and overwrites nothing until told', async () => {
    const { server, store } = await openStore();
    server.state.draft = setArea(9)(opened);
    server.state.etag = 7;
    store.getState().edit(setArea(2));
    expect(await store.getState().save()).toBe(false);
    expect(store.getState().saving).toBe('conflict');
    expect(server.state.draft.nodes.tank?.params?.area).toBe(9);
    await store.getState().keepMine();
    expect(store.getState().saving).toBe('saved');
    expect(server.state.draft.nodes.tank?.params?.area).toBe(2);
  });

  it('can take the other draft instead', async () => {
    const { server, store } = await openStore();
    server.state.draft = setArea(9)(opened);
    server.state.etag = 7;
    store.getState().edit(setArea(2));
    await store.getState().save();
    await store.getState().takeTheirs();
    expect(store.getState().draft?.nodes.tank?.params?.area).toBe(9);
    expect(store.getState().saving).toBe('saved');
  });

  it('joins edits of different params without asking, and undo takes back only what was done here', async () => {
    const { server, store } = await openStore();
    server.state.draft = setParam(opened, 'tank', 'orifice', 0.1);
    server.state.etag = 7;
    store.getState().edit(setArea(2));
    expect(await store.getState().save()).toBe(true);
    expect(server.state.draft.nodes.tank?.params).toEqual({ area: 2, orifice: 0.1 });
    store.getState().undo();
    expect(store.getState().draft?.nodes.tank?.params).toEqual({ area: 1, orifice: 0.1 });
  });

  it('takes over what another window stored, and asks where both changed one param', async () => {
    const { server, store } = await openStore();
    server.state.draft = setArea(9)(opened);
    server.state.etag = 7;
    await store.getState().refresh();
    expect([store.getState().draft, store.getState().saving]).toEqual([server.state.draft, 'saved']);
    server.state.draft = setArea(10)(opened);
    server.state.etag = 8;
    store.getState().edit(setArea(2));
    await store.getState().refresh();
    expect(store.getState().clashes).toEqual([
      { path: ['nodes', 'tank', 'params', 'area'], mine: 2, theirs: 10 },
    ]);
    expect([server.state.draft.nodes.tank?.params?.area, server.state.puts]).toEqual([10, 0]);
    await store.getState().takeTheirs();
    store.getState().undo();
    expect(store.getState().draft?.nodes.tank?.params?.area).toBe(2);
  });

  it('does not take its own draft for somebody else’s where it hears of it before it is answered', async () => {
    const { server, store } = await openStore();
    const put = server.putFlow;
    let answer = (): void => undefined;
    server.putFlow = async (...given) => {
      server.putFlow = put;
      const answered = await put(...given);
      await new Promise<void>((resolve) => (answer = resolve));
      return answered;
    };
    const load = server.flow;
    let come = (): void => undefined;
    server.flow = async (...given) => {
      server.flow = load;
      await new Promise<void>((resolve) => (come = resolve));
      return load(...given);
    };
    const refreshed = store.getState().refresh();
    store.getState().edit(setArea(2));
    const stored = store.getState().save();
    store.getState().edit(setArea(3));
    await expect.poll(() => server.state.draft.nodes.tank?.params?.area).toBe(2);
    come();
    await new Promise(setImmediate);
    answer();
    await Promise.all([refreshed, stored]);
    expect(store.getState().clashes).toEqual([]);
    expect([await store.getState().save(), server.state.draft.nodes.tank?.params?.area]).toEqual([true, 3]);
  });

  it('has its steps of undo again after a reload', async () => {
    const server = memoryServer();
    const drafts = memoryDrafts();
    const before = createDocumentStore(server, noTimers, drafts);
    await before.getState().open('pump', 1);
    before.getState().edit(setArea(2));
    before.getState().edit(setArea(3));
    before.getState().undo();
    await before.getState().save();
    await before.getState().keep();
    const after = createDocumentStore(server, noTimers, drafts);
    await after.getState().open('pump', 1);
    expect(after.getState().saving).toBe('saved');
    after.getState().redo();
    expect(after.getState().draft?.nodes.tank?.params?.area).toBe(3);
    after.getState().undo();
    after.getState().undo();
    expect(after.getState().draft).toEqual(opened);
  });

  it('has an edit again that a reload kept from the server, over what others stored, and asks before it overwrites', async () => {
    const server = memoryServer();
    const drafts = memoryDrafts();
    const before = createDocumentStore(server, noTimers, drafts);
    await before.getState().open('pump', 1);
    before.getState().edit(setArea(2));
    await before.getState().keep();
    server.state.draft = setParam(opened, 'tank', 'orifice', 0.1);
    server.state.etag = 7;
    const after = createDocumentStore(server, noTimers, drafts);
    await after.getState().open('pump', 1);
    expect(after.getState().draft?.nodes.tank?.params).toEqual({ area: 2, orifice: 0.1 });
    expect([await after.getState().save(), server.state.puts]).toEqual([true, 1]);
    server.state.draft = setArea(9)(opened);
    server.state.etag = 9;
    const asking = createDocumentStore(server, noTimers, drafts);
    before.getState().edit(setArea(3));
    await before.getState().keep();
    await asking.getState().open('pump', 1);
    expect([asking.getState().saving, asking.getState().clashes[0]?.mine]).toEqual(['conflict', 3]);
  });

  it('that is opened once more keeps what is undone meanwhile undone', async () => {
    const server = memoryServer();
    const store = createDocumentStore(server, noTimers, memoryDrafts());
    await store.getState().open('pump', 1);
    store.getState().edit(setArea(2));
    let come = (): void => undefined;
    const load = server.flow;
    server.flow = async (id, version) => {
      server.flow = load;
      await new Promise<void>((resolve) => (come = resolve));
      return load(id, version);
    };
    const again = store.getState().open('pump', 1);
    await expect.poll(() => server.flow === load).toBe(true);
    store.getState().undo();
    come();
    expect(await again).toBe(true);
    expect(store.getState().draft).toEqual(opened);
    expect(store.getState().history?.past).toEqual([]);
    store.getState().redo();
    expect(store.getState().draft?.nodes.tank?.params?.area).toBe(2);
  });

  it('begins anew where what the browser kept is damaged', async () => {
    const server = memoryServer();
    const drafts = memoryDrafts();
    for (const present of ['{"twinloom":2}', 'rubbish', JSON.stringify(opened)]) {
      drafts.kept.set('pump', { id: 'pump', flow: 'pump', at: 0, present, back: ['{"at":'], forward: [] });
      const store = createDocumentStore(server, noTimers, drafts);
      await store.getState().open('pump', 1);
      expect([store.getState().draft, store.getState().history?.past]).toEqual([opened, []]);
    }
  });

  it('shows the flow that was asked for last, whichever comes last', async () => {
    const { server, store } = await openStore();
    let late = (): void => undefined;
    const load = server.flow;
    server.flow = async (id, version) => {
      if (id === 'slow') await new Promise<void>((resolve) => (late = resolve));
      return load(id, version);
    };
    const slow = store.getState().open('slow', 0);
    await Promise.resolve();
    const quick = store.getState().open('quick', 0);
    expect(await quick).toBe(true);
    late();
    expect(await slow).toBe(false);
    expect(store.getState().flowId).toBe('quick');
  });

  it('opens another flow only once the open draft is stored', async () => {
    const { server, store } = await openStore();
    store.getState().edit(setArea(2));
    expect(await store.getState().open('other', 0)).toBe(true);
    expect([store.getState().flowId, server.state.draft.nodes.tank?.params?.area]).toEqual(['other', 2]);
  });

  it('stays at a draft that somebody else stored meanwhile, with the edits made here', async () => {
    const { server, store } = await openStore();
    server.state.draft = setArea(9)(opened);
    server.state.etag = 7;
    store.getState().edit(setArea(2));
    expect(await store.getState().open('other', 0)).toBe(false);
    expect(await store.getState().open('other', 0)).toBe(false);
    const { flowId, draft, saving } = store.getState();
    expect([flowId, draft?.nodes.tank?.params?.area, saving]).toEqual(['pump', 2, 'conflict']);
  });

  it('stores an edit made while another flow is on its way', async () => {
    const { server, store } = await openStore();
    const load = server.flow;
    server.flow = async (id, version) => {
      const answer = await load(id, version);
      if (store.getState().draft === opened) store.getState().edit(setArea(5));
      return answer;
    };
    expect(await store.getState().open('other', 0)).toBe(true);
    expect(server.state.draft.nodes.tank?.params?.area).toBe(5);
  });

  it('is dirty by what would run: a moved node is not, a param is, and undo makes it clean again', async () => {
    const { store } = await openStore();
    expect(isDirty(store.getState())).toBe(false);
    store.getState().edit((flow) => moveNodes(flow, { tank: [80, 8] }));
    expect(isDirty(store.getState())).toBe(false);
    store.getState().edit(setArea(2));
    expect(isDirty(store.getState())).toBe(true);
    store.getState().undo();
    expect(isDirty(store.getState())).toBe(false);
  });

  it('deploys exactly the draft on the screen, and is clean afterwards', async () => {
    const { server, store } = await openStore();
    store.getState().edit((flow) => addNode(flow, 'gain', { type: 'transforms/gain' }, [0, 0]));
    expect(await store.getState().deploy('a gain')).toBeUndefined();
    expect(Object.keys(server.state.draft.nodes)).toEqual(['tank', 'gain']);
    expect(store.getState().version).toBe(2);
    expect(isDirty(store.getState())).toBe(false);
  });

  it('that is shown but not checked yet knows its version: what runs is no news', async () => {
    const { store } = await openStore();
    const news: Promise<boolean>[] = [];
    const note = (): void => void news.push(store.getState().noteDeployed(4));
    await store.getState().open('fan', 4, note);
    expect(await Promise.all(news)).toEqual([false]);
    expect(store.getState()).toMatchObject({ version: 4, deployedElsewhere: undefined });
  });

  it('of which a newer version is heard of while it is opened keeps that one', async () => {
    const { store } = await openStore();
    const news: Promise<boolean>[] = [];
    const note = (): void => void news.push(store.getState().noteDeployed(5));
    await store.getState().open('fan', 4, note);
    expect(await Promise.all(news)).toEqual([true]);
    expect(store.getState()).toMatchObject({ version: 5, deployedElsewhere: 5 });
  });

  it('takes over what somebody else deployed meanwhile, and says it once', async () => {
    const { server, store } = await openStore();
    store.getState().edit((flow) => setParam(flow, 'tank', 'area', 2));
    server.state.draft = moveNodes(opened, { tank: [8, 8] });
    server.state.etag = 7;
    expect(await store.getState().noteDeployed(1)).toBe(false);
    expect(await store.getState().noteDeployed(2)).toBe(true);
    expect(store.getState()).toMatchObject({ version: 2, deployedElsewhere: 2, deployed: opened });
    expect(store.getState().draft).toMatchObject({
      nodes: { tank: { params: { area: 2 } } },
      layout: { tank: [8, 8] },
    });
    expect(await store.getState().noteDeployed(2)).toBe(false);
    server.state.version = 2;
    expect(await store.getState().deploy('')).toBeUndefined();
    expect(store.getState()).toMatchObject({ version: 3, deployedElsewhere: undefined });
  });

  it('hears of its own deploy before the answer, and does not take it for another', async () => {
    const { server, store } = await openStore();
    const { deploy } = server;
    let isNews: Promise<boolean> | undefined;
    server.deploy = async (...given) => {
      isNews = store.getState().noteDeployed(2);
      return deploy(...given);
    };
    await store.getState().deploy('');
    expect(await isNews).toBe(false);
    expect(store.getState()).toMatchObject({ version: 2, deployedElsewhere: undefined });
  });

  it('says why when the draft moved between the plan and the deploy', async () => {
    const { server, store } = await openStore();
    server.state.etag = 5;
    expect((await store.getState().deploy(''))?.status).toBe(409);
  });
});
