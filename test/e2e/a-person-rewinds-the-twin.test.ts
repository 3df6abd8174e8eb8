import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StateBody } from '@twinloom/runtime/protocol/bodies';
import { openBrowser, openPage } from '../fixtures/open-browser.ts';
import { startServer, type RunningServer } from '../fixtures/start-server.ts';
import { liveValue, waitForNumber } from './canvas.ts';

describe('a person rewinds the twin', () => {
  let server: RunningServer;
  let browser: Browser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer('--no-plant'), openBrowser()]);
    await server.send('PUT', '/api/flows/boiler', {
      twinloom: 1,
      name: 'Boiler',
      nodes: {
        pressure: { type: 'sources/manual', title: 'Pressure', params: { value: 3, max: 20, unit: 'bar' } },
        wave: { type: 'sources/waveform', params: { period: '3 s', unit: 'bar' } },
        sum: {
          type: 'transforms/expression',
          params: {
            inputs: { a: { unit: 'bar' }, b: { unit: 'bar' } },
            expression: '2*a + b',
            unit: 'bar',
          },
        },
        high: { type: 'sinks/alarm', title: 'Pressure high', params: { above: '6 bar' } },
      },
      edges: ['pressure.value -> sum.a', 'wave.value -> sum.b', 'pressure.value -> high.in'],
      controls: [{ title: 'Pressure', port: 'pressure.value', look: 'slider' }],
      layout: { pressure: [0, 0], wave: [0, 160], sum: [240, 80], high: [480, 0] },
    });
    await server.send('POST', '/api/flows/boiler/deploy', {});
    await server.send('PUT', '/api/twins/boiler-1', { flow: 'boiler' });
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const state = () => server.get<StateBody>('/api/twins/boiler-1/state');
  async function setPressure(bar: number): Promise<number> {
    await server.send('PUT', '/api/twins/boiler-1/inputs', { values: { 'pressure.value': bar } });
    const since = (await state()).ports['pressure.value']!.t!;
    await expect.poll(async () => (await state()).t).toBeGreaterThan(since + 1.5);
    return since;
  }
  const pressureShown = (page: Page, text: RegExp) =>
    expect.poll(() => liveValue(page, 'pressure.value').textContent()).toMatch(text);

  it('to when it stood otherwise, instant by instant and playing, while it goes on', async () => {
    const raised = await setPressure(9);
    await setPressure(4);
    const { page, complaints } = await openPage(browser, server.address);
    await page.getByRole('button', { name: /boiler-1/ }).click();
    await waitForNumber(page, 'sum.out');
    await pressureShown(page, /^4\b/);

    const field = page.getByLabel('Go to a time');
    await field.fill(new Date((raised + 0.5) * 1000).toISOString());
    await field.press('Enter');
    await pressureShown(page, /^9\b/);
    await page.getByText(/^This is the past: 20\d\d-/).waitFor();
    await page.locator('.twin-state[data-twin-state="past"]').waitFor();
    await page.getByRole('tab', { name: 'Alarms' }).click();
    const alarm = page.locator('[data-alarm="boiler-1.high"][data-state="raised"]');
    await alarm.waitFor();
    await alarm.getByRole('button', { name: 'Acknowledge' }).click();
    await page.getByText('This is the past. Go back to live to answer alarms.').waitFor();

    await page.locator('.react-flow__node[data-id="sum"]').click();
    await page.keyboard.press('w');
    const tree = page.getByRole('tree', { name: 'Chain of inputs' });
    await tree.waitFor();
    const inputs = tree.locator('[aria-level="2"]');
    await expect
      .poll(() => inputs.locator('.why-name').allTextContents())
      .toEqual(['Pressure value', 'wave value']);
    await expect.poll(() => inputs.first().locator('.why-value').textContent()).toBe('9 bar');
    await expect.poll(() => inputs.first().locator('.why-percent').textContent()).toMatch(/^(9\d|100) %$/);
    await tree.getByRole('treeitem').first().focus();
    await page.keyboard.press('ArrowRight');
    await tree.locator('[aria-level="2"]:focus').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.react-flow__node.selected[data-id="pressure"]').waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => tree.count()).toBe(0);
    // As old as it was then, not as it is by now.
    await page.locator('.react-flow__node[data-id="pressure"]').click();
    const age = page.locator('[data-live-age="pressure.value"]');
    await expect.poll(() => age.textContent()).toMatch(/^good · [01]\.\d s old$/);

    const valueOf = (): Promise<string | null> =>
      page.getByRole('slider', { name: 'Time that is shown' }).getAttribute('aria-valuetext');
    const here = await valueOf();
    await page.getByRole('button', { name: 'An instant back' }).click();
    await expect.poll(valueOf).not.toBe(here);
    const before = await valueOf();
    await page.getByRole('button', { name: 'An instant on' }).click();
    await expect.poll(valueOf).not.toBe(before);
    await pressureShown(page, /^9\b/);

    await page.getByLabel('Speed').selectOption('10');
    await page.getByRole('button', { name: 'Play', exact: true }).click();
    // It runs into what is live by itself.
    await page.locator('.twin-state[data-twin-state="running"]').waitFor();
    await pressureShown(page, /^4\b/);
    await expect.poll(() => page.getByText('This is the past').count()).toBe(0);

    const slider = page.getByRole('slider', { name: 'Time that is shown' });
    await slider.focus();
    await slider.press('Home');
    await page.locator('.twin-state[data-twin-state="past"]').waitFor();
    await slider.press('End');
    await page.locator('.twin-state[data-twin-state="running"]').waitFor();
    expect(complaints).toEqual([]);

    await field.fill('2001-01-01 12:00');
    await field.press('Enter');
    await page.getByText(/Nothing to show: boiler-1 is remembered from/).waitFor();
    await expect.poll(() => liveValue(page, 'sum.out').textContent()).not.toMatch(/\d/);
    await page.getByRole('button', { name: 'Back to live' }).click();
    await waitForNumber(page, 'sum.out');
    await page.close();
  });
});
