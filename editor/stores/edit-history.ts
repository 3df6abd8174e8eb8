import type { Flow } from '@twinloom/runtime/graph/flow';

/** The documents before and after the present one; undoing all of `past` is the document as it was opened. */
export interface EditHistory {
  past: readonly Flow[];
  present: Flow;
  future: readonly Flow[];
  /** Edits with the same key in a row are one step, such as the letters typed into one field. */
  key: string | undefined;
}

export function startHistory(present: Flow): EditHistory {
  return { past: [], present, future: [], key: undefined };
}

/** Makes an edit the present; an edit that changes nothing leaves no step. */
export function addStep(history: EditHistory, next: Flow, key?: string): EditHistory {
  if (next === history.present) return history;
  if (key !== undefined && key === history.key) return { ...history, present: next, future: [] };
  return { past: [...history.past, history.present], present: next, future: [], key };
}

export function undoStep(history: EditHistory): EditHistory {
  const former = history.past.at(-1);
  if (!former) return history;
  return {
    past: history.past.slice(0, -1),
    present: former,
    future: [history.present, ...history.future],
    key: undefined,
  };
}

export function redoStep(history: EditHistory): EditHistory {
  const [next, ...future] = history.future;
  if (!next) return history;
  return { past: [...history.past, history.present], present: next, future, key: undefined };
}

/** The same steps over what somebody else changed meanwhile: undo takes back one's own edits only. */
export function overOthers(history: EditHistory, change: (flow: Flow) => Flow): EditHistory {
  return {
    past: history.past.map(change),
    present: change(history.present),
    future: history.future.map(change),
    key: history.key,
  };
}
