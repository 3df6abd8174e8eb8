import { useEffect, useRef, type ReactElement } from 'react';
import type { OpenPlot } from './open-plot.ts';
import type { PlotData, PlotFrame, PlotMoves, Trace } from './traces.ts';

interface TracePlotProps {
  label: string;
  traces: readonly Trace[];
  /** Changes when the colours of the page did. */
  look: string;
  read(): PlotData;
  /** How often it is drawn, ms; 0 = once, and again whenever `state` changes. */
  everyMs: number;
  /** What `read` depends on beside the time. */
  state?: string;
  /** The row under the pointer; undefined when it left. */
  onCursor?(row: number | undefined): void;
  /** Where it is drawn, each time. */
  onDraw?(frame: PlotFrame): void;
  /** Absent: the stretch of time is fixed. */
  moves?: PlotMoves;
  /** Times are simulated, in this unit. Absent: on the clock. */
  timeUnit?: string;
  /** Little room: narrow axes. */
  small?: boolean;
}

/** Traces over time on a canvas, one axis per unit, gaps where a value was bad. What draws is fetched when the first plot opens. */
export function TracePlot(props: TracePlotProps): ReactElement {
  const { label, traces, look, everyMs, state, timeUnit, small = false } = props;
  const frame = useRef<HTMLDivElement>(null);
  const now = useRef(props);
  now.current = props;
  const redraw = useRef<() => void>(undefined);
  const signature = JSON.stringify(traces);
  const canMove = props.moves !== undefined;

  useEffect(() => {
    let undo: (() => void) | undefined;
    let isWanted = true;
    void import('./open-plot.ts').then(({ openPlot }) => {
      if (!isWanted || !frame.current) return;
      const plot = openPlot(
        frame.current,
        JSON.parse(signature) as Trace[],
        { timeUnit, small },
        {
          onCursor: (row) => now.current.onCursor?.(row),
          onDraw: (drawn) => now.current.onDraw?.(drawn),
          moves: canMove ? movesOf(now) : undefined,
        },
      );
      const drawing = keepDrawn(plot, () => now.current.read(), everyMs);
      redraw.current = drawing.soon;
      undo = drawing.stop;
    });
    return () => {
      isWanted = false;
      redraw.current = undefined;
      undo?.();
    };
  }, [signature, look, everyMs, timeUnit, small, canMove]);

  useEffect(() => redraw.current?.(), [state]);

  return <div ref={frame} className="trace-plot" role="img" aria-label={label} />;
}

/** Those that are there when they are made. */
function movesOf(now: { current: TracePlotProps }): PlotMoves {
  return {
    zoom: (factor, around) => now.current.moves?.zoom(factor, around),
    pan: (share) => now.current.moves?.pan(share),
    mark: (a, b) => now.current.moves?.mark(a, b),
  };
}

/** Draws now, every so many ms, and soon after it was asked to, on the animation frame. */
function keepDrawn(plot: OpenPlot, read: () => PlotData, everyMs: number) {
  let frame = 0;
  const draw = (): void => plot.draw(read());
  const soon = (): void => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(draw);
  };
  draw();
  const timer = everyMs > 0 ? setInterval(soon, everyMs) : undefined;
  return {
    soon,
    stop: (): void => {
      clearInterval(timer);
      cancelAnimationFrame(frame);
      plot.close();
    },
  };
}
