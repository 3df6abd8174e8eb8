import type { Viewport } from '@xyflow/react';

/** How long a canvas that is held has to stand still until it counts as arrived, ms. */
const REST_MS = 160;

/** Where the canvas is shown, also while it is moved and React Flow is not told. */
export interface Movement {
  now(): Viewport;
  isMoving(): boolean;
  /** A person takes hold of the canvas. */
  begin(): void;
  /** The canvas is to be shown there. */
  move(view: Viewport): void;
  /** It is let go. */
  end(): void;
  /** Calls `follow` with each view, at once; returns the undo. */
  watch(follow: (view: Viewport) => void): () => void;
}

/** Runs something later; returns what calls it off. */
type Later = (run: () => void, delayMs: number) => () => void;

const byTimer: Later = (run, delayMs) => {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
};

/** Follows a canvas: whoever watches sees every view; `settle` those at which it comes to rest, and all that no hand makes. */
export function createMovement(settle: (view: Viewport) => void, later: Later = byTimer): Movement {
  const watching = new Set<(view: Viewport) => void>();
  let now: Viewport = { x: 0, y: 0, zoom: 1 };
  let isHeld = false;
  let isMoving = false;
  let cancel = (): void => undefined;
  const rest = (): void => {
    cancel();
    isMoving = false;
    settle(now);
  };
  return {
    now: () => now,
    isMoving: () => isMoving,
    begin: () => void (isHeld = true),
    move: (view) => {
      now = view;
      isMoving = isHeld;
      for (const follow of watching) follow(view);
      cancel();
      if (isHeld) cancel = later(rest, REST_MS);
      else settle(view);
    },
    end: () => {
      isHeld = false;
      if (isMoving) rest();
    },
    watch: (follow) => {
      watching.add(follow);
      follow(now);
      return () => void watching.delete(follow);
    },
  };
}
