import type { Box } from '@twinloom/runtime/graph/arrange';
import { live } from '../stores/live-store.ts';
import { formatReadingWithUnit } from '../ui/format-reading.ts';
import type { LiveEdgeElement } from './card-edges.ts';
import { CARD_WIDTH, portMiddle } from './card-geometry.ts';
import { HANDLE, type CardNode, type CardPort } from './card-nodes.ts';
import { edgePath, goesBack, bentPath, type Ends } from './edge-path.ts';
import { boxOf } from './mounted-cards.ts';
import type { CanvasNode } from './move-changes.ts';
import { overlaps } from './sight.ts';

/** The colours of the page by what they stand for. */
export type Palette = Readonly<Record<string, string>>;

export const COLOURS = [
  'raised',
  'surface',
  'line',
  'line-strong',
  'dots',
  'ink',
  'ink-2',
  'ink-3',
  'accent',
  'bad',
  'warn',
  'port-number',
  'port-boolean',
  'port-event',
  'port-vector',
  'port-forecast',
  'port-string',
  'port-record',
  'port-any',
] as const;

/** Edges are straight lines below this zoom, cards have no letters below that one and no ports below the last: none could be seen. */
const CURVED = 0.25;
const LETTERED = 0.2;
const DETAILED = 0.5;
const HEAD = 44;
const TITLE_LETTERS = 22;
const DOT_GAP = 24;

interface DrawnEdge {
  edge: LiveEdgeElement;
  ends: Ends;
  /** The foot of the lower of its cards, where it has to go round. */
  below: number;
}

/** What is drawn, and how near it is seen. */
export interface Drawing {
  cards: readonly CanvasNode[];
  edges: readonly DrawnEdge[];
  /** The part of the canvas that is drawn. */
  area: Box;
  zoom: number;
  selected: ReadonlySet<string>;
  /** Colours of borders that are not as usual, by card. */
  tones: ReadonlyMap<string, 'bad' | 'warn'>;
}

/** Chooses what has to be drawn of an area: what lies in it and is not mounted. */
export function toDraw(
  nodes: readonly CanvasNode[],
  edges: readonly LiveEdgeElement[],
  area: Box,
  mounted: { ids: ReadonlySet<string>; seen: Box },
): Pick<Drawing, 'cards' | 'edges'> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const { ids, seen } = mounted;
  const cards = nodes.filter((node) => {
    const box = boxOf(node);
    return node.type === 'card' && overlaps(area, box) && !(ids.has(node.id) && overlaps(seen, box));
  });
  const drawn = edges.flatMap((edge) => {
    const [source, target] = [byId.get(edge.source), byId.get(edge.target)];
    if (!source || !target) return [];
    const span = spanOf(source, target);
    if (!overlaps(area, span)) return [];
    if ((ids.has(edge.source) || ids.has(edge.target)) && overlaps(seen, span)) return [];
    const ends = endsOf(edge, source, target);
    const below = goesBack(ends) ? Math.max(footOf(source), footOf(target)) : 0;
    return [{ edge, ends, below }];
  });
  return { cards, edges: drawn };
}

function spanOf(a: CanvasNode, b: CanvasNode): Box {
  const [left, top] = [Math.min(a.position.x, b.position.x), Math.min(a.position.y, b.position.y)];
  const right = Math.max(a.position.x + (a.width ?? 0), b.position.x + (b.width ?? 0));
  return { x: left, y: top, width: right - left, height: Math.max(footOf(a), footOf(b)) - top };
}

function footOf({ position, height = 0 }: CanvasNode): number {
  return position.y + height;
}

function endsOf({ sourceHandle, targetHandle }: LiveEdgeElement, from: CanvasNode, to: CanvasNode): Ends {
  const [sourceX, sourceY] = handleAt(from, 'source', sourceHandle);
  const [targetX, targetY] = handleAt(to, 'target', targetHandle);
  return { sourceX, sourceY, targetX, targetY };
}

function handleAt(
  { position, handles }: CanvasNode,
  side: 'source' | 'target',
  name: string | null | undefined,
): [x: number, y: number] {
  const handle = handles?.find(({ id, type }) => id === name && type === side);
  return [position.x + (handle?.x ?? 0) + HANDLE / 2, position.y + (handle?.y ?? 0) + HANDLE / 2];
}

/** True where drawing the one again in the place of the other would change nothing but values. */
export function isSameDrawing(a: Drawing, b: Drawing): boolean {
  const { area, zoom, cards, edges, selected, tones } = a;
  return (
    zoom === b.zoom &&
    area.x === b.area.x &&
    area.y === b.area.y &&
    area.width === b.area.width &&
    area.height === b.area.height &&
    cards.length === b.cards.length &&
    edges.length === b.edges.length &&
    cards.every((card, index) => card === b.cards[index]) &&
    edges.every((each, index) => isSameEdge(each, b.edges[index]!)) &&
    selected.size === b.selected.size &&
    [...selected].every((id) => b.selected.has(id)) &&
    tones.size === b.tones.size &&
    [...tones].every(([id, tone]) => b.tones.get(id) === tone)
  );
}

function isSameEdge(a: DrawnEdge, b: DrawnEdge): boolean {
  return (
    a.edge === b.edge &&
    a.below === b.below &&
    a.ends.sourceX === b.ends.sourceX &&
    a.ends.sourceY === b.ends.sourceY &&
    a.ends.targetX === b.ends.targetX &&
    a.ends.targetY === b.ends.targetY
  );
}

