import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HistoryBody } from '@twinloom/runtime/protocol/bodies';
import { openBrowser, openPage } from '../fixtures/open-browser.ts';
import { startServer, type RunningServer } from '../fixtures/start-server.ts';
import { waitForNumber } from './canvas.ts';

const BEFORE_SECONDS = 14;

describe('the scope reaches back', () => {
  let server: RunningServer;
  let browser: Browser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer('--no-plant'), openBrowser()]);
    await server.send('PUT', '/api/flows/wave', {
      twinloom: 1,
      name: 'Wave',
      nodes: {
        wave: { type: 'sources/waveform', params: { amplitude: 2, offset: 5, period: '7 s', unit: 'bar' } },
      },
      scope: { ports: ['wave.value'] },
      layout: { wave: [0, 0] },
    });
    await server.send('POST', '/api/flows/wave/deploy', {});
    await server.send('PUT', '/api/twins/wave-1', { flow: 'wave' });
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('to what was before the page was opened, and hands it out as CSV', async () => {
    const span = async (): Promise<number> => {
      const { t } = await server.get<HistoryBody>('/api/twins/wave-1/history?port=wave.value');
      return (t.at(-1) ?? 0) - (t[0] ?? 0);
    };
    await expect.poll(span, { timeout: 60_000 }).toBeGreaterThan(BEFORE_SECONDS);
    const { page, complaints } = await openPage(browser, server.address);
    await page.getByRole('button', { name: /wave-1/ }).click();
    await waitForNumber(page, 'wave.value');
    const plot = page.getByRole('img', { name: 'wave.value over the last 1 min' });
    const box = (await plot.locator('.u-over').boundingBox())!;
    // 12 s before the right end: the page is younger than that.
    const cursor = page.locator('.legend-cursor').first();
    await expect
      .poll(async () => {
        await page.mouse.move(box.x + box.width * 0.5, box.y + 5);
        await page.mouse.move(box.x + box.width * (1 - 12 / 60), box.y + 10);
        return cursor.textContent();
      })
      .toMatch(/^[3-7](\.\d+)?$/);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'CSV' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('wave-1.csv');
    await page.getByRole('button', { name: '24 h' }).click();
    await page.getByRole('img', { name: 'wave.value over the last 24 h' }).waitFor();
    expect(complaints).toEqual([]);
  });
});
