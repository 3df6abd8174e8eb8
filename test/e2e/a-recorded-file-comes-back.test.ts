import { readFile } from 'node:fs/promises';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openPage } from '../fixtures/open-browser.ts';
import { startServer, type RunningServer } from '../fixtures/start-server.ts';
import { waitForNumber } from './canvas.ts';
import { dropFile } from './drop-file.ts';

describe('a recorded file comes back', () => {
  let server: RunningServer;
  let browser: Browser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer('--no-plant'), openBrowser()]);
    await server.send('PUT', '/api/flows/shift', {
      twinloom: 1,
      name: 'Shift book',
      nodes: {
        flow: { type: 'sources/constant', params: { value: 0.005, unit: 'm3/s' } },
        run: { type: 'sources/manual', params: { control: 'switch' } },
        book: {
          type: 'sinks/csv-record',
          params: { columns: { flow: 'm3/h', on: { type: 'boolean' } }, name: 'shift', every: '100ms' },
        },
      },
      edges: ['flow.value -> book.flow', 'run.value -> book.on'],
      layout: { flow: [0, 0], run: [0, 160], book: [240, 80] },
    });
    await server.send('POST', '/api/flows/shift/deploy', {});
    await server.send('PUT', '/api/twins/line-1', { flow: 'shift' });
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('from the inspector of its sink, and onto the canvas as a source with the same columns', async () => {
    const { page, complaints } = await openPage(browser, server.address);
    await page.getByRole('button', { name: /line-1/ }).click();
    await waitForNumber(page, 'flow.value');
    await page.locator('.react-flow__node[data-id="book"]').click();
    const newest = await page
      .getByTitle(/^Fetch line-1\.shift_/)
      .last()
      .getAttribute('href');
    // A file that has just begun has a head only.
    await expect
      .poll(async () => (await (await fetch(server.address + newest)).text()).trimEnd().split('\n').length)
      .toBeGreaterThan(3);
    const link = page.locator(`a[href="${newest}"]`);
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    expect(download.suggestedFilename()).toMatch(/^line-1\.shift_\d{4}-\d\d-\d\d\.csv$/);
    const text = await readFile(await download.path(), 'utf8');
    const [header, ...rows] = text.trimEnd().split('\n');
    expect(header).toBe('time,flow [m3/h],on');
    expect(rows.length).toBeGreaterThan(1);
    expect(rows.every((row) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z,18,false$/.test(row))).toBe(true);

    await dropFile(page, 'shift.csv', text, { x: 300, y: 300 });
    const dialog = page.getByRole('dialog', { name: 'shift.csv' });
    await dialog.getByText(/ rows over /).waitFor();
    await expect.poll(() => dialog.getByLabel('Unit of flow [m3/h]').inputValue()).toBe('m³/h');
    await dialog.getByRole('button', { name: 'Add to the flow' }).click();
    const card = page.locator('.react-flow__node[data-id="shift"]');
    await card.locator('.port-handle[data-port="shift.on"]').waitFor();
    await card.locator('.port-handle[data-port="shift.flow"]').waitFor();
    expect(complaints).toEqual([]);
  });

  it('and no other file of the server does', async () => {
    const asked = ['/api/records/none_2026-01-01.csv', '/api/records/..%2Ftwinloom.db', '/api/records/%00'];
    const answers = await Promise.all(asked.map((path) => fetch(server.address + path)));
    expect(answers.map(({ status }) => status)).toEqual([404, 404, 404]);
  });
});
