import type { QualityCode } from '@twinloom/runtime/signal/quality';

/** How a trace looks. */
export interface Trace {
  label: string;
  /** Unit as people read it; traces of one unit share an axis. */
  unit: string;
  /** Name of a CSS custom property. */
  color: string;
  /** Its values are 0 and 1: it has steps, and an axis that only says false and true. */
  isBoolean?: boolean;
  /** Told from another one of the same colour. */
  isDashed?: boolean;
  /** What lies between it and the trace at this place is filled. */
  filledTo?: number;
  /** Between which values it moved is drawn too. */
  hasBand?: boolean;
  /** The interval that a predictor states is drawn too. */
  hasFan?: boolean;
}

/** Two sides of an area, row by row; null = none there. */
export interface Sides {
  low: (number | null)[];
  high: (number | null)[];
}

/** What is drawn now: times in s since 1970 (or in `timeUnit`), a column per trace, and the stretch of time to show. */
export interface PlotData {
  times: number[];
  columns: (number | null)[][];
  /** By trace, where it has a band. */
  bands?: readonly Sides[];
  /** By trace, where it has a fan. */
  fans?: readonly (Sides | undefined)[];
  /** By trace. */
  qualities?: readonly (readonly QualityCode[])[];
  from: number;
  to: number;
  /** Where what was ends and what will be begins, if that is shown. */
  now?: number;
}

/** Where a drawn stretch of time lies in its frame, CSS px. */
export interface PlotFrame {
  data: PlotData;
  left: number;
  top: number;
  width: number;
  height: number;
}

/** What a person does to the stretch of time that is shown. */
export interface PlotMoves {
  /** Below 1 = closer; `around` keeps its place. */
  zoom(factor: number, around: number): void;
  /** By a share of the stretch; below 0 = earlier. */
  pan(share: number): void;
  /** Shows what was marked, from either side. */
  mark(a: number, b: number): void;
}

/** Which axis a trace is on. */
export function axisOf({ unit, isBoolean }: Trace): string {
  return isBoolean ? 'boolean' : `y:${unit}`;
}
