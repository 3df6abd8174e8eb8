import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openPage } from '../fixtures/open-browser.ts';
import { startServer, type RunningServer } from '../fixtures/start-server.ts';

/** To count 10,000 samples a thousand times a second is work that a look now and then finds. */
const busy = {
  twinloom: 1,
  name: 'Busy',
  clock: { tick: '1 ms' },
  nodes: {
    wave: { type: 'sources/waveform', params: { period: '1 s' } },
    bins: { type: 'transforms/histogram', params: { low: -1, high: 1, window: 10_000 } },
  },
  edges: ['wave.value -> bins.in'],
  layout: { wave: [0, 0], bins: [264, 0] },
};
const calm = {
  twinloom: 1,
  name: 'Calm',
  nodes: { level: { type: 'sources/constant', params: { value: 3 } } },
};

describe('the system page tells how the server fares', () => {
  let server: RunningServer;
  let browser: Browser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer('--no-plant'), openBrowser()]);
    for (const [id, flow] of Object.entries({ busy, calm })) {
      await server.send('PUT', `/api/flows/${id}`, flow);
      await server.send('POST', `/api/flows/${id}/deploy`, {});
      await server.send('PUT', `/api/twins/${id}-1`, { flow: id });
    }
    await server.send('PUT', '/api/connections/far', {
      protocol: 'mqtt',
      url: 'mqtt://127.0.0.1:9',
    });
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('flow by flow, worker by worker; a click on what takes the time opens it', async () => {
    const { page, complaints } = await openPage(browser, server.address);
    await page.getByRole('button', { name: 'System', exact: true }).click();
    const dialog = page.getByRole('dialog', { name: 'System' });
    const section = (name: string) => dialog.getByRole('region', { name });

    await section('Flows and twins')
      .getByRole('button', { name: /calm-1 running/ })
      .waitFor();
    const worker = section('Workers').getByRole('row', { name: /busy/ });
    await expect.poll(() => worker.locator('[data-name="Memory"]').innerText()).toMatch(/^\d+(\.\d)? MB$/);
    await expect.poll(() => worker.locator('[data-name="Deaths"]').innerText()).toBe('0');
    await section('Connections').getByRole('row', { name: /far/ }).getByText('unreachable').waitFor();
    await section('Queues').getByRole('row', { name: 'to the journal' }).waitFor();

    const first = section('Where the time goes').getByRole('button').first();
    await expect.poll(() => first.innerText()).toContain('bins');
    await expect.poll(() => first.innerText()).toContain('busy-1');
    await section('Where the time goes').getByRole('button', { name: /bins/ }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.locator('.react-flow__node[data-id="bins"] .card[data-selected]').waitFor();
    expect(complaints).toEqual([]);
  });

  it('also on a phone, without a sideways scroll', async () => {
    const { page, complaints } = await openPage(browser, server.address, { width: 390, height: 844 });
    await page.getByRole('button', { name: 'System', exact: true }).click();
    const body = page.getByRole('dialog', { name: 'System' }).locator('.dialog-body');
    await body.getByText('Twins running').waitFor();
    await expect.poll(() => body.evaluate((element) => element.scrollWidth - element.clientWidth)).toBe(0);
    expect(complaints).toEqual([]);
  });
});
