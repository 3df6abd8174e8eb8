/** Nodes in feedthrough order, and each loop found among those that have none. */
export interface Order {
  order: number[];
  loops: number[][];
}

/**
 * Orders nodes so that each comes after those it needs within the instant (Kahn's algorithm). `after[i]` lists the nodes that need i.
 * `hearing[i]` lists those that only hear i's value before the next step: they come after i wherever no cycle forbids it, so that
 * a model starts with its inputs in place. The order of the file decides ties. What is left over lies on a loop or behind one; each loop is named whole.
 */
export function orderByFeedthrough(
  count: number,
  after: readonly (readonly number[])[],
  hearing: readonly (readonly number[])[] = [],
): Order {
  const needs = countInto(count, after);
  const hears = countInto(count, hearing);
  const placed = new Uint8Array(count);
  const order: number[] = [];
  const ready: number[] = [];
  const early: number[] = [];
  const offer = (i: number): void => {
    if (needs[i] === 0 && placed[i] === 0) (hears[i] === 0 ? ready : early).push(i);
  };
  for (let i = 0; i < count; i++) offer(i);
  for (let r = 0, e = 0; r < ready.length || e < early.length;) {
    const node = r < ready.length ? ready[r++]! : early[e++]!;
    if (placed[node] === 1) continue;
    placed[node] = 1;
    order.push(node);
    for (const follower of after[node] ?? []) {
      needs[follower]!--;
      offer(follower);
    }
    for (const follower of hearing[node] ?? []) {
      hears[follower]!--;
      if (hears[follower] === 0) offer(follower);
    }
  }
  return { order, loops: order.length === count ? [] : findLoops(count, after, new Set(order)) };
}

function countInto(count: number, followers: readonly (readonly number[])[]): Int32Array {
  const into = new Int32Array(count);
  for (const list of followers) for (const follower of list) into[follower]!++;
  return into;
}

function findLoops(
  count: number,
  after: readonly (readonly number[])[],
  done: ReadonlySet<number>,
): number[][] {
  const loops: number[][] = [];
  const settled = new Set(done);
  for (let start = 0; start < count; start++) {
    if (settled.has(start)) continue;
    const loop = loopThrough(start, after, settled);
    if (loop) {
      loops.push(loop);
      for (const node of loop) settled.add(node);
    }
  }
  return loops;
}

/** Depth-first from `start` with an explicit stack; the first way back to `start` is the loop. */
function loopThrough(
  start: number,
  after: readonly (readonly number[])[],
  settled: ReadonlySet<number>,
): number[] | undefined {
  const path: number[] = [start];
  const next: number[] = [0];
  const seen = new Set<number>([start]);
  while (path.length > 0) {
    const node = path[path.length - 1]!;
    const followers = after[node] ?? [];
    const follower = followers[next[next.length - 1]!++];
    if (follower === undefined) {
      path.pop();
      next.pop();
    } else if (follower === start) return path;
    else if (!settled.has(follower) && !seen.has(follower)) {
      seen.add(follower);
      path.push(follower);
      next.push(0);
    }
  }
  return undefined;
}
