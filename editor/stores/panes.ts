import { canvasView } from './canvas-view.ts';
import { announce } from './session-store.ts';
import { pageWords } from '../words/page.ts';

/** A part of the window that F6 and the skip links go to. */
export interface Pane {
  name: string;
  selector: string;
}

export const PANES = {
  header: { name: pageWords.header, selector: '.header' },
  sidebar: { name: pageWords.sidebar, selector: '.sidebar' },
  canvas: { name: pageWords.canvas, selector: '.canvas' },
  evidence: { name: pageWords.evidence, selector: 'section.bottom' },
  inspector: { name: pageWords.inspector, selector: '.inspector, .compare-pane' },
  tour: { name: pageWords.guidedTour, selector: '.tour-card' },
} as const satisfies Record<string, Pane>;

const FOCUSABLE =
  'button:not(:disabled), input:not(:disabled), select, textarea, a[href], summary, [tabindex="0"]';
const leftAt = new WeakMap<Element, HTMLElement>();

/** Puts the keyboard into the next pane that is shown, or the one before: where it was there last, else on its first control. */
export function goToNextPane(way: 1 | -1): void {
  const shown = Object.values(PANES).filter(({ selector }) => isShown(document.querySelector(selector)));
  const active = document.activeElement as HTMLElement | null;
  const at = shown.findIndex(({ selector }) => active?.closest(selector));
  const next = shown[(Math.max(at, way === 1 ? -1 : 0) + way + shown.length) % shown.length];
  if (next) goToPane(next);
}

/** Puts the keyboard into a pane and says which. */
export function goToPane({ name, selector }: Pane): void {
  const active = document.activeElement;
  const from = Object.values(PANES)
    .map((pane) => active?.closest(pane.selector))
    .find((element) => element);
  if (from && active instanceof HTMLElement) leftAt.set(from, active);
  const pane = document.querySelector<HTMLElement>(selector);
  if (!pane) return;
  const before = leftAt.get(pane);
  if (before?.isConnected && isShown(before)) before.focus();
  else if (selector === PANES.canvas.selector) canvasView()?.focus();
  else [...pane.querySelectorAll<HTMLElement>(FOCUSABLE)].find(isShown)?.focus();
  announce(`${name}.`);
}

function isShown(element: Element | null): element is HTMLElement {
  return element !== null && element.getClientRects().length > 0;
}
