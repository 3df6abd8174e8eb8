import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Flow } from '@twinloom/runtime/graph/flow';
import type { TwinBody } from '@twinloom/runtime/protocol/bodies';
import { openBrowser, openPage } from '../fixtures/open-browser.ts';
import { startServer, type RunningServer } from '../fixtures/start-server.ts';
import { dragEdge, dragFromPalette, waitForNumber } from './canvas.ts';

describe('the canvas tells the truth', () => {
  let server: RunningServer;
  let browser: Browser;
  let flow: Flow;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), openBrowser()]);
    const [twin] = await server.get<TwinBody[]>('/api/twins');
    flow = await server.get<Flow>(`/api/flows/${twin?.flow}`);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('a refused edge explains why and changes nothing', async () => {
    const { page, complaints } = await openPage(browser, server.address);
    await page.locator('.react-flow__node').first().waitFor();
    await dragFromPalette(page, 'physics/tank');
    await page.locator('.react-flow__node[data-id="tank"]').waitFor();
    const edges = flow.edges!.length;
    await expect.poll(() => page.locator('.react-flow__edge').count()).toBe(edges);
    await dragEdge(page, 'tank.level', 'tank.inflow');
    const chip = page.locator('.wiring-chip');
    await expect.poll(() => chip.textContent()).toContain('m³/s');
    await page.mouse.up();
    await expect
      .poll(() => page.getByRole('alert').textContent())
      .toContain('tank.level was not wired to tank.inflow');
    await expect.poll(() => page.getByRole('alert').textContent()).toContain('measure');
    await expect.poll(() => page.locator('.react-flow__edge').count()).toBe(edges);

    await page.getByRole('button', { name: 'Check', exact: true }).click();
    const problem = page.locator('.problem', { hasText: 'tank.inflow' });
    await problem.waitFor();
    await page.keyboard.press('Escape');
    await problem.getByRole('button', { name: 'tank.inflow' }).click();
    await page.locator('.react-flow__node[data-id="tank"] .card[data-selected]').waitFor();

    await page.keyboard.press('Delete');
    await page.locator('.react-flow__node[data-id="tank"]').waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  it('when the plant stops its sources turn bad, and recover when it runs again', async () => {
    const { page, complaints } = await openPage(browser, server.address, {
      width: 1440,
      height: 900,
      colorScheme: 'dark',
    });
    const source = Object.keys(flow.nodes).find((id) => flow.nodes[id]?.type === 'sources/mqtt') ?? '';
    const port = `${source}.value`;
    await waitForNumber(page, port);

    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.locator('[data-plant="stopped"]').waitFor();
    await page.locator(`[data-live="${port}"][data-quality="bad"]`).waitFor();
    await expect.poll(() => page.locator(`[data-live="${port}"]`).textContent()).toBe('bad');

    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await page.locator('[data-plant="running"]').waitFor();
    await waitForNumber(page, port);
    expect(complaints).toEqual([]);
  });
});
