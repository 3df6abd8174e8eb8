import { useReactFlow } from '@xyflow/react';
import { useEffect, useRef, type PointerEvent, type ReactElement } from 'react';
import type { Box } from '@twinloom/runtime/graph/arrange';
import { boxOf } from './mounted-cards.ts';
import type { CanvasNode } from './move-changes.ts';
import type { Movement } from './movement.ts';
import { boxAround, ZOOMS } from './sight.ts';

const SIZE = { width: 160, height: 104 };
const AIR = 6;
/** A card is seen, however small the map. */
const LEAST = 1.5;
/** While cards are dragged the map follows now and then, ms. */
const DRAW_EVERY_MS = 200;

interface FlowMapProps {
  nodes: readonly CanvasNode[];
  movement: Movement;
  frame: { current: HTMLElement | null };
}

/** All of the flow, and the part of it that is in sight: dragging there moves the canvas, the wheel brings it nearer. */
export function FlowMap({ nodes, movement, frame }: FlowMapProps): ReactElement {
  const { setViewport } = useReactFlow();
  const canvas = useRef<HTMLCanvasElement>(null);
  const seen = useRef<HTMLDivElement>(null);
  const scale = useRef<MapScale>({ factor: 1, x: 0, y: 0 });
  const drawnAt = useRef(-Infinity);

  useEffect(() => {
    const around = boxAround(nodes.map(boxOf)) ?? { x: 0, y: 0, width: 1, height: 1 };
    const draw = (): void => {
      drawnAt.current = performance.now();
      scale.current = scaleFor(around);
      if (canvas.current) drawMap(canvas.current, nodes, scale.current);
      place();
    };
    const place = (): void => {
      const { x, y, zoom } = movement.now();
      const { factor } = scale.current;
      const element = seen.current;
      if (!element || !frame.current) return;
      element.style.width = `${(frame.current.clientWidth / zoom) * factor}px`;
      element.style.height = `${(frame.current.clientHeight / zoom) * factor}px`;
      element.style.transform = `translate(${(-x / zoom) * factor + scale.current.x}px,${(-y / zoom) * factor + scale.current.y}px)`;
    };
    const timer = setTimeout(draw, Math.max(0, drawnAt.current + DRAW_EVERY_MS - performance.now()));
    const observer = new ResizeObserver(place);
    if (frame.current) observer.observe(frame.current);
    const leave = movement.watch(place);
    return () => {
      clearTimeout(timer);
      observer.disconnect();
      leave();
    };
  }, [nodes, movement, frame]);

  const goTo = (event: PointerEvent<HTMLElement>): void => {
    if (event.buttons === 0 || !frame.current) return;
    if (event.type === 'pointerdown') event.currentTarget.setPointerCapture(event.pointerId);
    const { left, top } = event.currentTarget.getBoundingClientRect();
    const { factor, x, y } = scale.current;
    const { zoom } = movement.now();
    const [atX, atY] = [(event.clientX - left - x) / factor, (event.clientY - top - y) / factor];
    const { clientWidth, clientHeight } = frame.current;
    void setViewport({ x: clientWidth / 2 - atX * zoom, y: clientHeight / 2 - atY * zoom, zoom });
  };
  return (
    <div
      className="flow-map"
      role="img"
      aria-label="Map of the flow"
      onPointerDown={goTo}
      onPointerMove={goTo}
      onWheel={({ deltaY }) => {
        const { x, y, zoom } = movement.now();
        const { clientWidth = 0, clientHeight = 0 } = frame.current ?? {};
        const next = Math.min(ZOOMS.most, Math.max(ZOOMS.least, zoom * 2 ** (-deltaY / 300)));
        const [midX, midY] = [clientWidth / 2, clientHeight / 2];
        const by = next / zoom;
        void setViewport({ x: midX - (midX - x) * by, y: midY - (midY - y) * by, zoom: next });
      }}
    >
      <canvas ref={canvas} {...SIZE} />
      <div ref={seen} className="flow-map-seen" />
    </div>
  );
}

/** map px = factor · canvas px + x or y. */
interface MapScale {
  factor: number;
  x: number;
  y: number;
}

function scaleFor({ x, y, width, height }: Box): MapScale {
  const factor = Math.min((SIZE.width - 2 * AIR) / width, (SIZE.height - 2 * AIR) / height, 0.25);
  return {
    factor,
    x: SIZE.width / 2 - (x + width / 2) * factor,
    y: SIZE.height / 2 - (y + height / 2) * factor,
  };
}

function drawMap(element: HTMLCanvasElement, nodes: readonly CanvasNode[], { factor, x, y }: MapScale): void {
  const sharp = window.devicePixelRatio;
  element.width = SIZE.width * sharp;
  element.height = SIZE.height * sharp;
  const context = element.getContext('2d')!;
  context.scale(sharp, sharp);
  context.fillStyle = getComputedStyle(element).color;
  for (const node of nodes) {
    if (node.type === 'frame') continue;
    const box = boxOf(node);
    context.fillRect(
      box.x * factor + x,
      box.y * factor + y,
      Math.max(LEAST, box.width * factor),
      Math.max(LEAST, box.height * factor),
    );
  }
}
