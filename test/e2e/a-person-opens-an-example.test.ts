import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Flow } from '@twinloom/runtime/graph/flow';
import type { ExampleBody, PlantBody, TwinBody } from '@twinloom/runtime/protocol/bodies';
import { openBrowser, openPage } from '../fixtures/open-browser.ts';
import { startServer, type RunningServer } from '../fixtures/start-server.ts';
import { waitForChange, waitForNumber } from './canvas.ts';

describe('a person opens an example', () => {
  let server: RunningServer;
  let browser: Browser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), openBrowser()]);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('of a node: sees it at work in the help, opens it, deploys it and sees its values; the draft before is kept', async () => {
    const { page, complaints } = await openPage(browser, server.address);
    await page.locator('.react-flow__node').first().waitFor();
    await page.locator('.palette-item[data-type="transforms/low-pass"]').click();
    await page.locator('.example').scrollIntoViewIfNeeded();
    const example = page.locator('.example[data-example="done"]');
    await example.waitFor();
    await example.getByRole('img', { name: /^in and out over 38 s/ }).waitFor();
    await expect.poll(() => example.locator('.example-legend').textContent()).toContain('3 to 7 bar');
    await expect.poll(() => drawnPixels(example.locator('canvas'))).toBeGreaterThan(500);

    await example.getByRole('button', { name: 'Open this example' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('.react-flow__node[data-id="example"]').waitFor();
    await expect
      .poll(() => page.getByRole('heading', { level: 1 }).textContent())
      .toBe('Low-pass: an example');
    await expect.poll(() => page.locator('.twin-state').textContent()).toBe('no twin');
    const kept = await server.get<Flow>('/api/flows/pump');
    expect(Object.keys(kept.nodes)).toContain('lowPass');

    await page.getByRole('button', { name: 'Deploy', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.locator('[data-plan="added"]').waitFor();
    await expect.poll(() => dialog.getByLabel('Run it as the twin').inputValue()).toBe('low-pass-example-01');
    await dialog.getByRole('button', { name: 'Deploy', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    const first = await waitForNumber(page, 'example.out');
    await waitForChange(page, 'example.out', first);

    const title = page.getByRole('heading', { level: 1 });
    await expect.poll(() => new URL(page.url()).hash).toBe('#/low-pass-example/low-pass-example-01');
    await page.goBack();
    await expect.poll(() => title.textContent()).toBe('Pump');
    await page.goForward();
    await expect.poll(() => title.textContent()).toBe('Low-pass: an example');
    // Faster than a flow is opened: what was asked for last is shown, and stays in the address.
    await page.goBack();
    await page.goForward();
    await waitForNumber(page, 'example.out');
    await expect.poll(() => new URL(page.url()).hash).toBe('#/low-pass-example/low-pass-example-01');
    await page.reload();
    await waitForNumber(page, 'example.out');
    await page.goto(`${server.address}/#/gone`);
    await page.getByText('there is no flow gone here').first().waitFor();
    expect(complaints).toEqual([]);
  });

  it('of the gallery: the pump opens again as it comes, with a twin and a plant of its own', async () => {
    const { page, complaints } = await openPage(browser, server.address, {
      width: 1024,
      height: 768,
      colorScheme: 'dark',
    });
    await page.locator('.react-flow__node').first().waitFor();
    await page.getByRole('button', { name: 'New from an example…' }).click();
    const cards = page.getByRole('dialog').locator('.gallery-card');
    await cards.first().waitFor();
    const examples = await server.get<ExampleBody[]>('/api/examples');
    await expect.poll(() => cards.count()).toBe(examples.length);
    for (const { title, description } of examples) {
      const card = cards.filter({ has: page.getByText(title, { exact: true }) });
      await expect.poll(() => card.textContent()).toContain(description);
    }

    await page.locator('.gallery-card[data-example="pump"]').click();
    const dialog = page.getByRole('dialog', { name: 'A pump and its twin' });
    await dialog.getByRole('button', { name: 'Open', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.locator('.twin-state', { hasText: 'pump-02' }).waitFor();
    const first = await waitForNumber(page, 'flow.value');
    await waitForChange(page, 'flow.value', first);
    await expect
      .poll(async () => (await server.get<TwinBody[]>('/api/twins')).find(({ id }) => id === 'pump-02'))
      .toMatchObject({ flow: 'pump-2', status: 'running' });
    await expect
      .poll(async () =>
        (await server.get<PlantBody[]>('/api/plants')).map(({ twin, status }) => [twin, status]),
      )
      .toEqual([
        ['pump-01', 'running'],
        ['pump-02', 'running'],
      ]);

    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await page.locator('[data-plant="stopped"]').waitFor();
    await page.locator('[data-live="flow.value"][data-quality="bad"]').waitFor();
    const others = await server.get<PlantBody[]>('/api/plants');
    expect(others.find(({ twin }) => twin === 'pump-01')?.status).toBe('running');
    expect(complaints).toEqual([]);
  });

  it('or begins with an empty flow', async () => {
    const { page, complaints } = await openPage(browser, server.address);
    await page.locator('.react-flow__node').first().waitFor();
    await page.getByRole('button', { name: 'New empty flow', exact: true }).click();
    await page.getByText('This flow has no nodes yet').waitFor();
    await expect.poll(() => page.getByRole('heading', { level: 1 }).textContent()).toBe('New flow');
    expect(await server.get<Flow>('/api/flows/flow')).toEqual({ twinloom: 1, name: 'New flow', nodes: {} });
    expect(complaints).toEqual([]);
  });
});

/** How many pixels of a canvas are not empty. */
function drawnPixels(canvas: Locator): Promise<number> {
  return canvas.first().evaluate((element) => {
    const { width, height } = element as HTMLCanvasElement;
    const context = (element as HTMLCanvasElement).getContext('2d')!;
    const { data } = context.getImageData(0, 0, width, height);
    let drawn = 0;
    for (let i = 3; i < data.length; i += 4) if (data[i]! > 0) drawn++;
    return drawn;
  });
}
