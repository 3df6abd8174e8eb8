import { describe, expect, it } from 'vitest';
import { loadAllParts, loadPart, notePart, watchOutdated } from './load-part.ts';

const failing = (times: number) => {
  let left = times;
  return async (): Promise<string> => {
    if (left-- > 0) throw new TypeError('Failed to fetch dynamically imported module');
    return 'part';
  };
};
const noted = () => {
  const waits: number[] = [];
  return { waits, wait: async (ms: number) => void waits.push(ms) };
};

describe('a part of the page', () => {
  it('is only late while the server is away', async () => {
    const { waits, wait } = noted();
    let isTold = false;
    watchOutdated(() => (isTold = true));
    expect(await loadPart(failing(5), wait, async () => false)).toBe('part');
    expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 8_000]);
    expect(isTold).toBe(false);
  });

  it('that the server has no more makes the page older than the server', async () => {
    let told = 0;
    const stop = watchOutdated(() => told++);
    expect(await loadPart(failing(2), noted().wait, async () => true)).toBe('part');
    expect(told).toBe(0);
    await loadPart(failing(4), noted().wait, async () => true);
    expect(told).toBe(1);
    watchOutdated(() => told++);
    expect(told).toBe(2);
    stop();
  });

  it('is fetched ahead once, and not where it was needed before', async () => {
    const fetched: string[] = [];
    const part = (name: string) =>
      notePart(async () => {
        fetched.push(name);
        if (name === 'broken') throw new Error('away');
        return name;
      });
    const [needed] = [part('needed'), part('broken'), part('other')];
    await loadPart(needed);
    await loadAllParts();
    await loadAllParts();
    expect(fetched).toEqual(['needed', 'broken', 'other']);
  });
});
