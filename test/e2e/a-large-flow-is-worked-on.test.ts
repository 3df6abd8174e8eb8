import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { denseFlow } from '../bench/editor/flows.ts';
import { spotNear } from '../bench/editor/frames.ts';
import { openBrowser, openPage } from '../fixtures/open-browser.ts';
import { startServer, type RunningServer } from '../fixtures/start-server.ts';

const PANE = [700, 300] as const;

describe('a large flow is worked on', () => {
  let server: RunningServer;
  let browser: Browser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer('--no-plant'), openBrowser()]);
    await server.send('PUT', '/api/flows/dense', denseFlow(600, '100ms'));
    await server.send('POST', '/api/flows/dense/deploy', {});
    await server.send('PUT', '/api/twins/dense-1', { flow: 'dense' });
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const mounted = (page: Page) => page.locator('.react-flow__node-card').count();
  const selected = (page: Page) => page.locator('.card[data-selected]');
  const node = (page: Page, id: string) => page.locator(`.react-flow__node[data-id="${id}"]`);

  it('only what is in sight is mounted; what is drawn is reached by hand, by lasso and by the keyboard', async () => {
    const { page, complaints } = await openPage(browser, `${server.address}/#/dense/dense-1`);
    await page.locator('[data-live="n0.value"]', { hasText: /\d/ }).waitFor();
    await expect.poll(() => mounted(page)).toBeLessThan(150);

    // Moved by hand, the canvas shows at rest what came into sight.
    const [x, y] = await spotNear(page, PANE, '.react-flow__pane');
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x - 300, y - 200, { steps: 6 });
    await page.mouse.up();
    await node(page, 'n0').waitFor({ state: 'detached' });
    await page.locator('.react-flow__node-card [data-live]', { hasText: /\d/ }).first().waitFor();

    // From afar nothing is mounted until it is pointed at.
    await page.keyboard.press('1');
    await expect.poll(() => mounted(page)).toBe(0);
    await page.mouse.click(...(await aCard(page)));
    await selected(page).first().waitFor();
    await expect.poll(() => selected(page).count()).toBe(1);

    // A lasso around a corner takes in what is only drawn.
    await page.keyboard.press('Escape');
    const canvas = (await page.locator('.canvas').boundingBox())!;
    await page.keyboard.down('Shift');
    // Not within 40 px of the edge: there the canvas moves under a lasso, as far as there is time.
    await page.mouse.move(canvas.x + 50, canvas.y + 60);
    await page.mouse.down();
    await page.mouse.move(canvas.x + 200, canvas.y + canvas.height - 90, { steps: 5 });
    await page.mouse.up();
    await page.keyboard.up('Shift');
    await expect.poll(() => selected(page).count()).toBeGreaterThan(1);
    const before = await server.get<Flow>('/api/flows/dense');
    await page.keyboard.press('Alt+ArrowRight');
    await page.locator('.header-saving', { hasText: /^saved$/ }).waitFor();
    await expect
      .poll(async () => movedBetween(before, await server.get<Flow>('/api/flows/dense')))
      .toBeGreaterThan(1);
    expect(complaints).toEqual([]);
  });
});

/** A spot over a card that is only drawn: the canvas mounts what is pointed at, a frame or two later. */
async function aCard(page: Page): Promise<[number, number]> {
  let found: [number, number] | undefined;
  await expect.poll(async () => (found = await mountedSpot(page))).toBeDefined();
  return found!;
}

async function mountedSpot(page: Page): Promise<[number, number] | undefined> {
  for (let by = 0; by < 60; by += 3) {
    const spot: [number, number] = [PANE[0] + by, PANE[1] + by];
    await page.mouse.move(...spot);
    const isCard = await page.evaluate(async (at) => {
      for (let frames = 0; frames < 3; frames++) await new Promise(requestAnimationFrame);
      return !!document.elementFromPoint(...at)?.closest('.card');
    }, spot);
    if (isCard) return spot;
  }
  return undefined;
}

function movedBetween({ layout: a = {} }: Flow, { layout: b = {} }: Flow): number {
  return Object.keys(b).filter((id) => a[id]?.[0] !== b[id]?.[0]).length;
}
