import { create, type StoreApi, type UseBoundStore } from 'zustand';
import type { Diagnostic } from '@twinloom/runtime/graph/diagnostic';
import { logicFingerprint } from '@twinloom/runtime/graph/fingerprint';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { parseFlow } from '@twinloom/runtime/graph/read-flow';
import type { PlanBody } from '@twinloom/runtime/protocol/bodies';
import type { Problem } from '../client/http.ts';
import { server, type Server } from '../client/server.ts';
import { addStep, redoStep, startHistory, undoStep, type EditHistory } from './edit-history.ts';

/** Where the draft stands with the server. */
export type Saving = 'saved' | 'waiting' | 'saving' | 'failed' | 'conflict';

export interface DocumentState {
  flowId: string | undefined;
  draft: Flow | undefined;
  history: EditHistory | undefined;
  /** The document of the deployed version; undefined while never deployed. */
  deployed: Flow | undefined;
  version: number;
  etag: string;
  saving: Saving;
  /** Why the draft could not be opened or saved. */
  problem: Problem | undefined;
  diagnostics: readonly Diagnostic[];
  checking: 'idle' | 'checking' | 'done' | 'failed';

  /** Opens another flow once the open draft is stored; false when it could not be, or the other not be read: the draft stays open then. */
  open(id: string, version: number): Promise<boolean>;
  /** Changes the draft by a pure edit; edits in a row with the same key are one step of undo. */
  edit(change: (flow: Flow) => Flow, key?: string): void;
  undo(): void;
  redo(): void;
  /** Stores the draft now; true when the server holds exactly this draft. */
  save(): Promise<boolean>;
  /** Ends a conflict: the draft on this screen replaces the one on the server. */
  keepMine(): Promise<void>;
  /** Ends a conflict: the draft on the server replaces the one on this screen. */
  takeTheirs(): Promise<void>;
  check(): Promise<void>;
  plan(): Promise<{ plan: PlanBody } | { problem: Problem }>;
  /** Makes the draft the next version; undefined when it runs. `stateOf`: the twins go on as they left that version. */
  deploy(note: string, stateOf?: number): Promise<Problem | undefined>;
  /** Puts a deployed version in the place of the draft, as one step of undo; undefined when it is there. */
  openVersion(n: number): Promise<Problem | undefined>;
}

/** How long after the last edit the draft is stored and checked, ms. */
const SAVE_AFTER = 600;
const CHECK_AFTER = 400;

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
): UseBoundStore<StoreApi<DocumentState>> {
  return create<DocumentState>((set, get) => {
    let cancelSave = (): void => undefined;
    let cancelCheck = (): void => undefined;
    let saved: Flow | undefined;
    let storing: Promise<boolean> | undefined;
    let checkNumber = 0;

    const show = (history: EditHistory): void => {
      const before = get();
      if (history === before.history) return;
      const waiting = history.present !== saved && before.saving !== 'conflict';
      set({ history, draft: history.present, ...(waiting && { saving: 'waiting' as const }) });
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
        return current;
      }
      set({ saving: answer.problem.status === 412 ? 'conflict' : 'failed', problem: answer.problem });
      return false;
    };

    const load = async (id: string): Promise<{ flow: Flow; etag: string } | undefined> => {
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

    const begin = (id: string, { flow, etag }: { flow: Flow; etag: string }): void => {
      cancelSave();
      cancelCheck();
      saved = flow;
      set({
        flowId: id,
        draft: flow,
        history: startHistory(flow),
        etag,
        saving: 'saved',
        problem: undefined,
        diagnostics: [],
        checking: 'idle',
      });
    };

    const loadDeployed = async (id: string, version: number): Promise<void> => {
      const answer = version > 0 ? await server.flow(id, version) : undefined;
      if (get().flowId !== id) return;
      const deployed = answer?.ok ? parseFlow(answer.value).flow : undefined;
      set({ version, deployed });
    };

    return {
      flowId: undefined,
      draft: undefined,
      history: undefined,
      deployed: undefined,
      version: 0,
      etag: '',
      saving: 'saved',
      problem: undefined,
      diagnostics: [],
      checking: 'idle',

      async open(id, version) {
        let loaded: Awaited<ReturnType<typeof load>>;
        do {
          if (!(await get().save())) return false;
          loaded = await load(id);
          if (!loaded) return false;
          // Whoever goes on editing while the other flow is on its way loses nothing.
        } while (get().draft !== saved);
        begin(id, loaded);
        await Promise.all([loadDeployed(id, version), get().check()]);
        return true;
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
        await storing;
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
        const { flowId } = get();
        if (!flowId) return;
        const theirs = await server.flow(flowId);
        if (theirs.ok) await store(theirs.etag);
        else set({ problem: theirs.problem });
      },
      async takeTheirs() {
        const { flowId } = get();
        if (!flowId) return;
        cancelSave();
        const theirs = await load(flowId);
        if (!theirs) return;
        begin(flowId, theirs);
        await get().check();
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
        const answer = await server.deploy(flowId, {
          etag: get().etag,
          ...(note && { note }),
          ...(stateOf !== undefined && { stateOf }),
        });
        if (!answer.ok) {
          if (answer.problem.diagnostics.length > 0)
            set({ diagnostics: answer.problem.diagnostics, checking: 'done' });
          return answer.problem;
        }
        if (get().flowId === flowId) set({ deployed: deploying, version: answer.value.version });
        return undefined;
      },
    };
  });
}

const leftMeanwhile: Problem = {
  status: 0,
  code: 'flow-left',
  says: 'Another flow was opened meanwhile.',
  remedy: 'Open the flow again and choose the version there.',
  diagnostics: [],
};

const notSaved: Problem = {
  status: 0,
  code: 'not-saved',
  says: 'The draft could not be stored first.',
  remedy: 'Try again.',
  diagnostics: [],
};

function unreadable(diagnostics: readonly Diagnostic[]): Problem {
  return {
    status: 200,
    code: 'unreadable-flow',
    says: diagnostics[0]?.says ?? 'The flow cannot be read.',
    remedy: diagnostics[0]?.remedy ?? 'Open another one.',
    diagnostics: [...diagnostics],
  };
}

/** The flow on the screen, for React. */
export const useDocument = createDocumentStore(server);

/** The same for whoever only reads or edits it. */
export const documentStore: StoreApi<DocumentState> = useDocument;

const fingerprints = new WeakMap<Flow, string>();

function logicOf(flow: Flow): string {
  const known = fingerprints.get(flow) ?? logicFingerprint(flow);
  fingerprints.set(flow, known);
  return known;
}

/** True when a deploy of the draft would change what runs; layout, titles and notes never do. */
export function isDirty({ draft, deployed }: Pick<DocumentState, 'draft' | 'deployed'>): boolean {
  if (!draft) return false;
  return !deployed || logicOf(draft) !== logicOf(deployed);
}
