import { edgesOf, type Flow } from '@twinloom/runtime/graph/flow';
import { documentStore } from './document-store.ts';
import { nodesInSelection, noteCardId } from './selection.ts';
import { announce, goTo, select, useSession } from './session-store.ts';
import { notesOf } from '@twinloom/runtime/graph/note-edits';
import { canvasView, type PlacedCard } from './canvas-view.ts';
import { commandsWords } from '../words/commands.ts';

/** Selects all that the selected nodes depend on, or all that depends on them, with themselves. */
export function selectRelated(way: 'upstream' | 'downstream'): void {
  const { draft } = documentStore.getState();
  if (!draft) return;
  const found = relatedNodes(draft, nodesInSelection(), way);
  select(found);
  announce(commandsWords.selectedNodes(found.length));
}

/** Selects every node and note. */
export function selectAll(): void {
  const { draft } = documentStore.getState();
  if (!draft) return;
  select([...Object.keys(draft.nodes), ...Object.keys(notesOf(draft)).map(noteCardId)]);
  announce(commandsWords.selectedAll);
}

/** The nodes given and all that is reached from them along the edges, or against them. */
export function relatedNodes(flow: Flow, from: readonly string[], way: 'upstream' | 'downstream'): string[] {
  const next = new Map<string, string[]>();
  for (const edge of edgesOf(flow)) {
    const [here, there] = way === 'upstream' ? [edge.to, edge.from] : [edge.from, edge.to];
    next.set(here.node, [...(next.get(here.node) ?? []), there.node]);
  }
  const found = new Set(from);
  for (const id of found) for (const other of next.get(id) ?? []) found.add(other);
  return [...found].filter((id) => Object.hasOwn(flow.nodes, id));
}

/** Selects the nearest card in a direction from the selected one and goes there, or adds it to the selection. */
export function goToNeighbour(across: number, down: number, what: 'go' | 'add' = 'go'): void {
  const view = canvasView();
  // What is selected already, also as a member of a group, is nowhere to go.
  const inside = new Set(nodesInSelection());
  const cards = (view?.cards() ?? []).filter(({ id }) => !inside.has(id));
  const from = useSession.getState().nodes.at(-1);
  const box = from === undefined ? undefined : view?.box(from);
  const here = from !== undefined && box ? { id: from, box } : undefined;
  const best = here ? nearestCard(cards, here, across, down) : cards[0];
  if (best) goTo(best.id, what);
  else
    announce(
      commandsWords.nothingThere[across < 0 ? 'left' : across > 0 ? 'right' : down < 0 ? 'above' : 'below'],
    );
}

/** The nearest of cards in a direction, by their middles; what lies aside counts as farther. */
export function nearestCard(
  cards: readonly PlacedCard[],
  here: PlacedCard,
  across: number,
  down: number,
): PlacedCard | undefined {
  let best: { card: PlacedCard; far: number } | undefined;
  for (const card of cards) {
    const [dx, dy] = [middle(card).x - middle(here).x, middle(card).y - middle(here).y];
    const ahead = dx * across + dy * down;
    const far = ahead + 2 * (Math.abs(dx * down) + Math.abs(dy * across));
    if (card.id !== here.id && ahead > 0 && (!best || far < best.far)) best = { card, far };
  }
  return best?.card;
}

const middle = ({ box }: PlacedCard) => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
