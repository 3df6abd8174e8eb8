import { statSync } from 'node:fs';
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
    await expect.poll(span).toBeGreaterThan(BEFORE_SECONDS);
    const { page, complaints } = await openPage(browser, server.address);
    await page.getByRole('button', { name: /wave-1/ }).click();
    await waitForNumber(page, 'wave.value');
    const plot = page.getByRole('img', { name: 'wave.value over the last 1 min' });
    // 12 s before the right end: the page is younger than that.
    const cursor = page.locator('.legend-cursor').first();
    await expect
      .poll(async () => {
        const box = (await plot.locator('.u-over').boundingBox())!;
        await page.mouse.move(box.x + box.width * 0.5, box.y + 5);
        await page.mouse.move(box.x + box.width * (1 - 12 / 60), box.y + 10);
        return cursor.textContent();
      })
      .toMatch(/^[3-7](\.\d+)?$/);
    for (const [name, file] of [
      ['CSV', 'wave-1.csv'],
      ['Parquet', 'wave-1.parquet'],
    ] as const) {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name }).click(),
      ]);
      expect(download.suggestedFilename()).toBe(file);
      expect(statSync(await download.path()).size).toBeGreaterThan(100);
    }
    await page.getByText(/^History: [\d.]+ [kM]B, reaches back \d+(\.\d)? s$/).waitFor();
    await page.getByRole('button', { name: '24 h' }).click();
    await page.getByRole('img', { name: 'wave.value over the last 24 h' }).waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('and a held picture stays as it is: nothing is asked for again until it follows', async () => {
    const { page } = await openPage(browser, server.address);
    await page.clock.install();
    await page.getByRole('button', { name: /wave-1/ }).click();
    const asked: number[] = [];
    page.on('request', (request) => {
      const { from, to } = Object.fromEntries(new URL(request.url()).searchParams);
      if (from !== undefined && to !== undefined) asked.push(Math.round(Number(to) - Number(from)));
    });
    const timesAsked = (seconds: number): number => asked.filter((span) => span === seconds).length;
    // A question to the server behind each turn: what the turn asks is on its way by then.
    const turn = async (): Promise<void> => {
      await page.clock.fastForward(11_000);
      await page.evaluate(() => fetch('/api/health').then((answer) => answer.json()));
    };
    await page.getByRole('button', { name: '2 h' }).click();
    await expect.poll(() => timesAsked(7_200)).toBeGreaterThan(0);
    const following = timesAsked(7_200);
    await expect
      .poll(async () => {
        await turn();
        return timesAsked(7_200);
      })
      .toBeGreaterThan(following);
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Follow' }).waitFor();
    await turn();
    const held = timesAsked(7_200);
    for (let i = 0; i < 5; i++) await turn();
    expect(timesAsked(7_200)).toBe(held);
    await page.getByRole('button', { name: '24 h' }).click();
    await expect.poll(() => timesAsked(86_400)).toBe(1);
    await turn();
    expect(timesAsked(86_400)).toBe(1);
    await page.getByRole('button', { name: 'Follow' }).click();
    await expect.poll(() => timesAsked(86_400)).toBeGreaterThan(1);
    await page.close();
  });
});
