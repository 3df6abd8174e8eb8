import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AlarmEventBody, AlarmListBody } from '@twinloom/runtime/protocol/bodies';
import { openBrowser, openPage } from '../fixtures/open-browser.ts';
import { startServer, type RunningServer } from '../fixtures/start-server.ts';

const alarm = (title: string, priority: string, above: number) => ({
  type: 'sinks/alarm',
  title,
  params: { above: `${above} bar`, priority, text: 'Open the relief valve' },
});

describe('an operator works off alarms', () => {
  let server: RunningServer;
  let browser: Browser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer('--no-plant'), openBrowser()]);
    await server.send('PUT', '/api/flows/boiler', {
      twinloom: 1,
      name: 'Boiler',
      nodes: {
        pressure: { type: 'sources/manual', title: 'Pressure', params: { value: 3, max: 20, unit: 'bar' } },
        high: alarm('Pressure high', 'medium', 6),
        tooHigh: alarm('Pressure much too high', 'critical', 8),
      },
      edges: ['pressure.value -> high.in', 'pressure.value -> tooHigh.in'],
      layout: { pressure: [0, 0], high: [240, 0], tooHigh: [240, 160] },
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

  it('sees the most urgent first, acknowledges with a comment, puts one away, and reads what happened', async () => {
    const { page, complaints } = await openPage(browser, server.address);
    await page.getByRole('button', { name: /boiler-1/ }).click();
    await page.locator('.react-flow__node[data-id="high"]').waitFor();
    await page.getByRole('tab', { name: 'Alarms' }).click();
    await setPressure(9);
    const rows = page.locator('.alarm');
    await expect
      .poll(() => rows.locator('.alarm-name').allTextContents())
      .toEqual(['Pressure much too high', 'Pressure high']);
    await expect.poll(() => page.getByRole('tab', { name: 'Alarms' }).textContent()).toBe('Alarms2');
    const urgent = page.locator('[data-alarm="boiler-1.tooHigh"]');
    await expect.poll(() => urgent.locator('.alarm-value').textContent()).toBe('9 bar');

    await page.getByLabel('Comment').fill('valve opened');
    await urgent.getByRole('button', { name: 'Acknowledge' }).click();
    await page.locator('[data-alarm="boiler-1.tooHigh"][data-state="seen"]').waitFor();
    await page.getByLabel('Put Pressure high away').selectOption('60');
    await page.locator('[data-alarm="boiler-1.high"][data-state="shelved"]').waitFor();
    await expect.poll(() => page.getByRole('tab', { name: 'Alarms' }).textContent()).toBe('Alarms');

    await setPressure(3);
    await expect.poll(() => rows.count()).toBe(1);
    await page.getByRole('button', { name: 'Show again' }).click();
    await page.getByText('No alarm: every alarm node').waitFor();
    await page.getByRole('button', { name: 'Journal' }).click();
    await page.getByRole('cell', { name: 'local: valve opened' }).waitFor();
    const journal = async () =>
      (await server.get<AlarmEventBody[]>('/api/alarms/journal?twin=boiler-1'))
        .map(({ node, event }) => `${node} ${event}`)
        .toReversed();
    await expect
      .poll(journal)
      .toEqual([
        'high raised',
        'tooHigh raised',
        'tooHigh acknowledged',
        'high shelved',
        expect.stringMatching(/^(high|tooHigh) cleared$/),
        expect.stringMatching(/^(high|tooHigh) cleared$/),
        'high unshelved',
      ]);
    expect(complaints).toEqual([]);
  });

  it('finds them as they stood after the server was killed', async () => {
    await setPressure(9);
    const list = () => server.get<AlarmListBody>('/api/alarms');
    await expect.poll(async () => (await list()).alarms.length).toBe(2);
    await server.send('POST', '/api/alarms/acknowledge', {
      alarms: [{ twin: 'boiler-1', node: 'high' }],
      comment: 'known',
    });
    const before = await list();
    await server.kill();
    server = await startServer('--no-plant', '--data', server.dataDir);
    await expect.poll(async () => (await list()).alarms).toEqual(before.alarms);
  });
});
