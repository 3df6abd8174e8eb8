import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openPage } from '../fixtures/open-browser.ts';
import { startServer, type RunningServer } from '../fixtures/start-server.ts';

const asBuilt = {
  twinloom: 1,
  name: 'Outflow',
  nodes: {
    speed: { type: 'sources/manual', title: 'Speed', params: { value: 40, max: 60, unit: 'm/min' } },
    flow: { type: 'transforms/gain', title: 'Outflow', params: { gain: 1.2, unit: 'm/min' } },
    smooth: { type: 'transforms/low-pass', title: 'Smooth', params: { timeConstant: '5 s' } },
  },
  edges: ['speed.value -> flow.in', 'flow.out -> smooth.in'],
  layout: { speed: [0, 0], flow: [264, 0], smooth: [528, 0] },
};
const tuned = {
  ...asBuilt,
  nodes: {
    speed: { ...asBuilt.nodes.speed, params: { ...asBuilt.nodes.speed.params, max: 75 } },
    flow: { ...asBuilt.nodes.flow, params: { gain: 1.4, unit: 'm/min' } },
    mean: { type: 'transforms/moving-average', title: 'Mean', params: { window: '10 s' } },
  },
  edges: ['speed.value -> flow.in', 'flow.out -> mean.in'],
  layout: { speed: [0, 120], flow: [264, 0], mean: [528, 160] },
};

describe('two versions are compared', () => {
  let server: RunningServer;
  let browser: Browser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer('--no-plant'), openBrowser()]);
    await server.send('PUT', '/api/flows/outflow', asBuilt);
    await server.send('POST', '/api/flows/outflow/deploy', { note: 'as built' });
    await server.send('PUT', '/api/twins/outflow-1', { flow: 'outflow' });
    await server.send('PUT', '/api/flows/outflow', tuned);
    await server.send('POST', '/api/flows/outflow/deploy', { note: 'tuned' });
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const lines = (page: Page, section: string): Promise<string[]> =>
    page.locator(`[data-changes="${section}"] .change-text`).allInnerTexts();

  it('in plain words and on the canvas; a deploy says what it changes', async () => {
    const { page, complaints } = await openPage(browser, server.address);
    await page.getByRole('button', { name: /outflow-1/ }).click();
    await page.locator('.react-flow__node[data-id="mean"]').waitFor();
    await page.getByRole('button', { name: 'Inspector' }).click();
    await page.locator('[data-version="1"]').getByRole('button', { name: 'Compare with…' }).click();
    const pane = page.getByRole('dialog', { name: 'Compare versions' });
    await pane.locator('[data-changes="logic"] .change').first().waitFor();

    const says = (section: string) => async () =>
      (await lines(page, section)).map((text) => text.replaceAll(/\s+/g, ' '));
    await expect
      .poll(says('logic'))
      .toEqual([
        'Mean · added, Moving average',
        'Smooth · removed, Low-pass',
        'Outflow out to Mean in · edge added',
        'Outflow out to Smooth in · edge removed',
      ]);
    await expect
      .poll(says('params'))
      .toEqual(['Speed · max 60 m/min → 75 m/min', 'Outflow flow · gain 1.2 → 1.4']);
    await expect.poll(says('layout')).toEqual(['Speed · moved']);

    const card = (id: string) => page.locator(`.react-flow__node[data-id="${id}"] .card`);
    await expect.poll(() => card('mean').getAttribute('data-mark')).toBe('added');
    await expect.poll(() => card('flow').getAttribute('data-mark')).toBe('changed');
    await expect.poll(() => card('smooth').getAttribute('data-mark')).toBe('removed');
    await expect.poll(() => page.locator('.live-edge[data-mark="removed"]').count()).toBe(1);
    await pane.getByRole('button', { name: /gain/ }).click();
    await expect.poll(() => card('flow').getAttribute('data-selected')).toBe('true');

    await pane.getByLabel('To').selectOption('2');
    await pane.getByLabel('From').selectOption('2');
    await pane.getByText('These two are the same').waitFor();
    await expect.poll(() => page.locator('.card[data-mark]').count()).toBe(0);
    await pane.getByLabel('From').selectOption('1');
    await pane.locator('[data-changes="params"] .change').first().waitFor();
    await page.keyboard.press('Escape');
    await pane.waitFor({ state: 'detached' });
    await expect.poll(() => page.locator('.card[data-mark]').count()).toBe(0);
    await expect.poll(() => card('smooth').count()).toBe(0);

    await card('flow').click();
    await page.locator('[data-param="gain"] input').fill('2');
    await page.locator('[data-param="gain"] input').blur();
    await page.getByRole('button', { name: 'Deploy' }).click();
    const deploy = page.getByRole('dialog', { name: 'Deploy version 3' });
    await deploy.getByText('What this deploy changes in version 2').waitFor();
    await expect.poll(says('params')).toEqual(['Outflow flow · gain 1.4 → 2']);
    await deploy.locator('[data-plan="kept"]').waitFor();
    expect(complaints).toEqual([]);
  });
});
