/** A draft with its steps of undo as one window last had it; texts are JSON. */
export interface KeptDraft {
  /** `flow window`; one per window, so that two windows on one flow do not mix their steps. */
  id: string;
  flow: string;
  /** ms, to tell which is newer. */
  at: number;
  present: string;
  /** From the present to what the server was last seen to hold; absent = the same. */
  saved?: string;
  /** From each document to the one before it, newest first. */
  back: string[];
  /** From each document to the one that was undone after it, oldest first. */
  forward: string[];
}

/** Where drafts are kept over a reload. What cannot be kept or read is as if it were not there: the server has the draft too. */
export interface DraftKeeper {
  /** What this window kept of a flow, else what any window kept last. */
  read(flow: string): Promise<KeptDraft | undefined>;
  keep(draft: Omit<KeptDraft, 'id' | 'at'>): Promise<void>;
}

const DATABASE = 'twinloom';
const DRAFTS = 'drafts';
const MOST_DRAFTS = 40;
const WINDOW_KEY = 'twinloom.window';

/** Keeps drafts in this browser, the newest forty. */
export const browserDrafts: DraftKeeper = {
  async read(flow) {
    const database = await open();
    if (!database) return undefined;
    const all = (await settled(
      database.transaction(DRAFTS).objectStore(DRAFTS).index('flow').getAll(flow),
    )) as KeptDraft[] | undefined;
    const newestFirst = all?.toSorted((a, b) => b.at - a.at);
    return newestFirst?.find(({ id }) => id === idOf(flow)) ?? newestFirst?.[0];
  },
  async keep(draft) {
    const database = await open();
    if (!database) return;
    const store = database.transaction(DRAFTS, 'readwrite').objectStore(DRAFTS);
    await settled(store.put({ ...draft, id: idOf(draft.flow), at: Date.now() }));
  },
};

let opening: Promise<IDBDatabase | undefined> | undefined;

function open(): Promise<IDBDatabase | undefined> {
  opening ??= openAndTidy();
  return opening;
}

async function openAndTidy(): Promise<IDBDatabase | undefined> {
  if (!globalThis.indexedDB) return undefined;
  const request = indexedDB.open(DATABASE, 1);
  request.addEventListener('upgradeneeded', () => {
    const store = request.result.createObjectStore(DRAFTS, { keyPath: 'id' });
    store.createIndex('flow', 'flow');
    store.createIndex('at', 'at');
  });
  const database = await settled(request);
  if (!database) return undefined;
  const store = database.transaction(DRAFTS, 'readwrite').objectStore(DRAFTS);
  const ids = (await settled(store.index('at').getAllKeys())) ?? [];
  for (const id of ids.slice(0, -MOST_DRAFTS)) store.delete(id);
  return database;
}

/** What a request brings; undefined where it fails: a full disk, a private window. */
function settled<T>(request: IDBRequest<T>): Promise<T | undefined> {
  return new Promise((resolve) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => resolve(undefined));
  });
}

function idOf(flow: string): string {
  let name = sessionStorage.getItem(WINDOW_KEY);
  if (name === null) {
    name = Math.random().toString(36).slice(2);
    sessionStorage.setItem(WINDOW_KEY, name);
  }
  return `${flow} ${name}`;
}
