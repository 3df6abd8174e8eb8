import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openPage } from '../fixtures/open-browser.ts';
import { startServer, type RunningServer } from '../fixtures/start-server.ts';
import { deployInDialog, liveValue, waitForNumber } from './canvas.ts';

const machine = {
  twinloom: 1,
  name: 'Machine',
  nodes: {
    flow: { type: 'sources/manual', params: { value: 0.005, min: 0, max: 1, unit: 'm3/s' } },
    on: { type: 'sources/manual', params: { control: 'switch', on: true } },
  },
  layout: { flow: [0, 0], on: [0, 160] },
};

const line = {
  twinloom: 1,
  name: 'Line',
  nodes: {
    seen: { type: 'sources/twin', title: 'From the machine', params: { twin: 'none', port: 'none.none' } },
    twice: { type: 'transforms/gain', params: { gain: 2 } },
  },
  edges: ['seen.value -> twice.in'],
  layout: { seen: [0, 0], twice: [240, 0] },
};

describe('a twin follows another', () => {
  let server: RunningServer;
  let browser: Browser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer('--no-plant'), openBrowser()]);
    for (const [id, document] of Object.entries({ machine, line })) {
      await server.send('PUT', `/api/flows/${id}`, document);
      await server.send('POST', `/api/flows/${id}/deploy`, {});
      await server.send('PUT', `/api/twins/${id}-1`, { flow: id });
    }
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('whose port is picked from a list, and has its values, converted, as long as it is there', async () => {
    const { page, complaints } = await openPage(browser, server.address);
    await page.getByRole('button', { name: /line-1/ }).click();
    await page.locator('.react-flow__node[data-id="seen"]').click();
    await page.getByTitle('there is no twin none').waitFor();
    await page.getByRole('button', { name: 'Browse twins' }).click();
    await page.getByLabel('Twin to look at').selectOption('machine-1');
    await page.getByRole('button', { name: /^on\.value/ }).waitFor();
    await page.getByRole('button', { name: /^flow\.value/ }).click();
    await expect.poll(() => page.locator('[data-param="port"] input').inputValue()).toBe('flow.value');
    const unit = page.locator('[data-param="unit"] input');
    await expect.poll(() => unit.inputValue()).toBe('m³/s');
    await unit.fill('m3/h');
    await unit.press('Enter');
    await page.getByRole('button', { name: 'Deploy', exact: true }).click();
    await deployInDialog(page);
    await waitForNumber(page, 'twice.out');
    await expect.poll(() => liveValue(page, 'twice.out').textContent()).toContain('36');

    await server.send('PUT', '/api/twins/machine-1/inputs', { values: { 'flow.value': 0.01 } });
    await expect.poll(() => liveValue(page, 'twice.out').textContent()).toContain('72');

    const gone = await fetch(`${server.address}/api/twins/machine-1`, { method: 'DELETE' });
    expect(gone.ok).toBe(true);
    await page.getByTitle('there is no twin machine-1').waitFor();
    await expect.poll(() => liveValue(page, 'twice.out').getAttribute('data-quality')).toBe('bad');

    await server.send('PUT', '/api/twins/machine-1', { flow: 'machine' });
    await expect.poll(() => liveValue(page, 'twice.out').textContent()).toContain('36');
    expect(complaints).toEqual([]);
  });
});
