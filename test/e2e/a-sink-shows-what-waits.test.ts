import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openPage } from '../fixtures/open-browser.ts';
import { startMosquitto, type RunningMosquitto } from '../fixtures/start-mosquitto.ts';
import { startServer, type RunningServer } from '../fixtures/start-server.ts';

const publish = (title: string, keep: string) => ({
  type: 'sinks/mqtt-publish',
  title,
  params: { connection: 'far', topic: title, qos: 1, keep },
});

describe('a sink shows what waits', () => {
  let server: RunningServer;
  let browser: Browser;
  let port: number;
  let broker: RunningMosquitto | undefined;

  beforeAll(async () => {
    [server, browser, broker] = await Promise.all([
      startServer('--no-plant'),
      openBrowser(),
      startMosquitto(),
    ]);
    ({ port } = broker);
    await server.send('PUT', '/api/connections/far', { protocol: 'mqtt', url: broker.url });
    await broker.stop();
    broker = undefined;
    await server.send('PUT', '/api/flows/relay', {
      twinloom: 1,
      name: 'Relay',
      nodes: {
        wave: { type: 'sources/waveform', title: 'Wave', params: { every: '100 ms', unit: '1' } },
        all: publish('All', 'drop-oldest'),
        newest: publish('Newest', 'latest'),
      },
      edges: ['wave.value -> all.in', 'wave.value -> newest.in'],
      layout: { wave: [0, 0], all: [280, 0], newest: [280, 160] },
    });
    await server.send('POST', '/api/flows/relay/deploy', {});
    await server.send('PUT', '/api/twins/relay-1', { flow: 'relay' });
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
    await broker?.stop();
  });

  const statusOf = async (page: Page, id: string): Promise<string> =>
    (await page.locator(`.react-flow__node[data-id="${id}"] .card-status`).textContent()) ?? '';

  it('and what gave way, on its card and in the inspector, until the broker is back', async () => {
    const { page, complaints } = await openPage(browser, server.address);
    await page.getByRole('button', { name: /relay-1/ }).click();
    await expect.poll(() => statusOf(page, 'all')).toMatch(/^\d\d+ waiting$/);
    await expect.poll(() => statusOf(page, 'newest')).toMatch(/^1 waiting, \d+ left out$/);
    await page.locator('.react-flow__node[data-id="newest"]').click();
    await page.getByText(/^1 value waits in the queue and goes on in order\.$/).waitFor();
    await page.getByText(/values were left out since the last deploy/).waitFor();
    broker = await startMosquitto(port);
    await expect.poll(() => statusOf(page, 'all')).toBe('all · sinks/mqtt-publish');
    await expect.poll(() => statusOf(page, 'newest')).toMatch(/^\d+ left out$/);
    expect(complaints).toEqual([]);
  });
});
