import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { openBrowser, openPage } from '../fixtures/open-browser.ts';
import { startServer, type RunningServer } from '../fixtures/start-server.ts';
import { dragFromPalette, typeInto } from './canvas.ts';

describe('a table of states is filled in', () => {
  let server: RunningServer;
  let browser: Browser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), openBrowser()]);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('cell by cell, from the keyboard and from a spreadsheet, and says which row is wrong', async () => {
    const { page, complaints } = await openPage(browser, server.address);
    await page.locator('.react-flow__node').first().waitFor();
    await dragFromPalette(page, 'transforms/state-machine');
    await page.locator('.react-flow__node[data-id="stateMachine"]').click();

    const outputs = page.locator('[data-param="outputs"]');
    await outputs.getByRole('button', { name: 'Field' }).click();
    await outputs.getByLabel('Name of field 1').fill('valve');
    await outputs.getByLabel('Type of valve').selectOption('boolean');
    await page.locator('.react-flow__node[data-id="stateMachine"] [data-handleid="valve"]').waitFor();

    const states = page.locator('[data-param="states"]');
    await expect.poll(() => states.locator('th').allTextContents()).toEqual(['name', 'valve']);
    await states.getByLabel('name of row 1').fill('filling');
    await states.getByLabel('valve of row 1').fill('true');
    await states.getByLabel('name of row 2').fill('resting');
    await page.keyboard.press('Enter');
    await typeInto(page, states.getByLabel('name of row 3'), 'draining');

    const transitions = page.locator('[data-param="transitions"]');
    await transitions.getByText(/row 1: there is no state off/).waitFor();
    await transitions.getByLabel('from of row 1').evaluate((cell) => {
      const data = new DataTransfer();
      data.setData(
        'text/plain',
        'filling\tstart\t\tresting\r\nresting\t\t30 s\tdraining\r\ndraining\tstop\t\tfilling\r\n',
      );
      cell.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }),
      );
    });
    await transitions.getByLabel('to of row 3').focus();
    await page.keyboard.press('Alt+ArrowUp');
    await expect.poll(() => transitions.getByText(/row \d/).count()).toBe(0);

    await expect
      .poll(async () => (await storedParams(server))?.transitions)
      .toEqual([
        { from: 'filling', when: 'start', to: 'resting' },
        { from: 'draining', when: 'stop', to: 'filling' },
        { from: 'resting', after: '30 s', to: 'draining' },
      ]);
    await expect
      .poll(async () => (await storedParams(server))?.states)
      .toEqual([{ name: 'filling', valve: true }, { name: 'resting' }, { name: 'draining' }]);
    expect(complaints).toEqual([]);
  });
});

async function storedParams(server: RunningServer): Promise<Record<string, unknown> | undefined> {
  const flow = await server.get<Flow>('/api/flows/pump');
  return flow.nodes.stateMachine?.params;
}
