import type { Page } from 'playwright-core';

/** What a person saw of a page: frames per second, and the longest time between two, s. */
export interface Frames {
  perSecond: number;
  longest: number;
}

/** Counts the frames that a page draws while something is done with it. */
export async function countFrames(page: Page, work: () => Promise<void>): Promise<Frames> {
  await page.evaluate(() => {
    const times: number[] = [];
    Object.assign(window, { frameTimes: times });
    const note = (t: number): void => {
      times.push(t);
      if (times.length < 1e6) requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
  });
  await work();
  const times = await page.evaluate(() => {
    const { frameTimes } = window as unknown as { frameTimes: number[] };
    const seen = [...frameTimes];
    frameTimes.length = 1e6;
    return seen;
  });
  const gaps = times.slice(1).map((t, i) => (t - times[i]!) / 1000);
  const whole = (times.at(-1)! - times[0]!) / 1000;
  return { perSecond: gaps.length / whole, longest: Math.max(...gaps) };
}

/** A stroke of the mouse with its button down, there and back, for so many seconds. */
export async function stroke(
  page: Page,
  from: readonly [number, number],
  by: readonly [number, number],
  seconds: number,
): Promise<void> {
  const [x, y] = from;
  await page.mouse.move(x, y);
  await page.mouse.down();
  const since = performance.now();
  for (let t = 0; t < seconds; t = (performance.now() - since) / 1000) {
    const share = (1 - Math.cos((2 * Math.PI * t) / seconds)) / 2;
    await page.mouse.move(x + by[0] * share, y + by[1] * share);
  }
  await page.mouse.move(x, y);
  await page.mouse.up();
}

/** Turns of the wheel, one way and back, for so many seconds. */
export async function wheel(
  page: Page,
  at: readonly [number, number],
  by: readonly [number, number],
  seconds: number,
): Promise<void> {
  await page.mouse.move(...at);
  const since = performance.now();
  for (let t = 0; t < seconds; t = (performance.now() - since) / 1000) {
    const way = t < seconds / 2 ? 1 : -1;
    await page.mouse.wheel(by[0] * way, by[1] * way);
  }
}

/** The spot of the screen nearest to another where a hand would touch what a selector names. */
export async function spotNear(
  page: Page,
  near: readonly [number, number],
  selector: string,
): Promise<readonly [number, number]> {
  const spot = await page.evaluate(
    ([x, y, wanted]) => {
      const around = Array.from({ length: 61 * 61 }, (_, i) => [
        ((i % 61) - 30) * 8,
        (Math.floor(i / 61) - 30) * 8,
      ]) as [number, number][];
      return around
        .toSorted((a, b) => Math.hypot(...a) - Math.hypot(...b))
        .map(([dx, dy]) => [x + dx, y + dy] as const)
        .find((at) => document.elementFromPoint(...at)?.matches(wanted));
    },
    [...near, selector] as const,
  );
  if (!spot) throw new Error(`there is no ${selector} in sight`);
  return spot;
}
