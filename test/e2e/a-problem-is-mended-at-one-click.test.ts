import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { openBrowser, openPage } from '../fixtures/open-browser.ts';
import { startServer, type RunningServer } from '../fixtures/start-server.ts';
import { dragEdge } from './canvas.ts';

const loop: Flow = {
  twinloom: 1,
  name: 'loop',
  nodes: {
    level: { type: 'sources/constant', params: { value: 2, unit: 'm' } },
    sum: {
      type: 'transforms/expression',
      params: { inputs: ['level', 'back'], expression: 'level + back', unit: 'm' },
    },
    back: { type: 'transforms/gain', params: { gain: 0.5 } },
    speed: { type: 'sources/constant', params: { value: 3, unit: 'm/s' } },
    both: { type: 'transforms/logic', params: { operation: 'not' } },
    tank: { type: 'physics/tank', params: { area: 1 } },
  },
  edges: ['level.value -> sum.level', 'sum.out -> back.in', 'back.out -> sum.back'],
  layout: {
    level: [0, 0],
    sum: [296, 0],
    back: [592, 0],
    speed: [0, 240],
    both: [296, 240],
    tank: [592, 240],
  },
};

describe('a problem is mended at one click', () => {
  let server: RunningServer;
  let browser: Browser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer('--no-plant'), openBrowser()]);
    await server.send('PUT', '/api/flows/loop', loop);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('a loop by a delay, edges that cannot be by what makes them fit, and never a number nobody stated', async () => {
    const { page, complaints } = await openPage(browser, server.address);
    const isSaved = () => page.locator('.header-saving', { hasText: /^saved$/ }).waitFor();
    const draft = () => server.get<Flow>('/api/flows/loop');
    await page.locator('.flow-item[title="loop"]').click();
    await page.getByRole('tab', { name: /Problems/ }).click();
    await page.locator('.edge-loop').nth(1).waitFor({ state: 'attached' });
    await expect.poll(() => page.locator('.edge-loop').count()).toBe(2);
    await page
      .locator('.problem', { hasText: 'algebraic-loop' })
      .getByRole('button', { name: /Insert a Delay/ })
      .click();
    await page.locator('.edge-loop').first().waitFor({ state: 'detached' });
    await page.locator('.problem', { hasText: 'algebraic-loop' }).waitFor({ state: 'detached' });
    await isSaved();
    await expect
      .poll(async () => (await draft()).nodes.delay)
      .toEqual({ type: 'transforms/delay', params: { initial: 0 } });

    await page.keyboard.press('Escape');
    await page.keyboard.press('1');
    await dragEdge(page, 'speed.value', 'both.a');
    await page.mouse.up();
    const refusal = page.locator('.wiring-chip[role="alert"]');
    await refusal.getByRole('button', { name: 'Insert a Compare' }).click();
    await page.locator('.react-flow__node[data-id="compare"]').waitFor();

    await page.keyboard.press('Escape');
    await page.keyboard.press('1');
    await dragEdge(page, 'speed.value', 'tank.inflow');
    await page.mouse.up();
    await refusal.getByRole('button', { name: /Insert a Gain/ }).click();
    await page.locator('.react-flow__node[data-id="gain"]').waitFor();
    await isSaved();
    await expect
      .poll(async () => (await draft()).edges?.slice(-2))
      .toEqual(['speed.value -> gain.in', 'gain.out -> tank.inflow']);
    await page.locator('.problem', { hasText: 'gain.gain' }).waitFor();
    await page.locator('[data-param="gain"] input').fill('0.2');
    await page.locator('.problem', { hasText: 'gain.gain' }).waitFor({ state: 'detached' });
    await expect.poll(() => page.locator('.problem', { hasText: 'unit-mismatch' }).count()).toBe(0);
    expect(complaints).toEqual([]);
  });
});
