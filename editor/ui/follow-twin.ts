/** How long after a touch a control keeps what the hand set, before it follows the twin again, ms. */
const HOLD_MS = 1500;

/** A control on a running twin while it is on the page. */
export interface FollowingControl {
  /** The hand takes it, and holds it until `release`. */
  grab(): void;
  release(): void;
  /** The hand set it just now. */
  touch(): void;
  close(): void;
}

/** Runs a function so many ms from now; the answer cancels it. */
export type After = (delayMs: number, run: () => void) => () => void;

const afterReally: After = (delayMs, run) => {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
};

/** Draws what the twin has, whoever set it, but not under somebody's hand nor for a moment after; then what it has by that time. */
export function followTwin<Shown>(
  watch: (draw: (shown: Shown) => void) => () => void,
  draw: (shown: Shown) => void,
  after: After = afterReally,
): FollowingControl {
  let isGrabbed = false;
  let cancel: (() => void) | undefined;
  const drawUnlessHeld = (shown: Shown): void => {
    if (!isGrabbed && !cancel) draw(shown);
  };
  let undo = watch(drawUnlessHeld);
  const touch = (): void => {
    cancel?.();
    cancel = after(HOLD_MS, () => {
      cancel = undefined;
      // What came meanwhile was not drawn, and may be the last that comes.
      undo();
      undo = watch(drawUnlessHeld);
    });
  };
  return {
    grab: () => void (isGrabbed = true),
    release: () => {
      isGrabbed = false;
      touch();
    },
    touch,
    close: () => {
      cancel?.();
      undo();
    },
  };
}
