import uPlot from 'uplot';
import { clockTicks, formatTick } from './format-tick.ts';
import { axisOf, type PlotData, type Trace } from './traces.ts';

/** How a plot looks beside its traces. */
export interface PlotLook {
  /** Times are simulated, in this unit. Absent: on the clock. */
  timeUnit: string | undefined;
  /** Little room: narrow axes. */
  small: boolean;
}

/** Room of an axis beside its numbers, and of a digit, px. */
const AXIS_AIR = 14;
const DIGIT = 6.5;
/** Wide enough that it does not jump when a digit comes or goes. */
const AXIS_STEP = 12;
const LABEL = 16;
/** Between two times of day under an axis, px. */
const CLOCK_SPACE = 80;
/** Axes on the right take no more than this share of the width; further units have a scale, but no axis. */
const AXES_SHARE = 0.3;
const USUAL_AXIS = 64;
const BAND_OPACITY = 0.22;
const FAN_OPACITY = 0.14;

/** One column of what the plot draws: a trace, or a side of the area around it. */
interface Column {
  trace: Trace;
  index: number;
  part: 'line' | 'low' | 'high' | 'fan-low' | 'fan-high';
}

/** The columns of a plot in the order in which it wants them: lines first. */
function columnsOf(traces: readonly Trace[]): Column[] {
  const all = (part: Column['part'], isIn: (trace: Trace) => boolean | undefined): Column[] =>
    traces.flatMap((trace, index) => (isIn(trace) ? [{ trace, index, part }] : []));
  const bands = ({ hasBand }: Trace): boolean | undefined => hasBand;
  const fans = ({ hasFan }: Trace): boolean | undefined => hasFan;
  return [
    ...all('line', () => true),
    ...all('low', bands),
    ...all('high', bands),
    ...all('fan-low', fans),
    ...all('fan-high', fans),
  ];
}

/** What is drawn, column by column. */
export function alignedData(traces: readonly Trace[], data: PlotData): uPlot.AlignedData {
  const nothing = (): (number | null)[] => data.times.map(() => null);
  const column = ({ index, part }: Column): (number | null)[] | undefined => {
    switch (part) {
      case 'line':
        return data.columns[index];
      case 'low':
        return data.bands?.[index]?.low;
      case 'high':
        return data.bands?.[index]?.high;
      case 'fan-low':
        return data.fans?.[index]?.low;
      case 'fan-high':
        return data.fans?.[index]?.high;
      default:
        return part satisfies never;
    }
  };
  return [data.times, ...columnsOf(traces).map((each) => column(each) ?? nothing())];
}

/** Axes, scales and series of a plot of these traces, in the colours that the element has now. */
export function plotOptions(
  element: HTMLElement,
  traces: readonly Trace[],
  look: PlotLook,
): Omit<uPlot.Options, 'width' | 'height'> {
  const axes = [...new Set(traces.map(axisOf))];
  const columns = columnsOf(traces);
  const most = 2 + Math.floor((AXES_SHARE * element.clientWidth) / USUAL_AXIS);
  return {
    legend: { show: false },
    cursor: { y: false, points: { size: 6 }, drag: { x: false, y: false } },
    padding: [8, axes.length > 1 ? 0 : 16, 0, 0],
    scales: {
      x: { time: look.timeUnit === undefined, auto: false },
      ...Object.fromEntries(
        axes.map((axis) => [axis, { auto: true, range: axis === 'boolean' ? falseToTrue : comfortable }]),
      ),
    },
    axes: [
      timeAxis(element, look),
      ...axes.slice(0, most).map((axis, i) =>
        valueAxis(
          element,
          axis,
          i,
          traces.filter((trace) => axisOf(trace) === axis),
          look,
        ),
      ),
    ],
    series: [{}, ...columns.map((column) => seriesOf(element, column))],
    bands: bandsOf(element, columns),
  };
}

function seriesOf(element: HTMLElement, { trace, part }: Column): uPlot.Series {
  const isLine = part === 'line';
  return {
    label: trace.label,
    scale: axisOf(trace),
    ...(isLine
      ? { stroke: resolveColor(element, trace.color), width: 1.5 }
      : { stroke: 'transparent', width: 0 }),
    ...(trace.isDashed && { dash: [6, 4] }),
    ...(trace.isBoolean && uPlot.paths.stepped && { paths: uPlot.paths.stepped({ align: 1 }) }),
    points: { show: false },
    spanGaps: false,
  };
}

