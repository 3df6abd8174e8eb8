import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openPage } from '../fixtures/open-browser.ts';
import { startServer, type RunningServer } from '../fixtures/start-server.ts';

const flow = (gain: number) => ({
  twinloom: 1,
  name: 'Meter',
  nodes: {
    press: { type: 'sources/manual', params: { control: 'switch' } },
    count: { type: 'transforms/count' },
    twice: { type: 'transforms/gain', params: { gain } },
  },
  edges: ['press.value -> count.in', 'count.count -> twice.in'],
  layout: { press: [0, 0], count: [240, 0], twice: [480, 0] },
});

describe('a flow goes back', () => {
  let server: RunningServer;
  let browser: Browser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer('--no-plant'), openBrowser()]);
    await server.send('PUT', '/api/flows/meter', flow(2));
    await server.send('POST', '/api/flows/meter/deploy', { note: 'as built' });
    await server.send('PUT', '/api/twins/meter-1', { flow: 'meter' });
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const press = async (times: number): Promise<void> => {
    for (let i = 0; i < 2 * times; i++)
      await server.send('PUT', '/api/twins/meter-1/inputs', { values: { 'press.value': i % 2 === 0 } });
  };

  async function read(): Promise<unknown[]> {
    type State = { ports: Record<string, { value: unknown }> };
    const { ports } = await server.get<State>('/api/twins/meter-1/state');
    return [ports['count.count']?.value, ports['twice.out']?.value];
  }

  it('to an earlier version, in the state in which its twins left it', async () => {
    await press(3);
    await expect.poll(read).toEqual([3, 6]);
    await server.send('PUT', '/api/flows/meter', flow(10));
    await server.send('POST', '/api/flows/meter/deploy', { note: 'ten times' });
    await press(2);
    await expect.poll(read).toEqual([5, 50]);

    const { page, complaints } = await openPage(browser, server.address);
    await page.getByRole('button', { name: /meter-1/ }).click();
    await page.locator('.react-flow__node[data-id="count"]').waitFor();
    await page.getByRole('button', { name: 'Inspector' }).click();
    const version = page.locator('[data-version="1"]');
    await version.getByText('as built').waitFor();
    await version.getByRole('button', { name: 'Go back…' }).click();
    await version.getByRole('button', { name: 'Go back to version 1' }).click();
    await page.locator('[data-version="3"]').getByText('Back to version 1').waitFor();
    await expect.poll(read).toEqual([3, 6]);
    await press(1);
    await expect.poll(read).toEqual([4, 8]);

    await page.locator('[data-version="2"]').getByRole('button', { name: 'Open' }).click();
    await page.locator('.react-flow__node[data-id="twice"]').click();
    await expect.poll(() => page.locator('[data-param="gain"] input').inputValue()).toBe('10');
    expect(await read()).toEqual([4, 8]);
    expect(complaints).toEqual([]);
  });
});
