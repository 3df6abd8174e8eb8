import 'uplot/dist/uPlot.min.css';
import uPlot from 'uplot';
import { alignedData, plotOptions, resolveColor, type PlotLook } from './plot-options.ts';
import { qualityStretches, type QualityStretch } from './quality-stretches.ts';
import { axisOf, type PlotData, type PlotFrame, type PlotMoves, type Trace } from './traces.ts';

/** What a plot tells whoever opened it. */
export interface PlotListener {
  /** The row under the pointer; undefined when it left. */
  onCursor(row: number | undefined): void;
  onDraw(frame: PlotFrame): void;
  /** Absent: the stretch of time is fixed. */
  moves: PlotMoves | undefined;
}

/** A plot on the page. Must be closed. */
export interface OpenPlot {
  draw(data: PlotData): void;
  close(): void;
}

const STRIP = 4;
/** One notch of a wheel, about 100 px, is a fifth closer. */
const ZOOM_PER_PX = 0.002;

/** Opens a plot in an element, as large as that is; hop 10 of a reading's road. */
export function openPlot(
  element: HTMLElement,
  traces: readonly Trace[],
  look: PlotLook,
  listener: PlotListener,
): OpenPlot {
  const size = (): { width: number; height: number } => ({
    width: Math.max(160, element.clientWidth),
    height: Math.max(80, element.clientHeight),
  });
  let data: PlotData = { times: [], columns: [], from: 0, to: 1 };
  const shades = shadesOf(element);
  const options: uPlot.Options = {
    ...plotOptions(element, traces, look),
    ...size(),
    hooks: {
      drawClear: [
        (plot: uPlot) => shadeFuture(plot, data, shades.future),
        (plot: uPlot) => shadeQuality(plot, data, shades),
      ],
      draw: [(plot: uPlot) => listener.onDraw(frameOf(plot, data))],
      setCursor: [(plot: uPlot) => listener.onCursor(plot.cursor.idx ?? undefined)],
      ...(listener.moves && { setSelect: [(plot: uPlot) => takeMark(plot, listener.moves!)] }),
    },
  };
  if (listener.moves) {
    options.cursor = {
      ...options.cursor,
      drag: { x: true, y: false, setScale: false, dist: 8 },
      bind: { dblclick: () => null },
    };
  }
  const plot = new uPlot(options, [[]], element);
  const stopMoves = listener.moves && followMoves(plot, listener.moves);
  const resizing = new ResizeObserver(() => plot.setSize(size()));
  resizing.observe(element);
  return {
    draw(next) {
      data = next;
      plot.setData(alignedData(traces, next), false);
      plot.batch(() => {
        plot.setScale('x', { min: next.from, max: next.to });
        for (const axis of new Set(traces.map(axisOf)))
          plot.setScale(axis, { min: null as unknown as number, max: null as unknown as number });
      });
    },
    close() {
      stopMoves?.();
      resizing.disconnect();
      plot.destroy();
    },
  };
}

function frameOf({ over }: uPlot, data: PlotData): PlotFrame {
  return {
    data,
    left: over.offsetLeft,
    top: over.offsetTop,
    width: over.clientWidth,
    height: over.clientHeight,
  };
}

interface Shades {
  future: string;
  bad: readonly [area: string, strip: string];
  uncertain: readonly [area: string, strip: string];
}

function shadesOf(element: HTMLElement): Shades {
  const color = (name: string): string => resolveColor(element, name);
  return {
    future: color('--sunken'),
    bad: [color('--bad-soft'), color('--bad')],
    uncertain: [color('--warn-soft'), color('--warn')],
  };
}

/** Behind what is only predicted. */
function shadeFuture(plot: uPlot, { now }: PlotData, color: string): void {
  if (now === undefined) return;
  const { ctx, bbox } = plot;
  const left = Math.max(bbox.left, plot.valToPos(now, 'x', true));
  ctx.save();
  ctx.fillStyle = color;
  ctx.fillRect(left, bbox.top, bbox.left + bbox.width - left, bbox.height);
  ctx.restore();
}

/** Along the axis where one of the traces cannot be trusted, thick where it is bad; behind them where that is half of them or more. */
function shadeQuality(plot: uPlot, { times, qualities, to }: PlotData, shades: Shades): void {
  if (!qualities) return;
  const { ctx, bbox } = plot;
  const right = bbox.left + bbox.width;
  const fill = ({ from, to: end }: QualityStretch, color: string, height: number): void => {
    const inside = (time: number): number =>
      Math.min(right, Math.max(bbox.left, plot.valToPos(time, 'x', true)));
    const left = inside(from);
    ctx.fillStyle = color;
    ctx.fillRect(
      left,
      bbox.top + bbox.height - height,
      Math.max(inside(end) - left, devicePixelRatio),
      height,
    );
  };
  ctx.save();
  const many = Math.max(1, Math.ceil(qualities.length / 2));
  for (const stretch of qualityStretches(times, qualities, to, many))
    fill(stretch, shades[stretch.quality][0], bbox.height);
  const strip = STRIP * devicePixelRatio;
  for (const stretch of qualityStretches(times, qualities, to))
    fill(stretch, shades[stretch.quality][1], stretch.quality === 'bad' ? strip : strip / 2);
  ctx.restore();
}

function takeMark(plot: uPlot, moves: PlotMoves): void {
  const { left, width } = plot.select;
  if (width <= 0) return;
  const [a, b] = [plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x')];
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  moves.mark(a, b);
}

/** The wheel zooms, sideways or with Shift it pans; so does dragging with Shift. Returns the undo. */
function followMoves(plot: uPlot, moves: PlotMoves): () => void {
  const { over } = plot;
  const onWheel = (event: WheelEvent): void => {
    event.preventDefault();
    const aside = event.shiftKey && event.deltaX === 0 ? event.deltaY : event.deltaX;
    if (Math.abs(aside) > Math.abs(event.shiftKey ? 0 : event.deltaY)) {
      moves.pan(aside / over.clientWidth);
      return;
    }
    const around = plot.posToVal(event.clientX - over.getBoundingClientRect().left, 'x');
    moves.zoom(Math.exp(event.deltaY * ZOOM_PER_PX), around);
  };
  let last: number | undefined;
  const onDown = (event: MouseEvent): void => {
    if (!event.shiftKey) return;
    event.stopImmediatePropagation();
    last = event.clientX;
  };
  const onMove = (event: MouseEvent): void => {
    if (last === undefined) return;
    moves.pan((last - event.clientX) / over.clientWidth);
    last = event.clientX;
  };
  const onUp = (): void => void (last = undefined);
  over.addEventListener('wheel', onWheel, { passive: false });
  // Before the plot begins to mark a stretch.
  plot.root.addEventListener('mousedown', onDown, { capture: true });
  window.addEventListener('mousemove', onMove);
  window.addEventListener('mouseup', onUp);
  return () => {
    over.removeEventListener('wheel', onWheel);
    plot.root.removeEventListener('mousedown', onDown, { capture: true });
    window.removeEventListener('mousemove', onMove);
    window.removeEventListener('mouseup', onUp);
  };
}
