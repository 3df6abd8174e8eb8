import type { PlotFrame } from './traces.ts';

type Show = (frame: PlotFrame) => void;

/** Tells what lies over a plot, such as cursors, each time the plot was drawn: past React, as the values go. */
export class Drawn {
  readonly #watching = new Set<Show>();
  #last: PlotFrame | undefined;

  /** What was drawn last. */
  get last(): PlotFrame | undefined {
    return this.#last;
  }

  readonly tell = (frame: PlotFrame): void => {
    this.#last = frame;
    for (const show of this.#watching) show(frame);
  };

  /** Calls now, if anything was drawn, and each time it is; returns the undo. */
  watch(show: Show): () => void {
    this.#watching.add(show);
    if (this.#last) show(this.#last);
    return () => this.#watching.delete(show);
  }
}

/** Where a time lies in a frame, CSS px from its left side. */
export function leftOf({ data: { from, to }, width }: PlotFrame, time: number): number {
  return ((time - from) / (to - from)) * width;
}

/** The time at so many CSS px from the left side of a frame, never outside it. */
export function timeAt({ data: { from, to }, width }: PlotFrame, left: number): number {
  return from + Math.min(1, Math.max(0, left / width)) * (to - from);
}
