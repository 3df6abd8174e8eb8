import { applyDelta, deltaBetween, type Delta } from '@twinloom/runtime/graph/delta';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { parseFlow } from '@twinloom/runtime/graph/read-flow';
import type { KeptDraft } from '../client/kept-drafts.ts';
import type { EditHistory } from './edit-history.ts';

/** Most characters of steps that are kept over a reload; beyond it the oldest go. */
const MOST_CHARACTERS = 8_000_000;

const deltas = new WeakMap<Flow, { to: Flow; text: string }>();

/** A history as it is kept: the present document, and what leads from each step to its neighbour. */
export function writeHistory(
  flow: string,
  history: EditHistory,
  saved: Flow,
  most = MOST_CHARACTERS,
): Omit<KeptDraft, 'id' | 'at'> {
  const { past, present, future } = history;
  return {
    flow,
    present: JSON.stringify(present),
    ...(saved !== present && { saved: textBetween(present, saved) }),
    back: chain(present, past.toReversed(), most),
    forward: chain(present, future, most),
  };
}

/** Reads it back; undefined where it is damaged or of another format. */
export function readHistory(kept: KeptDraft): { history: EditHistory; saved: Flow } | undefined {
  try {
    const { flow: present } = parseFlow(JSON.parse(kept.present));
    if (!present) return undefined;
    const saved = kept.saved === undefined ? present : step(present, kept.saved);
    const past = unchain(present, kept.back).toReversed();
    return { history: { past, present, future: unchain(present, kept.forward), key: undefined }, saved };
  } catch {
    return undefined;
  }
}

function chain(present: Flow, steps: readonly Flow[], most: number): string[] {
  const texts: string[] = [];
  let from = present;
  let characters = 0;
  for (const to of steps) {
    const text = textBetween(from, to);
    characters += text.length;
    if (characters > most) break;
    texts.push(text);
    from = to;
  }
  return texts;
}

function unchain(present: Flow, texts: readonly string[]): Flow[] {
  let from = present;
  return texts.map((text) => (from = step(from, text)));
}

function step(from: Flow, text: string): Flow {
  return applyDelta(from, JSON.parse(text) as Delta) as Flow;
}

/** Worked out once for each pair of neighbours. */
function textBetween(from: Flow, to: Flow): string {
  const known = deltas.get(from);
  if (known?.to === to) return known.text;
  const text = JSON.stringify(deltaBetween(from, to) ?? {});
  deltas.set(from, { to, text });
  return text;
}
