import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef, type ReactElement } from 'react';
import uPlot from 'uplot';
import { formatValue } from '@twinloom/runtime/signal/format-value';

export interface Trace {
  label: string;
  /** Unit as people read it; traces of one unit share an axis. */
  unit: string;
  /** Name of a CSS custom property. */
  color: string;
  /** Its values are 0 and 1; an axis of such traces only says false and true. */
  isBoolean?: boolean;
}

/** What is drawn now: times in s since 1970 (or in `timeUnit`), a column per trace, and the stretch of time to show. */
export interface PlotData {
  times: number[];
  columns: (number | null)[][];
  from: number;
  to: number;
}

interface TracePlotProps {
  label: string;
  traces: readonly Trace[];
  /** Changes when the colours of the page did. */
  look: string;
  read(): PlotData;
  /** How often it is drawn, ms; 0 = once. */
  everyMs: number;
  /** The row under the cursor; undefined when it left. */
  onCursor(row: number | undefined): void;
  /** Times are simulated, in this unit. Absent: on the clock. */
  timeUnit?: string;
  /** Little room: narrow axes. */
  small?: boolean;
}

const AXIS_WIDTH = 64;
const SMALL_AXIS_WIDTH = 44;

/** Traces over time on a canvas, one axis per unit, gaps where a value was bad: hop 10 of a reading's road. */
export function TracePlot({
  label,
  traces,
  look,
  read,
  everyMs,
  onCursor,
  timeUnit,
  small = false,
}: TracePlotProps): ReactElement {
  const frame = useRef<HTMLDivElement>(null);
  const reader = useRef(read);
  reader.current = read;
  const cursor = useRef(onCursor);
  cursor.current = onCursor;
  const signature = JSON.stringify(traces);

  useEffect(() => {
    const element = frame.current;
    if (!element) return undefined;
    const size = (): { width: number; height: number } => ({
      width: Math.max(160, element.clientWidth),
      height: Math.max(80, element.clientHeight),
    });
    const options = plotOptions(element, JSON.parse(signature) as Trace[], { timeUnit, small }, (row) =>
      cursor.current(row),
    );
    const plot = new uPlot({ ...options, ...size() }, [[]], element);
    const draw = (): void => {
      const { times, columns, from, to } = reader.current();
      plot.setData([times, ...columns], false);
      plot.batch(() => {
        plot.setScale('x', { min: from, max: to });
        for (const unit of new Set((JSON.parse(signature) as Trace[]).map((trace) => trace.unit))) {
          plot.setScale(scaleOf(unit), { min: null as unknown as number, max: null as unknown as number });
        }
      });
    };
    draw();
    let frameNumber = 0;
    const timer =
      everyMs > 0
        ? setInterval(() => {
            cancelAnimationFrame(frameNumber);
            frameNumber = requestAnimationFrame(draw);
          }, everyMs)
        : undefined;
    const resizing = new ResizeObserver(() => plot.setSize(size()));
    resizing.observe(element);
    return () => {
      clearInterval(timer);
      cancelAnimationFrame(frameNumber);
      resizing.disconnect();
      plot.destroy();
    };
  }, [signature, look, everyMs, timeUnit, small]);

  return <div ref={frame} className="trace-plot" role="img" aria-label={label} />;
}

function scaleOf(unit: string): string {
  return `y:${unit}`;
}

function plotOptions(
  element: HTMLElement,
  traces: readonly Trace[],
  { timeUnit, small }: { timeUnit: string | undefined; small: boolean },
  onCursor: (row: number | undefined) => void,
): Omit<uPlot.Options, 'width' | 'height'> {
  const color = (name: string): string => resolveColor(element, name);
  const units = [...new Set(traces.map((trace) => trace.unit))];
  const ink = color('--ink-3');
  const grid = { stroke: color('--line'), width: 1 };
  const font = `11px ${getComputedStyle(element).fontFamily}`;
  return {
    legend: { show: false },
    cursor: { y: false, points: { size: 6 }, drag: { x: false, y: false } },
    padding: [8, units.length > 1 ? 0 : 16, 0, 0],
    scales: {
      x: { time: timeUnit === undefined, auto: false },
      ...Object.fromEntries(units.map((unit) => [scaleOf(unit), { auto: true, range: comfortable }])),
    },
    axes: [
      timeUnit === undefined
        ? { stroke: ink, grid, ticks: { ...grid, size: 4 }, font, size: 28, values: clockTimes }
        : {
            stroke: ink,
            grid,
            ticks: { ...grid, size: 4 },
            font,
            size: 22,
            gap: 2,
            label: timeUnit,
            labelSize: 14,
            labelFont: font,
            labelGap: 0,
            values: (_plot: uPlot, splits: number[]) => splits.map((split) => formatTick(split, splits)),
          },
      ...units.map((unit, index) => ({
        scale: scaleOf(unit),
        side: index === 0 ? 3 : 1,
        stroke: ink,
        font,
        size: small ? SMALL_AXIS_WIDTH : AXIS_WIDTH,
        ...(small && { space: 24 }),
        label: unit,
        labelSize: unit === '' && !small ? 0 : 16,
        labelFont: font,
        labelGap: 0,
        gap: 4,
        grid: { ...grid, show: index === 0 },
        ticks: { ...grid, size: 4 },
        values: (_plot: uPlot, splits: number[]) => splits.map((split) => formatTick(split, splits)),
        ...(traces.every((trace) => trace.unit !== unit || trace.isBoolean) && {
          splits: () => [0, 1],
          values: () => ['false', 'true'],
        }),
      })),
    ],
    series: [
      {},
      ...traces.map((trace) => ({
        label: trace.label,
        scale: scaleOf(trace.unit),
        stroke: color(trace.color),
        width: 1.5,
        points: { show: false },
        spanGaps: false,
      })),
    ],
    hooks: { setCursor: [(plot: uPlot) => onCursor(plot.cursor.idx ?? undefined)] },
  };
}

/** A little air above and below, and never an axis without a span. */
function comfortable(_plot: uPlot, low: number | null, high: number | null): [number, number] {
  if (low === null || high === null) return [0, 1];
  const span = high - low;
  const least = Math.max(Math.abs(high), Math.abs(low), 1e-9) * 1e-3;
  const air = Math.max(span, least) * 0.08;
  return [low - air, high + air];
}

/** Only as many decimals as tell the ticks apart. */
function formatTick(value: number, splits: readonly number[]): string {
  const step = Math.abs((splits[1] ?? 1) - (splits[0] ?? 0));
  if (Math.abs(value) < step * 1e-9) return '0';
  if (Math.abs(value) >= 1e6 || step < 1e-4) return formatValue(value, 3);
  return value.toFixed(Math.max(0, Math.min(6, Math.ceil(-Math.log10(step) - 1e-9))));
}

function clockTimes(_plot: uPlot, splits: number[]): string[] {
  return splits.map((seconds) => {
    const time = new Date(seconds * 1000);
    const two = (n: number): string => String(n).padStart(2, '0');
    return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
  });
}

/** A canvas does not understand `light-dark()`: the browser resolves it on an element first. */
function resolveColor(element: HTMLElement, property: string): string {
  const former = element.style.color;
  element.style.color = `var(${property})`;
  const resolved = getComputedStyle(element).color;
  element.style.color = former;
  return resolved;
}
