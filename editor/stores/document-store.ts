import { create, type StoreApi, type UseBoundStore } from 'zustand';
import type { Diagnostic } from '@twinloom/runtime/graph/diagnostic';
import { fingerprint, logicFingerprint } from '@twinloom/runtime/graph/fingerprint';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { mergeFlows, type Clash } from '@twinloom/runtime/graph/merge-flows';
import { parseFlow } from '@twinloom/runtime/graph/read-flow';
import type { PlanBody } from '@twinloom/runtime/protocol/bodies';
import type { Problem } from '../client/http.ts';
import { browserDrafts, type DraftKeeper, type KeptDraft } from '../client/kept-drafts.ts';
import { server, type Server } from '../client/server.ts';
import { addStep, overOthers, redoStep, startHistory, undoStep, type EditHistory } from './edit-history.ts';
import { readHistory, writeHistory } from './kept-history.ts';
import { editsWords } from '../words/edits.ts';

/** Where the draft stands with the server. */
export type Saving = 'saved' | 'waiting' | 'saving' | 'failed' | 'conflict';

export interface DocumentState {
  flowId: string | undefined;
  draft: Flow | undefined;
  history: EditHistory | undefined;
  /** The document of the deployed version; undefined while never deployed. */
  deployed: Flow | undefined;
  version: number;
  /** A version that somebody else deployed while this flow was open here, until a person has seen it. */
  deployedElsewhere: number | undefined;
  etag: string;
  saving: Saving;
  /** What both this screen and somebody else changed; the draft is not stored until a person chose. */
  clashes: readonly Clash[];
  /** Why the draft could not be opened or saved. */
  problem: Problem | undefined;
  diagnostics: readonly Diagnostic[];
  checking: 'idle' | 'checking' | 'done' | 'failed';

  /**
   * Opens another flow once the open draft is stored; false when it could not be, or the other not be read: the draft stays open then. Calls
   * `shown` once it is there, before it is checked.
   */
  open(id: string, version: number, shown?: () => void): Promise<boolean>;
  /** Changes the draft by a pure edit; edits in a row with the same key are one step of undo. */
  edit(change: (flow: Flow) => Flow, key?: string): void;
  undo(): void;
  redo(): void;
  /** Stores the draft now; true when the server holds exactly this draft. */
  save(): Promise<boolean>;
  /** Ends a conflict: where both changed the same, what this screen has goes; all else is taken from both. */
  keepMine(): Promise<void>;
  /** Ends a conflict: where both changed the same, what the server has goes. One step of undo. */
  takeTheirs(): Promise<void>;
  /** Takes over what others stored meanwhile, if anything. */
  refresh(): Promise<void>;
  /** Keeps draft and undo in this browser now. */
  keep(): Promise<void>;
  check(): Promise<void>;
  plan(): Promise<{ plan: PlanBody } | { problem: Problem }>;
  /** Makes the draft the next version; undefined when it runs. `stateOf`: the twins go on as they left that version. */
  deploy(note: string, stateOf?: number): Promise<Problem | undefined>;
  /** Takes over that a twin runs a newer version than this screen deployed or knows; true when that is news. */
  noteDeployed(version: number): Promise<boolean>;
  /** Puts a deployed version in the place of the draft, as one step of undo; undefined when it is there. */
  openVersion(n: number): Promise<Problem | undefined>;
}

/** How long after the last edit the draft is stored and checked, ms. */
const SAVE_AFTER = 600;
const CHECK_AFTER = 400;
/** How long after the last edit it is kept in this browser, ms. */
const KEEP_AFTER = 150;

/** A draft as the server has it. */
interface Stored {
  flow: Flow;
  etag: string;
}

type Timers = { after: (delayMs: number, run: () => void) => () => void };

