import { useEffect, useRef, type ReactElement } from 'react';
import type { Diagnostic } from '@twinloom/runtime/graph/diagnostic';
import { useDocument } from '../stores/document-store.ts';
import { useLive } from '../stores/live-store.ts';
import { useSession } from '../stores/session-store.ts';
import type { LiveEdgeElement } from './card-edges.ts';
import { COLOURS, drawFlow, isSameDrawing, toDraw, type Drawing, type Palette } from './draw-flow.ts';
import type { CanvasNode } from './move-changes.ts';
import type { Movement } from './movement.ts';
import { boxInSight, holds, type Sight } from './sight.ts';

/** How much more than the frame is drawn on each side, px: so far it moves before it is drawn again. */
const AROUND = 320;
/** So many times larger or smaller it may be shown than it was drawn. */
const STRETCH = 1.5;

interface UnderLayerProps {
  nodes: readonly CanvasNode[];
  edges: readonly LiveEdgeElement[];
  /** The cards that React Flow mounts where they are in sight. */
  mounted: ReadonlySet<string>;
  selected: readonly string[];
  sight: Sight;
  movement: Movement;
}

/** A picture, under React Flow, of all that it does not mount. It moves with the canvas, and is drawn again where it does not reach. */
export function UnderLayer(props: UnderLayerProps): ReactElement {
  const canvas = useRef<HTMLCanvasElement>(null);
  const states = useLive((state) => state.nodes);
  const diagnostics = useDocument((state) => state.diagnostics);
  const theme = useSession((state) => state.theme);
  const last = useRef<{ at: Sight; drawing: Drawing; theme: string }>(undefined);
  const { nodes, edges, mounted, selected, sight, movement } = props;
  useEffect(() => {
    const element = canvas.current;
    if (!element) return undefined;
    const tones = tonesOf(diagnostics, states);
    const draw = (): void => {
      const at = { ...movement.now(), width: sight.width, height: sight.height };
      const area = boxInSight(at, AROUND);
      const chosen = toDraw(nodes, edges, area, { ids: mounted, seen: boxInSight(sight) });
      const drawing = { ...chosen, area, zoom: at.zoom, tones, selected: new Set(selected) };
      if (last.current?.theme === theme && isSameDrawing(last.current.drawing, drawing)) return;
      last.current = { at, drawing, theme };
      drawFlow(openFor(element, at), drawing, coloursOf(element), getComputedStyle(element).fontFamily);
    };
    const follow = (): void => {
      const view = movement.now();
      if (!last.current || !reaches(last.current.at, { ...sight, ...view })) draw();
      if (!last.current) return;
      const { at } = last.current;
      const scale = view.zoom / at.zoom;
      element.style.transform = `translate(${view.x - at.x * scale}px,${view.y - at.y * scale}px) scale(${scale})`;
    };
    const frame = requestAnimationFrame(() => {
      draw();
      follow();
    });
    const leave = movement.watch(follow);
    return () => {
      cancelAnimationFrame(frame);
      leave();
    };
  }, [nodes, edges, mounted, selected, sight, movement, states, diagnostics, theme]);
  return (
    <canvas
      ref={canvas}
      className="under-layer"
      style={{ left: -AROUND, top: -AROUND, transformOrigin: `${AROUND}px ${AROUND}px` }}
      aria-hidden="true"
    />
  );
}

/** True where what was drawn covers what is shown, and is not stretched too much. */
function reaches(drawn: Sight, shown: Sight): boolean {
  const scale = shown.zoom / drawn.zoom;
  return scale <= STRETCH && scale >= 1 / STRETCH && holds(boxInSight(drawn, AROUND), boxInSight(shown));
}

/** Its pixels cleared, set to canvas px. */
function openFor(element: HTMLCanvasElement, { x, y, zoom, width, height }: Sight): CanvasRenderingContext2D {
  const sharp = window.devicePixelRatio;
  const [wide, high] = [(width + 2 * AROUND) * sharp, (height + 2 * AROUND) * sharp].map(Math.round);
  if (element.width !== wide || element.height !== high) {
    element.width = wide!;
    element.height = high!;
    element.style.width = `${width + 2 * AROUND}px`;
    element.style.height = `${height + 2 * AROUND}px`;
  }
  const context = element.getContext('2d')!;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, element.width, element.height);
  context.setTransform(zoom * sharp, 0, 0, zoom * sharp, (x + AROUND) * sharp, (y + AROUND) * sharp);
  return context;
}

let palette: { theme: string; colours: Palette } | undefined;

/** The colours of the theme: a canvas knows no custom properties. */
function coloursOf(element: HTMLElement): Palette {
  const theme = getComputedStyle(element).getPropertyValue('color-scheme') + String(matchMedia(DARK).matches);
  if (palette?.theme === theme) return palette.colours;
  const colours: Record<string, string> = {};
  for (const name of COLOURS) {
    element.style.color = `var(--${name})`;
    colours[name] = getComputedStyle(element).color;
  }
  element.style.color = '';
  palette = { theme, colours };
  return colours;
}

const DARK = '(prefers-color-scheme: dark)';

/** The cards that show that something is wrong. */
function tonesOf(
  diagnostics: readonly Diagnostic[],
  states: Readonly<Record<string, { state: string }>>,
): Map<string, 'bad' | 'warn'> {
  const tones = new Map<string, 'bad' | 'warn'>();
  for (const { at, severity } of diagnostics)
    for (const { node } of at)
      if (node !== undefined && tones.get(node) !== 'bad')
        tones.set(node, severity === 'error' ? 'bad' : 'warn');
  for (const [id, { state }] of Object.entries(states)) if (state === 'error') tones.set(id, 'bad');
  return tones;
}
