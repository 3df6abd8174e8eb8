import { create } from 'zustand';
import { marked, panned, zoomed } from '../plot/zoom.ts';
import { live } from './live-store.ts';

interface ScopeView {
  /** How much time is shown, s. */
  seconds: number;
  /** The end of what is shown, s since 1970; undefined = it follows the newest value. Setting it is all that rewinds the scope. */
  heldAt: number | undefined;
  /** Where it is held while the page shows the past, s since 1970. */
  past: number | undefined;
  /** Ports whose traces are not drawn now. */
  hidden: readonly string[];
  /** Where the two cursors stand, s since 1970; undefined = put away. */
  cursors: readonly [a: number, b: number] | undefined;
  look: 'chart' | 'table';
  /** KPIs of what is shown stand beside it. */
  figures: boolean;
}

/** What of the traces the scope shows. No value is in here. */
export const useScopeView = create<ScopeView>(() => ({
  seconds: 60,
  heldAt: undefined,
  past: undefined,
  hidden: [],
  cursors: undefined,
  look: 'chart',
  figures: false,
}));

/** The newest moment there is something of, s since 1970. */
function newestMoment(): number {
  return live.traces.newest ?? Date.now() / 1000;
}

/** Whether nothing newer is there than at this time, give or take a second. */
export function isAtNewest(time: number): boolean {
  return time >= newestMoment() - 1;
}

/** The stretch of time that is shown now. */
export function scopeStretch(): { from: number; to: number } {
  const { seconds, heldAt } = useScopeView.getState();
  const to = heldAt ?? newestMoment();
  return { from: to - seconds, to };
}

/** Holds the picture as it is; nothing that comes meanwhile is lost. */
export function holdScope(): void {
  useScopeView.setState({ heldAt: newestMoment() });
}

/** Follows the newest value again; while the page shows the past, the time of the page. */
export function followScope(): void {
  useScopeView.setState(({ past }) => ({ heldAt: past }));
}

/** Shows so much time up to the same end. */
export function showSeconds(seconds: number): void {
  useScopeView.setState({ seconds });
}

/** Closer or further; while it follows, the newest value stays at the right. */
export function zoomScope(factor: number, around?: number): void {
  const { heldAt } = useScopeView.getState();
  const now = scopeStretch();
  const { from, to } = zoomed(
    now,
    factor,
    heldAt === undefined ? now.to : (around ?? (now.from + now.to) / 2),
  );
  const end = Math.min(to, newestMoment());
  useScopeView.setState({ seconds: to - from, ...(heldAt !== undefined && { heldAt: end }) });
}

/** Earlier (below 0) or later by a share of what is shown; holds the picture. */
export function panScope(share: number): void {
  useScopeView.setState({ heldAt: panned(scopeStretch(), share, newestMoment()).to });
}

/** Shows what lies between two times, held. */
export function showStretch(a: number, b: number): void {
  const { from, to } = marked(a, b);
  useScopeView.setState({ seconds: to - from, heldAt: to });
}

/** Shows or hides a trace, which stays in the legend. */
export function toggleTrace(port: string): void {
  useScopeView.setState(({ hidden }) => ({
    hidden: hidden.includes(port) ? hidden.filter((other) => other !== port) : [...hidden, port],
  }));
}

/** Forgets which traces were hidden of ports that are no longer in the scope: one that comes back is shown. */
export function forgetHidden(scope: readonly string[]): void {
  const { hidden } = useScopeView.getState();
  const kept = hidden.filter((port) => scope.includes(port));
  if (kept.length < hidden.length) useScopeView.setState({ hidden: kept });
}

/** Puts two cursors into a held picture, where there is something from `first` on, or takes them away. */
export function toggleCursors(first = -Infinity): void {
  const { cursors, heldAt } = useScopeView.getState();
  const { from: begin, to } = scopeStretch();
  const from = Math.min(Math.max(begin, first), to);
  const span = to - from;
  useScopeView.setState(
    cursors
      ? { cursors: undefined }
      : { cursors: [from + span / 3, from + (2 * span) / 3], heldAt: heldAt ?? to },
  );
}
