import { documentStore } from './document-store.ts';

/** What was typed into fields and cannot be taken yet, by flow, node and param, with the value it stands over. */
const unfinished = new Map<string, { text: string; over: string }>();

function keyOf(node: string, param: string): string {
  return JSON.stringify([documentStore.getState().flowId, node, param]);
}

/** Keeps a text that cannot be taken, so that whoever selects the node again finds it. */
export function keepUnfinished(node: string, param: string, text: string, over: unknown): void {
  unfinished.set(keyOf(node, param), { text, over: JSON.stringify(over) ?? '' });
}

/** What was typed into a field and not taken; undefined where nothing was, or where the param has another value by now. */
export function unfinishedText(node: string, param: string, value: unknown): string | undefined {
  const kept = unfinished.get(keyOf(node, param));
  return kept && kept.over === (JSON.stringify(value) ?? '') ? kept.text : undefined;
}

/** The field holds what the param has. */
export function forgetUnfinished(node: string, param: string): void {
  unfinished.delete(keyOf(node, param));
}