function bandsOf(element: HTMLElement, columns: readonly Column[]): uPlot.Band[] {
  const place = (index: number, part: Column['part']): number =>
    1 + columns.findIndex((column) => column.index === index && column.part === part);
  const fill = ({ color }: Trace, opacity: number): string =>
    withOpacity(resolveColor(element, color), opacity);
  return columns.flatMap(({ trace, index, part }): uPlot.Band[] => {
    switch (part) {
      case 'line':
        return trace.filledTo === undefined
          ? []
          : [{ series: [place(index, part), place(trace.filledTo, part)], fill: fill(trace, FAN_OPACITY) }];
      case 'high':
        return [{ series: [place(index, part), place(index, 'low')], fill: fill(trace, BAND_OPACITY) }];
      case 'fan-high':
        return [{ series: [place(index, part), place(index, 'fan-low')], fill: fill(trace, FAN_OPACITY) }];
      case 'low':
      case 'fan-low':
        return [];
      default:
        return part satisfies never;
    }
  });
}

function timeAxis(element: HTMLElement, { timeUnit }: PlotLook): uPlot.Axis {
  const { ink, grid, font } = inksOf(element);
  const common = { stroke: ink, grid, ticks: { ...grid, size: 4 }, font };
  return timeUnit === undefined
    ? {
        ...common,
        size: 28,
        space: CLOCK_SPACE,
        values: (_plot: uPlot, splits: number[], _axis: number, _space: number, step: number) =>
          clockTicks(splits, step),
      }
    : {
        ...common,
        size: 22,
        gap: 2,
        label: timeUnit,
        labelSize: 14,
        labelFont: font,
        labelGap: 0,
        values: numberTicks,
      };
}

function valueAxis(
  element: HTMLElement,
  axis: string,
  place: number,
  traces: readonly Trace[],
  { small }: PlotLook,
): uPlot.Axis {
  const { ink, grid, font } = inksOf(element);
  const [first] = traces;
  const unit = first?.isBoolean ? '' : (first?.unit ?? '');
  return {
    scale: axis,
    side: place === 0 ? 3 : 1,
    // Of more axes each says by its colour whose it is, where it is one trace's.
    stroke: place > 0 && first && traces.length === 1 ? resolveColor(element, first.color) : ink,
    font,
    size: (_plot: uPlot, texts: readonly string[] | null) => axisWidth(texts),
    ...(small && { space: 24 }),
    label: unit,
    labelSize: unit === '' && !small ? 0 : LABEL,
    labelFont: font,
    labelGap: 0,
    gap: 4,
    grid: { ...grid, show: place === 0 },
    ticks: { ...grid, size: 4 },
    values: numberTicks,
    ...(axis === 'boolean' && { splits: () => [0, 1], values: () => ['false', 'true'] }),
  };
}

function numberTicks(_plot: uPlot, splits: number[], _axis: number, _space: number, step: number): string[] {
  return splits.map((split) => formatTick(split, step));
}

function axisWidth(texts: readonly string[] | null): number {
  const longest = Math.max(2, ...(texts ?? []).map((text) => text?.length ?? 0));
  return Math.ceil((AXIS_AIR + DIGIT * longest) / AXIS_STEP) * AXIS_STEP;
}

function inksOf(element: HTMLElement) {
  return {
    ink: resolveColor(element, '--ink-3'),
    grid: { stroke: resolveColor(element, '--line'), width: 1 },
    font: `11px ${getComputedStyle(element).fontFamily}`,
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

function falseToTrue(): [number, number] {
  return [-0.08, 1.08];
}

/** A canvas does not understand `light-dark()`: the browser resolves it on an element first. */
export function resolveColor(element: HTMLElement, property: string): string {
  const former = element.style.color;
  element.style.color = `var(${property})`;
  const resolved = getComputedStyle(element).color;
  element.style.color = former;
  return resolved;
}

/** `rgb(1, 2, 3)` as the browser resolves it, seen through. */
function withOpacity(color: string, opacity: number): string {
  return color.replace(/^rgb\((.*)\)$/, `rgba($1, ${opacity})`);
}
