import type { Flow } from './flow.ts';
import { freeName } from './free-name.ts';
import { own } from './own.ts';

/** A text on the canvas, `at` canvas px. Unknown keys survive. */
export interface FlowNote {
  text: string;
  at: [x: number, y: number];
  [key: string]: unknown;
}

/** The notes of a flow by id; what has another form is kept in the file and not shown. */
export function notesOf({ notes }: Flow): Record<string, FlowNote> {
  if (!isRecord(notes)) return {};
  return Object.fromEntries(
    Object.entries(notes).filter((entry): entry is [string, FlowNote] => isNote(entry[1])),
  );
}

/** Adds a note; one kept in another form stays as it is beside it. Hands back its id. */
export function addNote(flow: Flow, text: string, at: [number, number]): { flow: Flow; id: string } {
  const { notes } = flow;
  const kept = isRecord(notes) ? notes : notes === undefined ? {} : { kept: notes };
  const id = freeName(new Set(Object.keys(kept)), 'note');
  return { flow: { ...flow, notes: { ...kept, [id]: { text, at } } }, id };
}

/** Changes text or place of a note. */
export function changeNote(flow: Flow, id: string, change: Partial<Pick<FlowNote, 'text' | 'at'>>): Flow {
  const note = own(notesOf(flow), id);
  if (!note) return flow;
  return { ...flow, notes: { ...(flow.notes as object), [id]: { ...note, ...change } } };
}

/** Takes notes away; the last one takes the section along. */
export function removeNotes(flow: Flow, ids: readonly string[]): Flow {
  const { notes, ...rest } = flow;
  if (!isRecord(notes) || !ids.some((id) => Object.hasOwn(notes, id))) return flow;
  const left = Object.entries(notes).filter(([id]) => !ids.includes(id));
  return left.length === 0 ? (rest as Flow) : { ...flow, notes: Object.fromEntries(left) };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNote(value: unknown): value is FlowNote {
  if (!isRecord(value) || typeof value.text !== 'string' || !Array.isArray(value.at)) return false;
  return value.at.length === 2 && value.at.every((place) => Number.isFinite(place));
}
