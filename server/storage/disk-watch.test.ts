import { tmpdir } from 'node:os';
import { HeldTimers } from '@twinloom/runtime/schedule/held-timers';
import { describe, expect, it } from 'vitest';
import { DiskWatch, diskUse } from './disk-watch.ts';

describe('the watch over a disk', () => {
  it('says that it is almost full from 90 % on, and that it is well again below 88 %', async () => {
    const timers = new HeldTimers(0);
    const told: [boolean, number][] = [];
    let use = 0.5;
    const watch = new DiskWatch({
      timers,
      measure: async () => use,
      limit: 0.9,
      onChange: (...change) => told.push(change),
    });
    const at = async (share: number): Promise<string | undefined> => {
      use = share;
      await timers.until((waits) => waits.length > 0);
      timers.advance(1);
      await timers.until((waits) => waits.length > 0);
      return watch.says;
    };
    for (const share of [0.89, 0.9, 0.91, 0.885, 0.88])
      expect((await at(share)) !== undefined).toBe(share > 0.89 || share === 0.885 || share === 0.88);
    expect(watch.says).toContain('88 % full');
    expect(await at(0.879)).toBeUndefined();
    expect(await at(0.89)).toBeUndefined();
    expect(told).toEqual([
      [false, 0.5],
      [true, 0.9],
      [false, 0.879],
    ]);
    watch.close();
    expect(timers.waits).toEqual([]);
  });

  it('leaves a disk that cannot be asked as it was', async () => {
    const timers = new HeldTimers(0);
    let use = Promise.resolve(0.95);
    const watch = new DiskWatch({ timers, measure: () => use, limit: 0.9, onChange: () => undefined });
    await timers.until((waits) => waits.length > 0);
    use = Promise.reject(new Error('EIO'));
    timers.advance(1);
    await timers.until((waits) => waits.length > 0);
    expect(watch.says).toContain('95 % full');
    watch.close();
  });

  it('asks the disk of a folder', async () => {
    const use = await diskUse(tmpdir());
    expect(use).toBeGreaterThan(0);
    expect(use).toBeLessThanOrEqual(1);
  });
});
