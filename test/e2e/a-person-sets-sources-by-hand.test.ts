import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openPage } from '../fixtures/open-browser.ts';
import { startServer, type RunningServer } from '../fixtures/start-server.ts';
import { liveValue, waitForNumber } from './canvas.ts';

describe('a person sets sources by hand', () => {
  let server: RunningServer;
  let browser: Browser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer('--no-plant'), openBrowser()]);
    await server.send('PUT', '/api/flows/hand', {
      twinloom: 1,
      name: 'By hand',
      nodes: {
        speed: {
          type: 'sources/manual',
          title: 'Line speed',
          params: { value: 40, max: 60, unit: 'm/min' },
        },
        run: { type: 'sources/manual', title: 'Run', params: { control: 'switch' } },
        grade: {
          type: 'sources/manual',
          title: 'Grade',
          params: { control: 'choice', choices: ['A4', 'A3'] },
        },
        piece: { type: 'sources/manual', title: 'One piece', params: { control: 'button' } },
        held: { type: 'transforms/sample-and-hold', params: {} },
        double: { type: 'transforms/gain', title: 'Double', params: { gain: 2 } },
        press: { type: 'transforms/pulse' },
      },
      edges: [
        'speed.value -> double.in',
        'speed.value -> held.in',
        'piece.value -> press.in',
        'press.out -> held.trigger',
      ],
      layout: {
        speed: [0, 0],
        piece: [0, 160],
        run: [0, 320],
        grade: [0, 480],
        press: [240, 160],
        held: [480, 80],
        double: [240, 0],
      },
    });
    await server.send('POST', '/api/flows/hand/deploy', {});
    await server.send('PUT', '/api/twins/hand-01', { flow: 'hand' });
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  async function setByHand(): Promise<unknown> {
    return (await server.get<{ values: unknown }>('/api/twins/hand-01/inputs')).values;
  }

  it('in the bar above the canvas and in the inspector; a press is not remembered', async () => {
    const { page, complaints } = await openPage(browser, server.address);
    await page.getByRole('button', { name: /hand-01/ }).click();
    await waitForNumber(page, 'speed.value');
    const bar = page.getByRole('toolbar', { name: 'Controls of the running twin' });
    await expect.poll(() => bar.getByLabel('Line speed').getAttribute('max')).toBe('60');

    await bar.getByLabel('Line speed').fill('45');
    await bar.getByRole('button', { name: 'One piece' }).click();
    await waitForNumber(page, 'held.out');
    await expect.poll(() => liveValue(page, 'held.out').textContent()).toContain('45');

    await bar.getByRole('switch', { name: 'Run' }).click();
    await bar.getByLabel('Grade').selectOption('A3');
    await expect.poll(setByHand).toEqual({ 'speed.value': 45, 'run.value': true, 'grade.value': 'A3' });
    await expect.poll(() => liveValue(page, 'grade.value').textContent()).toBe('A3');

    await page.locator('.react-flow__node[data-id="grade"]').click();
    await expect
      .poll(() =>
        page.locator('[data-param]').evaluateAll((all) => all.map((one) => one.getAttribute('data-param'))),
      )
      .toEqual(['control', 'choices', 'choice']);
    await page.getByRole('button', { name: 'Back to the flow', exact: true }).click();
    await expect.poll(setByHand).toEqual({ 'speed.value': 45, 'run.value': true });
    await expect.poll(() => liveValue(page, 'grade.value').textContent()).toBe('A4');

    await page.locator('.react-flow__node[data-id="piece"]').click();
    await bar.getByLabel('Line speed').fill('50');
    await expect.poll(() => liveValue(page, 'speed.value').textContent()).toContain('50');
    await page.getByRole('button', { name: 'Press One piece' }).click();
    await expect.poll(() => liveValue(page, 'held.out').textContent()).toContain('50');
    expect(complaints).toEqual([]);
  });

  it('and sees at once what somebody else sets by the API', async () => {
    const { page, complaints } = await openPage(browser, server.address);
    await page.getByRole('button', { name: /hand-01/ }).click();
    await waitForNumber(page, 'speed.value');
    const slider = page
      .getByRole('toolbar', { name: 'Controls of the running twin' })
      .getByLabel('Line speed');
    await slider.fill('30');
    // Of two who set a value the later has it: the page's own request must have arrived.
    await expect.poll(setByHand).toMatchObject({ 'speed.value': 30 });
    const values = { 'speed.value': 20, 'double.gain': 3 };
    await server.send('PUT', '/api/twins/hand-01/inputs', { values });
    // Only once the hand is off it for a moment.
    await expect.poll(() => slider.inputValue()).toBe('20');

    await page.locator('.react-flow__node[data-id="double"]').click();
    const gain = page.getByLabel('double.gain now');
    await expect.poll(() => gain.inputValue()).toBe('3');
    await server.send('PUT', '/api/twins/hand-01/inputs', { values: { 'double.gain': null } });
    await expect.poll(() => gain.inputValue()).toBe('2');
    expect(complaints).toEqual([]);
  });
});