/** Draws a flow in canvas px: dots, edges, cards over them. */
export function drawFlow(
  context: CanvasRenderingContext2D,
  drawing: Drawing,
  colours: Palette,
  font: string,
): void {
  const { cards, zoom } = drawing;
  drawDots(context, drawing, colours);
  drawEdges(context, drawing, colours);
  for (const card of cards) drawBox(context, card, drawing, colours);
  if (zoom >= DETAILED)
    for (const card of cards) {
      if (card.type === 'card') drawDetails(context, card, colours, font);
    }
  else if (zoom >= LETTERED) {
    context.font = `600 24px ${font}`;
    context.fillStyle = colours.ink!;
    for (const card of cards) {
      if (card.type === 'card')
        context.fillText(titleOf(card), card.position.x + 10, card.position.y + 40, CARD_WIDTH - 20);
    }
  }
}

function drawDots(context: CanvasRenderingContext2D, { area, zoom }: Drawing, colours: Palette): void {
  if (zoom < DETAILED) return;
  context.fillStyle = colours.dots!;
  const first = (from: number): number => Math.floor(from / DOT_GAP) * DOT_GAP;
  for (let x = first(area.x); x < area.x + area.width; x += DOT_GAP)
    for (let y = first(area.y); y < area.y + area.height; y += DOT_GAP) context.fillRect(x, y, 1.2, 1.2);
}

/** One stroke for all edges of a kind: what is stroked one by one takes ten times as long. */
function drawEdges(context: CanvasRenderingContext2D, { edges, zoom }: Drawing, colours: Palette): void {
  const kinds = Map.groupBy(edges, ({ edge }) => (edge.data?.refused ? 'bad' : `port-${edge.data?.type}`));
  for (const [kind, alike] of kinds) {
    context.strokeStyle = colours[kind] ?? colours['port-any']!;
    context.lineWidth = Math.max(1.75, 0.6 / zoom);
    if (zoom >= CURVED) {
      const paths = alike.map(({ edge, ends, below }) =>
        edge.data && edge.data.bends.length > 0
          ? bentPath(ends, edge.data.bends).path
          : edgePath(ends, below).path,
      );
      context.stroke(new Path2D(paths.join('')));
    } else {
      context.beginPath();
      for (const { ends } of alike) {
        context.moveTo(ends.sourceX, ends.sourceY);
        context.lineTo(ends.targetX, ends.targetY);
      }
      context.stroke();
    }
  }
}

function drawBox(
  context: CanvasRenderingContext2D,
  card: CanvasNode,
  { zoom, tones, selected }: Drawing,
  colours: Palette,
): void {
  const { x, y, width, height } = boxOf(card);
  const tone = tones.get(card.id);
  const isSelected = selected.has(card.id);
  context.fillStyle = zoom < DETAILED ? colours.surface! : colours.raised!;
  context.strokeStyle = isSelected ? colours.accent! : tone ? colours[tone]! : colours['line-strong']!;
  context.lineWidth = isSelected || tone ? Math.max(2, 1.5 / zoom) : Math.max(1, 0.5 / zoom);
  if (zoom < LETTERED) {
    context.fillRect(x, y, width, height);
    context.strokeRect(x, y, width, height);
    return;
  }
  context.beginPath();
  context.roundRect(x + 0.5, y + 0.5, width - 1, height - 1, 6);
  context.fill();
  context.stroke();
}

function drawDetails(
  context: CanvasRenderingContext2D,
  card: CardNode,
  colours: Palette,
  font: string,
): void {
  const { x, y } = card.position;
  context.fillStyle = colours.surface!;
  context.fillRect(x + 1, y + 1, CARD_WIDTH - 2, HEAD - 1);
  context.fillStyle = colours.line!;
  context.fillRect(x + 1, y + HEAD, CARD_WIDTH - 2, 1);
  context.font = `600 13px ${font}`;
  context.fillStyle = colours.ink!;
  context.fillText(titleOf(card).slice(0, TITLE_LETTERS), x + 35, y + 20);
  context.font = `11px ${font}`;
  context.fillStyle = colours['ink-3']!;
  context.fillText(`${card.id} · ${card.data.node.type}`, x + 35, y + 34, CARD_WIDTH - 44);
  context.font = `12px ${font}`;
  for (const [index, port] of card.data.inputs.entries())
    drawPort(context, port, [x, y + portMiddle(index)], colours);
  context.textAlign = 'right';
  for (const [index, port] of card.data.outputs.entries()) {
    const [right, middle] = [x + CARD_WIDTH, y + portMiddle(index)];
    const value = formatReadingWithUnit(live.read(`${card.id}.${port.name}`));
    drawPort(context, { ...port, name: `${port.name}  ${value}` }, [right, middle], colours, -1);
  }
  context.textAlign = 'left';
}

function drawPort(
  context: CanvasRenderingContext2D,
  { name, type }: Pick<CardPort, 'name' | 'type'>,
  [x, y]: readonly [number, number],
  colours: Palette,
  way: 1 | -1 = 1,
): void {
  context.fillStyle = colours['ink-2']!;
  context.fillText(name, x + way * 10, y + 4, CARD_WIDTH - 20);
  context.fillStyle = colours[`port-${type}`] ?? colours['port-any']!;
  context.beginPath();
  context.arc(x, y, 4.5, 0, 2 * Math.PI);
  context.fill();
}

function titleOf({ id, data }: CardNode): string {
  return data.node.title ?? data.descriptor?.title ?? id;
}