const realTimers: Timers = {
  after: (delayMs, run) => {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};

/** Makes the store of one open flow on a server. */
export function createDocumentStore(
  server: Pick<Server, 'flow' | 'putFlow' | 'check' | 'plan' | 'deploy'>,
  timers: Timers = realTimers,
  keeper: DraftKeeper = keepsNothing,
): UseBoundStore<StoreApi<DocumentState>> {
  return create<DocumentState>((set, get) => {
    let cancelSave = (): void => undefined;
    let cancelCheck = (): void => undefined;
    let cancelKeep = (): void => undefined;
    let saved: Flow | undefined;
    let storing: Promise<boolean> | undefined;
    let checkNumber = 0;
    let isDeploying = false;
    let openNumber = 0;

    const show = (history: EditHistory): void => {
      const before = get();
      if (history === before.history) return;
      const waiting = history.present !== saved && before.saving !== 'conflict';
      set({ history, draft: history.present, ...(waiting && { saving: 'waiting' as const }) });
      cancelKeep();
      cancelKeep = timers.after(KEEP_AFTER, () => void get().keep());
      if (history.present === before.draft) return;
      cancelSave();
      cancelCheck();
      if (before.saving !== 'conflict') cancelSave = timers.after(SAVE_AFTER, () => void get().save());
      cancelCheck = timers.after(CHECK_AFTER, () => void get().check());
    };

    const store = async (etag: string): Promise<boolean> => {
      const { flowId, draft } = get();
      if (!flowId || !draft) return false;
      set({ saving: 'saving' });
      const answer = await server.putFlow(flowId, draft, etag);
      if (get().flowId !== flowId) return false;
      if (answer.ok) {
        saved = draft;
        const current = get().draft === draft;
        set({ etag: answer.etag || etag, saving: current ? 'saved' : 'waiting', problem: undefined });
        void get().keep();
        return current;
      }
      if (answer.problem.status === 412) return storeMerged();
      set({ saving: 'failed', problem: answer.problem });
      return false;
    };

    /** Joins the draft with another that began with the same. Without a choice a clash is only told: then nothing changes. */
    const joinWith = (theirs: Stored, choice?: 'mine' | 'theirs'): boolean => {
      const { history } = get();
      if (!history || !saved) return false;
      const base = saved;
      const { clashes } = mergeFlows(base, history.present, theirs.flow);
      if (clashes.length > 0 && !choice) {
        set({ saving: 'conflict', clashes });
        return false;
      }
      const over = (flow: Flow): Flow => mergeFlows(base, flow, theirs.flow).flow;
      const joined = fingerprint(base) === fingerprint(theirs.flow) ? history : overOthers(history, over);
      const taken =
        choice === 'theirs' ? mergeFlows(base, history.present, theirs.flow, choice).flow : undefined;
      const next = taken ? addStep(joined, taken) : joined;
      saved = fingerprint(next.present) === fingerprint(theirs.flow) ? next.present : theirs.flow;
      set({ etag: theirs.etag, clashes: [], problem: undefined, saving: 'saved' });
      show(next);
      return true;
    };

    const merge = async (choice?: 'mine' | 'theirs'): Promise<boolean> => {
      const { flowId } = get();
      const theirs = flowId === undefined ? undefined : await load(flowId);
      if (get().flowId !== flowId) return false;
      if (!theirs) set({ saving: 'failed' });
      return theirs !== undefined && joinWith(theirs, choice);
    };

    const storeMerged = async (): Promise<boolean> => {
      if (!(await merge())) return false;
      return get().draft === saved || store(get().etag);
    };

    const load = async (id: string): Promise<Stored | undefined> => {
      const answer = await server.flow(id);
      if (!answer.ok) {
        set({ problem: answer.problem });
        return undefined;
      }
      const { flow, diagnostics } = parseFlow(answer.value);
      if (flow) return { flow, etag: answer.etag };
      set({ diagnostics, problem: unreadable(diagnostics) });
      return undefined;
    };

    const begin = (id: string, { flow, etag }: Stored, version: number): void => {
      cancelSave();
      cancelCheck();
      cancelKeep();
      saved = flow;
      set({
        flowId: id,
        draft: flow,
        history: startHistory(flow),
        etag,
        version,
        saving: 'saved',
        clashes: [],
        problem: undefined,
        diagnostics: [],
        checking: 'idle',
        deployedElsewhere: undefined,
      });
    };

    /** Goes on where this browser left the flow: with its steps of undo, and with edits that never reached the server. */
    const takeUp = (kept: KeptDraft | undefined, loaded: Stored): void => {
      const former = kept && readHistory(kept);
      if (!former) return;
      saved = former.saved;
      set({ history: former.history, draft: former.history.present });
      joinWith(loaded);
    };

    const loadDeployed = async (id: string, version: number): Promise<void> => {
      const answer = version > 0 ? await server.flow(id, version) : undefined;
      // A newer one may have been heard of meanwhile.
      if (get().flowId !== id || version < get().version) return;
      const deployed = answer?.ok ? parseFlow(answer.value).flow : undefined;
      set({ version, deployed });
    };

    return {
      flowId: undefined,
      draft: undefined,
      history: undefined,
      deployed: undefined,
      version: 0,
      deployedElsewhere: undefined,
      etag: '',
      saving: 'saved',
      clashes: [],
      problem: undefined,
      diagnostics: [],
      checking: 'idle',

      async open(id, version, shown) {
        const number = ++openNumber;
        let loaded: Awaited<ReturnType<typeof load>>;
        let kept: KeptDraft | undefined;
        let steps: EditHistory | undefined;
        do {
          await get().keep();
          if (!(await get().save())) return false;
          steps = get().history;
          [loaded, kept] = await Promise.all([load(id), keeper.read(id)]);
          if (!loaded) return false;
          // Whoever goes on editing while the other flow, or this one again, is on its way loses nothing.
        } while (number === openNumber && get().history !== steps);
        // Whoever chose another one meanwhile gets that one.
        if (number !== openNumber) return false;
        begin(id, loaded, version);
        takeUp(kept, loaded);
        shown?.();
        await Promise.all([loadDeployed(id, version), get().check()]);
        return number === openNumber;
      },
      edit(change, key) {
        const { history } = get();
        if (history) show(addStep(history, change(history.present), key));
      },
      undo() {
        const { history } = get();
        if (history) show(undoStep(history));
      },
      redo() {
        const { history } = get();
        if (history) show(redoStep(history));
      },
      async save() {
        cancelSave();
        // Several may wait for the same one; whoever goes on first is waited for by the others.
        while (storing) await storing;
        if (get().draft === saved) {
          if (get().saving === 'waiting') set({ saving: 'saved' });
          return true;
        }
        if (get().saving === 'conflict') return false;
        storing = store(get().etag);
        const done = await storing;
        storing = undefined;
        if (!done && get().saving === 'waiting') return get().save();
        return done;
      },
      async keepMine() {
        if (await merge('mine')) await get().save();
      },
      async takeTheirs() {
        if (await merge('theirs')) await get().save();
      },
      async refresh() {
        while (storing) await storing;
        const { flowId, etag, saving } = get();
        if (!flowId || saving === 'conflict') return;
        const theirs = await server.flow(flowId);
        // What is being stored from here may be what came: nobody else's, though it is news.
        if (storing) return get().refresh();
        if (!theirs.ok || get().flowId !== flowId || get().etag !== etag || theirs.etag === etag) return;
        // Not asked for once more: by then it may be what was stored from here.
        const { flow } = parseFlow(theirs.value);
        if (flow && joinWith({ flow, etag: theirs.etag })) await get().save();
      },
      async keep() {
        cancelKeep();
        const { flowId, history } = get();
        if (flowId && history && saved) await keeper.keep(writeHistory(flowId, history, saved));
      },
      async check() {
        cancelCheck();
        const { flowId, draft } = get();
        if (!flowId || !draft) return;
        const number = ++checkNumber;
        set({ checking: 'checking' });
        const answer = await server.check(flowId, draft);
        if (number !== checkNumber) return;
        if (answer.ok) set({ diagnostics: answer.value.diagnostics, checking: 'done' });
        else if (answer.problem.diagnostics.length > 0)
          set({ diagnostics: answer.problem.diagnostics, checking: 'done' });
        else set({ checking: 'failed' });
      },
      async plan() {
        const { flowId, draft } = get();
        if (!flowId || !draft) throw new Error('no flow is open');
        const answer = await server.plan(flowId, draft);
        return answer.ok ? { plan: answer.value } : { problem: answer.problem };
      },
      async noteDeployed(version) {
        const { flowId } = get();
        // What this screen deploys may be heard of before it is answered.
        if (!flowId || isDeploying || version <= get().version) return false;
        await loadDeployed(flowId, version);
        if (get().flowId !== flowId || get().version !== version) return false;
        set({ deployedElsewhere: version });
        await get().refresh();
        return true;
      },
      async openVersion(n) {
        const { flowId } = get();
        if (!flowId) throw new Error('no flow is open');
        const answer = await server.flow(flowId, n);
        if (!answer.ok) return answer.problem;
        const { flow, diagnostics } = parseFlow(answer.value);
        if (!flow) return unreadable(diagnostics);
        if (get().flowId !== flowId) return leftMeanwhile;
        get().edit(() => flow, `version ${n}`);
        return undefined;
      },
      async deploy(note, stateOf) {
        const { flowId } = get();
        if (!flowId) throw new Error('no flow is open');
        if (!(await get().save())) return get().problem ?? notSaved;
        const deploying = get().draft;
        isDeploying = true;
        const answer = await server.deploy(flowId, {
          etag: get().etag,
          ...(note && { note }),
          ...(stateOf !== undefined && { stateOf }),
        });
        isDeploying = false;
        if (!answer.ok) {
          if (answer.problem.diagnostics.length > 0)
            set({ diagnostics: answer.problem.diagnostics, checking: 'done' });
          if (answer.problem.code === 'draft-moved') await get().refresh();
          return answer.problem;
        }
        if (get().flowId === flowId)
          set({ deployed: deploying, version: answer.value.version, deployedElsewhere: undefined });
        return undefined;
      },
    };
  });
}

const leftMeanwhile: Problem = {
  status: 0,
  code: 'flow-left',
  says: editsWords.flowWasLeft,
  remedy: editsWords.openFlowAgain,
  diagnostics: [],
};

const notSaved: Problem = {
  status: 0,
  code: 'not-saved',
  says: editsWords.draftNotStored,
  remedy: editsWords.tryAgain,
  diagnostics: [],
};

function unreadable(diagnostics: readonly Diagnostic[]): Problem {
  return {
    status: 200,
    code: 'unreadable-flow',
    says: diagnostics[0]?.says ?? editsWords.flowUnreadable,
    remedy: diagnostics[0]?.remedy ?? editsWords.openAnother,
    diagnostics: [...diagnostics],
  };
}

const keepsNothing: DraftKeeper = { read: async () => undefined, keep: async () => undefined };

/** The flow on the screen, for React. */
export const useDocument = createDocumentStore(server, realTimers, browserDrafts);

/** The same for whoever only reads or edits it. */
export const documentStore: StoreApi<DocumentState> = useDocument;

const fingerprints = new WeakMap<Flow, string>();

function logicOf(flow: Flow): string {
  const known = fingerprints.get(flow) ?? logicFingerprint(flow);
  fingerprints.set(flow, known);
  return known;
}

/** True for two documents that differ in where things stand only: told without reading them through. */
function isSameButLayout(a: Flow, b: Flow): boolean {
  const keys = new Set([...Object.keys(a), ...Object.keys(b)] as (keyof Flow)[]);
  keys.delete('layout');
  return [...keys].every((key) => a[key] === b[key]);
}

/** The draft that was last told apart from what runs, and what came of it. */
let told: { draft: Flow; deployed: Flow; dirty: boolean } | undefined;

/** True when a deploy of the draft would change what runs; layout, titles and notes never do. */
export function isDirty({ draft, deployed }: Pick<DocumentState, 'draft' | 'deployed'>): boolean {
  if (!draft) return false;
  if (!deployed) return true;
  const isMoved = told?.deployed === deployed && isSameButLayout(told.draft, draft);
  const dirty = isMoved ? told!.dirty : logicOf(draft) !== logicOf(deployed);
  told = { draft, deployed, dirty };
  return dirty;
}
