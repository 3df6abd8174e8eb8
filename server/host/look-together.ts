/** Between two looks, ms; no divisor of the ticks people set. */
const LOOK_MS = 37;

const looks = new Set<() => void>();
let timer: NodeJS.Timeout | undefined;

/**
 * Looks at something 27 times a second until the undo is called. All who look share one timer, which wakes the process: one for each of many workers
 * took more of an idle server than all else.
 */
export function lookTogether(look: () => void): () => void {
  looks.add(look);
  timer ??= setInterval(lookAll, LOOK_MS).unref();
  return () => {
    looks.delete(look);
    if (looks.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

function lookAll(): void {
  for (const look of looks) look();
}
