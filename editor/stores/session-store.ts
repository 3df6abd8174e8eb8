import type { Edge } from '@twinloom/runtime/graph/flow';
import { useState } from 'react';
import { create } from 'zustand';

export type Theme = 'light' | 'dark' | 'system';
export type BottomTab = 'problems' | 'scope' | 'alarms' | 'log' | 'timeline' | 'scenarios';

/** A port as a person points at it. */
export interface PortPoint {
  node: string;
  port: string;
  side: 'input' | 'output';
}

/** A node, or one of its ports, that a person wants connected. */
export type ConnectStart = PortPoint | { node: string };

/** Why something was not done. */
export interface Refusal {
  title: string;
  says: string;
  remedy: string;
  /** The edge that was refused, where something may mend it at one click. */
  edge?: Edge;
}

/** A spot of the canvas: where it is on the screen and in the flow, both in px. */
export interface Spot {
  screen: [x: number, y: number];
  at: [x: number, y: number];
}

/** A search for a node to add: at a spot, to be wired to a port, or into an edge. */
export interface QuickAdd extends Spot {
  from?: PortPoint;
  edge?: Edge;
}

interface SessionState {
  /** Ids of the selected nodes, `note:ID` of notes, `group:ID` of groups, and texts of the selected edges. */
  nodes: readonly string[];
  edges: readonly string[];
  /** The canvas shows this node in its middle each time `at` counts up; `gently`: only where it is out of sight. */
  shown: { node: string; at: number; gently?: true } | undefined;
  /** The port an edge is being drawn from. */
  wiring: PortPoint | undefined;
  /** The port under the cursor while an edge is being drawn. */
  target: PortPoint | undefined;
  /** Why the last edge was refused, until the next touch. */
  refused: Refusal | undefined;
  quickAdd: QuickAdd | undefined;
  /** Where the context menu is open. */
  menu: Spot | undefined;
  sheet: 'commands' | 'shortcuts' | 'find' | 'connect' | undefined;
  /** What is to be connected from the list of what fits: a port, or any port of a node. */
  connecting: ConnectStart | undefined;
  minimap: boolean;
  /** What stands on the left. */
  side: 'palette' | 'outline';
  /** Where the window is too narrow for it beside the canvas, it lies over the canvas while it is open. */
  sideOpen: boolean;
  theme: Theme;
  bottomOpen: boolean;
  bottomTab: BottomTab;
  bottomHeight: number;
  /** `auto`: shown while something is selected, and always where the window is wide. */
  inspector: 'auto' | 'open' | 'closed';
  /** A person drags cards: panes wait until they are let go, so that the canvas does not change its size under the hand. */
  isDragging: boolean;
  /** Ports the scope draws. */
  scope: readonly string[];
  /** By twin, hand-set values that a person keeps in the flow: taken back from it once deployed. */
  kept: Readonly<Record<string, readonly string[]>>;
  /** The note that is being written on, or the group that is being named, as the canvas names them. */
  writing: string | undefined;
  /** Read out by screen readers. */
  announcement: string;
}

/** Up to this width, px, panes lie over the canvas: one that nobody asked for would hide it. */
const NARROW = 700;
const THEME_KEY = 'twinloom.theme';

/** What one person looks at: selection, panels, theme. None of it is part of the document. */
export const useSession = create<SessionState>(() => ({
  nodes: [],
  edges: [],
  shown: undefined,
  wiring: undefined,
  target: undefined,
  refused: undefined,
  quickAdd: undefined,
  menu: undefined,
  sheet: undefined,
  connecting: undefined,
  minimap: true,
  side: 'palette',
  sideOpen: false,
  theme: storedTheme(),
  bottomOpen: true,
  bottomTab: 'scope',
  bottomHeight: heightOfBottom(),
  inspector: 'auto',
  isDragging: false,
  scope: [],
  kept: {},
  writing: undefined,
  announcement: '',
}));

/** On a phone the evidence is what one looks at. */
function heightOfBottom(): number {
  const height = globalThis.innerHeight || 900;
  return Math.round(isNarrow() ? height * 0.42 : Math.min(256, height * 0.3));
}

function isNarrow(): boolean {
  return globalThis.innerWidth <= NARROW;
}

function storedTheme(): Theme {
  const stored = globalThis.localStorage?.getItem(THEME_KEY);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

/** Puts the theme on the page and keeps it for the next visit. */
export function setTheme(theme: Theme): void {
  useSession.setState({ theme });
  localStorage.setItem(THEME_KEY, theme);
  applyTheme();
}

/** Puts the stored theme on the page. */
export function applyTheme(): void {
  const { theme } = useSession.getState();
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function select(nodes: readonly string[], edges: readonly string[] = []): void {
  useSession.setState({ nodes, edges });
}

/** Says beside the pointer why something was not done, until the next touch. */
export function refuse(refused: Refusal): void {
  useSession.setState({ refused });
  announce(`${refused.title}: ${refused.says}. ${refused.remedy}`);
}

/** Selects a node and brings it to the middle of the canvas. */
export function showNode(node: string): void {
  useSession.setState(({ shown }) => ({
    nodes: [node],
    edges: [],
    shown: { node, at: (shown?.at ?? 0) + 1 },
  }));
}

/** Selects a card, or adds it to what is selected, and moves the canvas only where it is out of sight. */
export function goTo(card: string, what: 'go' | 'add' = 'go'): void {
  useSession.setState(({ nodes, shown }) => ({
    nodes: what === 'add' ? [...nodes.filter((id) => id !== card), card] : [card],
    edges: [],
    shown: { node: card, at: (shown?.at ?? 0) + 1, gently: true },
  }));
}

/** Selects an edge and brings the node it ends at to the middle of the canvas. */
export function showEdge(text: string, node: string): void {
  showNode(node);
  select([], [text]);
}

/** Says something to screen readers, politely; the same again is said again. */
export function announce(text: string): void {
  useSession.setState(({ announcement }) => ({
    announcement: announcement === text ? `${text}\u00a0` : text,
  }));
}

export function openBottom(bottomTab: BottomTab): void {
  useSession.setState({ bottomTab, bottomOpen: true });
}

/** Adds a port to the scope, or takes it out. */
export function toggleScope(port: string): void {
  useSession.setState(({ scope }) => ({
    scope: scope.includes(port) ? scope.filter((other) => other !== port) : [...scope, port],
    bottomOpen: true,
    bottomTab: 'scope',
  }));
}

/** Opens the scope with a port in it. */
export function showInScope(port: string): void {
  useSession.setState(({ scope }) => ({
    scope: scope.includes(port) ? scope : [...scope, port],
    bottomOpen: true,
    bottomTab: 'scope',
  }));
}

/** What of the session a pane shows: while cards are dragged what it showed before. */
export function useAtRest<T>(select: (state: SessionState) => T): T {
  const now = useSession(select);
  const isDragging = useSession((state) => state.isDragging);
  const [shown, setShown] = useState(() => now);
  if (!isDragging && shown !== now) setShown(() => now);
  return isDragging ? shown : now;
}

/** From this width on the inspector does not take room from the canvas. */
const WIDE = 1600;

/** Whether the inspector is on the screen. */
export function showsInspector({
  inspector,
  nodes,
  edges,
}: Pick<SessionState, 'inspector' | 'nodes' | 'edges'>): boolean {
  if (inspector !== 'auto') return inspector === 'open';
  if (isNarrow()) return false;
  return nodes.length + edges.length > 0 || window.innerWidth >= WIDE;
}
