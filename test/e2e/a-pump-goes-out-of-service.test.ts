import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AlarmListBody } from '@twinloom/runtime/protocol/bodies';
import { openBrowser, openPage } from '../fixtures/open-browser.ts';
import { startServer, type RunningServer } from '../fixtures/start-server.ts';

describe('a pump goes out of service', () => {
  let server: RunningServer;
  let browser: Browser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer('--no-plant'), openBrowser()]);
    await server.send('PUT', '/api/flows/station', {
      twinloom: 1,
      name: 'Station',
      nodes: {
        pressure: { type: 'sources/manual', title: 'Pressure', params: { value: 3, max: 20, unit: 'bar' } },
        high: {
          type: 'sinks/alarm',
          title: 'Pressure high',
          asset: 'pump',
          params: { above: '6 bar', text: 'Open the relief valve' },
        },
      },
      edges: ['pressure.value -> high.in'],
      layout: { pressure: [0, 0], high: [240, 0] },
    });
    await server.send('POST', '/api/flows/station/deploy', {});
    await server.send('PUT', '/api/twins/station-1', { flow: 'station' });
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const setPressure = (bar: number) =>
    server.send('PUT', '/api/twins/station-1/inputs', { values: { 'pressure.value': bar } });
  const flood = async () => (await server.get<AlarmListBody>('/api/alarms')).flood.count;

  it('with a note; its alarm stays silent until it is back, and the timeline tells of it', async () => {
    const { page, complaints } = await openPage(browser, server.address);
    await page.getByRole('button', { name: /station-1/ }).click();
    await page.locator('.react-flow__node[data-id="high"]').waitFor();
    await page.getByRole('tab', { name: 'Timeline' }).click();
    await page.getByText('deployed version 1').waitFor();
    await page.getByRole('button', { name: 'Out of service…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Out of service' });
    await expect.poll(() => dialog.getByLabel('Asset').inputValue()).toBe('pump');
    await dialog.getByLabel('Note').fill('seal is changed');
    await dialog.getByRole('button', { name: 'Take out of service' }).click();
    const act = page.locator('[data-kind="out-of-service"]');
    await act.getByText('took pump out of service').waitFor();
    await expect.poll(() => act.textContent()).toContain('seal is changed');
    await page.locator('.card[data-state="out-of-service"]').getByText('pump is out of service').waitFor();

    await setPressure(9);
    await page.getByText('set pressure.value to 9').waitFor();
    await page.getByRole('tab', { name: 'Alarms' }).click();
    const alarm = page.locator('[data-alarm="station-1.high"]');
    await alarm.getByText('out of service', { exact: true }).waitFor();
    await expect.poll(() => page.getByRole('tab', { name: 'Alarms' }).textContent()).toBe('Alarms');
    expect(await flood()).toBe(0);

    await page.getByRole('tab', { name: 'Timeline' }).click();
    await page.getByRole('button', { name: 'Put pump back into service' }).click();
    await page.getByLabel('Note').fill('runs again');
    await page.getByRole('button', { name: 'Put back into service', exact: true }).click();
    await page.locator('[data-kind="in-service"]').getByText('put pump back into service').waitFor();
    await expect.poll(() => page.getByRole('tab', { name: 'Alarms' }).textContent()).toBe('Alarms1');
    await expect
      .poll(() => page.locator('.act-what').allTextContents())
      .toEqual([
        'put pump back into service',
        'set pressure.value to 9',
        'took pump out of service',
        'deployed version 1',
      ]);
    expect(complaints).toEqual([]);
  });
});
