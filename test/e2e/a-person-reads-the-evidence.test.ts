import { statSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openPage } from '../fixtures/open-browser.ts';
import { startServer, type RunningServer } from '../fixtures/start-server.ts';
import { waitForNumber } from './canvas.ts';

describe('a person reads the evidence', () => {
  let server: RunningServer;
  let browser: Browser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer('--no-plant'), openBrowser()]);
    await server.send('PUT', '/api/flows/boiler', {
      twinloom: 1,
      name: 'Boiler',
      nodes: {
        pressure: { type: 'sources/manual', title: 'Pressure', params: { value: 3, max: 20, unit: 'bar' } },
        high: { type: 'sinks/alarm', title: 'Pressure high', params: { above: '6 bar' } },
        note: { type: 'sinks/log', params: { text: 'pressure is {value}', level: 'warning' } },
      },
      edges: ['pressure.value -> high.in', 'pressure.value -> note.in'],
      scope: { ports: ['pressure.value', 'high.active'] },
      layout: { pressure: [0, 0], high: [480, 0], note: [480, 160] },
    });
    await server.send('POST', '/api/flows/boiler/deploy', {});
    await server.send('PUT', '/api/twins/boiler-1', { flow: 'boiler' });
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const setPressure = (bar: number) =>
    server.send('PUT', '/api/twins/boiler-1/inputs', { values: { 'pressure.value': bar } });

  const openBoiler = async () => {
    const watched = await openPage(browser, server.address);
    await watched.page.getByRole('button', { name: /boiler-1/ }).click();
    await waitForNumber(watched.page, 'pressure.value');
    await watched.page.locator('.trace-plot canvas').waitFor();
    return watched;
  };

  const shows = (page: Page, bar: number) =>
    page.locator('[data-live-scope="pressure.value"]', { hasText: `${bar} bar` }).waitFor();

  it('holds the scope without losing what comes, measures, and finds the alarm on the axis and all in a table', async () => {
    const { page, complaints } = await openBoiler();
    await setPressure(9);
    await shows(page, 9);
    await page.getByRole('button', { name: /Pressure high: raised/ }).waitFor();

    await page.getByRole('button', { name: 'Pause' }).click();
    await page.locator('.badge', { hasText: 'held' }).waitFor();
    await setPressure(12);
    await shows(page, 12);
    // Read once something was drawn after it was held.
    const held = await page.locator('.scope-times span').first().textContent();
    await setPressure(5);
    await shows(page, 5);
    await expect.poll(() => page.locator('.scope-times span').first().textContent()).toBe(held);

    await page.getByRole('button', { name: 'Measure between two cursors' }).click();
    const cursorA = page.getByRole('slider', { name: 'Cursor A' });
    const before = await cursorA.getAttribute('aria-valuetext');
    await cursorA.press('Home');
    await expect.poll(() => cursorA.getAttribute('aria-valuetext')).not.toBe(before);
    await page.getByRole('slider', { name: 'Cursor B' }).press('End');
    await page.getByText('Δt 60 s').waitFor();
    const greatest = page.locator('.scope-measure tbody tr').first().locator('td').nth(6);
    await expect.poll(() => greatest.textContent()).toBe('9');

    const [picture] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'PNG' }).click(),
    ]);
    expect(picture.suggestedFilename()).toBe('boiler-1.png');
    expect(statSync(await picture.path()).size).toBeGreaterThan(1_000);

    await page.getByRole('button', { name: 'Follow' }).click();
    await page.getByRole('slider', { name: 'Cursor B' }).press('End');
    await expect.poll(() => greatest.textContent()).toBe('12');
    await page.getByRole('button', { name: 'Show as a table' }).click();
    const table = page.getByRole('group', { name: 'The chart as a table' });
    await table.getByText('Pressure high: raised').waitFor();
    await expect.poll(() => table.locator('tbody tr').count()).toBe(60);
    await expect.poll(() => table.locator('tbody').textContent()).toMatch(/… 12\)/);
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('zooms in time by wheel and by keys, and hides a trace', async () => {
    const { page, complaints } = await openBoiler();
    const seconds = async (): Promise<number> => {
      const text = (await page.locator('.scope-times span').first().textContent()) ?? '';
      const [from = 0, to = 0] = [...text.matchAll(/(\d+):(\d+):(\d+)/g)].map(
        ([, h, m, s]) => Number(h) * 3600 + Number(m) * 60 + Number(s),
      );
      return (to - from + 86_400) % 86_400;
    };
    await page.locator('.scope-chart .u-over').hover();
    await page.mouse.wheel(0, -400);
    await expect.poll(seconds).toBeLessThan(40);
    const chart = page.getByRole('group', { name: /^Chart/ });
    await chart.press('-');
    await chart.press('-');
    await expect.poll(seconds).toBeGreaterThan(80);
    await chart.press('ArrowLeft');
    await page.locator('.badge', { hasText: 'held' }).waitFor();
    await chart.press('End');
    await page.locator('.badge', { hasText: 'held' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'high.active', exact: true }).click();
    await page.getByRole('img', { name: /^pressure\.value over the last/ }).waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('pins a probe that stays over a reload, asks an edge what it carries, and searches the log', async () => {
    const { page, complaints } = await openBoiler();
    await page.locator('.react-flow__node[data-id="pressure"] .card-title').click();
    await page.keyboard.press('p');
    const probe = page.locator('[data-probe="pressure.value"]');
    await probe.getByText('5 bar').waitFor();
    await page.reload();
    await page.getByRole('button', { name: /boiler-1/ }).click();
    await probe.getByText('5 bar').waitFor();
    const place = await probe.getAttribute('style');
    await probe.press('ArrowDown');
    await expect.poll(() => probe.getAttribute('style')).not.toBe(place);

    const edge = page.locator('.react-flow__edge[data-id="pressure.value -> high.in"]');
    await edge.focus();
    const card = page.getByRole('tooltip');
    await card.getByText('pressure.value → high.in').waitFor();
    await expect.poll(() => card.locator('[data-line="value"]').textContent()).toBe('5 bar');
    await expect.poll(() => card.locator('[data-line="quality"]').textContent()).toBe('good');
    await expect.poll(() => card.locator('[data-line="dropped"]').textContent()).toBe('nothing');
    await expect.poll(() => edge.getAttribute('aria-describedby')).toBe(await card.getAttribute('id'));
    await page.keyboard.press('Escape');
    await card.waitFor({ state: 'detached' });
    await probe.press('Delete');
    await probe.waitFor({ state: 'detached' });

    await page.getByRole('tab', { name: 'Log' }).click();
    await setPressure(4);
    const lines = page.locator('.log-line');
    await lines.getByText('pressure is 4 bar').waitFor();
    await page.getByLabel('Text').fill('no such line');
    await page.getByText('No line fits').waitFor();
    await page.getByLabel('Text').fill('NOTE 4');
    await lines.getByText('pressure is 4 bar').waitFor();
    await page.getByRole('button', { name: 'Errors' }).click();
    await page.getByText('No line fits').waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });
});
