import type { TwinOrder } from './words.ts';

/** What the host remembers of a twin, to run it again when its worker dies. */
export interface KeptTwin {
  order: TwinOrder;
  /** Ends its subscriptions. */
  release: () => void;
  state: 'running' | 'restarting' | 'failed';
  says?: string;
  /** When it took its worker down, s on a monotonic clock. */
  crashes: number[];
  /** Places in the plan of nodes that did, with why: they do not run. */
  stops: { node: number; says: string }[];
}

/** So many crashes within so many seconds are one too many. */
export const CRASHES_ALLOWED = 5;
export const CRASH_SECONDS = 300;

/**
 * Notes a crash of a twin's worker in the code of a node (-1: of none): the twin restarts with that node stopped, or at the fifth crash within
 * five minutes stays failed until its next deploy.
 */
export function noteCrash(kept: KeptTwin, now: number, says: string, node: number): void {
  kept.crashes = [...kept.crashes.filter((t) => now - t < CRASH_SECONDS), now];
  if (node >= 0) kept.stops.push({ node, says: sayStopped(says) });
  if (kept.crashes.length < CRASHES_ALLOWED) awaitRestart(kept, says);
  else {
    kept.state = 'failed';
    kept.says =
      `held after ${CRASHES_ALLOWED} crashes of the engine in five minutes; the last time it ${says}. ` +
      'Its state is kept: mend the flow and deploy it again';
  }
}

/** The worker is gone, through no fault of this twin. */
export function awaitRestart(kept: KeptTwin, says: string): void {
  kept.state = 'restarting';
  kept.says = `the engine ${says}; it starts again from the last snapshot`;
}

function sayStopped(says: string): string {
  return `the engine ${says} while this node ran, so the node is stopped. Mend it and deploy again`;
}
