import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { openBrowser, openPage } from '../fixtures/open-browser.ts';
import { startServer, type RunningServer } from '../fixtures/start-server.ts';
import { deployInDialog, dragFromPalette, waitForChange, waitForNumber } from './canvas.ts';
import { dropFile } from './drop-file.ts';

const SPOT = { x: 300, y: 120 };

/** A reading a second on 9 March 2024, as a German program exports it. */
const EXPORT = [
  'Zeitstempel;Durchfluss [m³/h];temp_C;Pumpe',
  ...Array.from({ length: 59 }, (_, i) => {
    const second = String(i).padStart(2, '0');
    return `09.03.2024 10:00:${second};${12 + (i % 5)},25;${i === 3 ? '' : `2${i % 10},5`};${i % 2 === 0}`;
  }),
  '',
].join('\r\n');

describe('a dropped CSV becomes a source', () => {
  let server: RunningServer;
  let browser: Browser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), openBrowser()]);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('shows how it was understood, and runs after the deploy', async () => {
    const { page, complaints } = await openPage(browser, server.address);
    await page.locator('.react-flow__node').first().waitFor();
    await dropFile(page, 'pump day.csv', EXPORT, SPOT);
    const dialog = page.getByRole('dialog', { name: 'pump day.csv' });
    await dialog.getByText('59 rows over 58 s').waitFor();
    await expect.poll(() => dialog.getByLabel('Separator').inputValue()).toBe(';');
    await expect.poll(() => dialog.getByLabel('Decimal sign').inputValue()).toBe(',');
    await expect.poll(() => dialog.getByLabel('Times are').inputValue()).toBe('day-month-year');
    await expect.poll(() => dialog.getByLabel('Unit of Durchfluss [m³/h]').inputValue()).toBe('m³/h');
    const first = dialog.locator('tbody tr').first();
    await expect
      .poll(() => first.locator('th, td').allTextContents())
      .toEqual(['2024-03-09T10:00:00Z', '12.25', '20.5', 'true']);
    await dialog.getByLabel('Port of Durchfluss [m³/h]').fill('flow');
    await dialog.getByLabel('Begin again after the last row').check();
    await dialog.getByRole('button', { name: 'Add to the flow' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.locator('.react-flow__node[data-id="pumpDay"]').waitFor();

    await page.keyboard.press('Control+Shift+Enter');
    await deployInDialog(page);
    const shown = await waitForNumber(page, 'pumpDay.flow');
    await waitForChange(page, 'pumpDay.flow', shown);
    const { twin } = (await server.get<{ id: string }[]>('/api/twins')).map(({ id }) => ({ twin: id }))[0]!;
    type State = { ports: Record<string, { unit: string; quality: string }> };
    await expect
      .poll(async () => (await server.get<State>(`/api/twins/${twin}/state`)).ports)
      .toMatchObject({
        'pumpDay.flow': { unit: 'm3/h', quality: 'good' },
        'pumpDay.temp': { unit: 'Cel', quality: 'good' },
      });
    expect(complaints).toEqual([]);
  });

  it('is one step of undo, and can be read otherwise from the inspector', async () => {
    const { page, complaints } = await openPage(browser, server.address);
    await page.locator('.react-flow__node').first().waitFor();
    await dropFile(page, 'twice.csv', 'when,a\n3/4/2024 10:00,1\n3/4/2024 11:00,2\n', SPOT);
    const dialog = page.getByRole('dialog', { name: 'twice.csv' });
    await dialog.getByText('may be day and month, or month and day').waitFor();
    const add = dialog.getByRole('button', { name: 'Add to the flow' });
    await expect.poll(() => add.isDisabled()).toBe(true);
    await dialog.getByLabel('Times are').selectOption('day-month-year');
    await dialog.getByText('from 2024-04-03T10:00:00Z').waitFor();
    await add.click();
    const card = page.locator('.react-flow__node[data-id="twice"]');
    await card.waitFor();
    await page.getByRole('button', { name: 'How it is read…' }).click();
    await dialog.getByLabel('Times are').selectOption('month-day-year');
    await dialog.getByText('from 2024-03-04T10:00:00Z').waitFor();
    await dialog.getByRole('button', { name: 'Apply' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+z');
    await card.waitFor();
    await page.keyboard.press('Control+z');
    await card.waitFor({ state: 'detached' });
    await page.locator('.header-saving', { hasText: /^saved$/ }).waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('may also be chosen in the inspector, or pasted from a spreadsheet', async () => {
    const { page, complaints } = await openPage(browser, server.address);
    await page.locator('.react-flow__node').first().waitFor();
    await dragFromPalette(page, 'sources/csv-replay');
    const chosen = {
      name: 'chosen.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('time,level_mm\n0,5\n1,6\n'),
    };
    await page.getByLabel('CSV file').setInputFiles(chosen);
    const dialog = page.getByRole('dialog', { name: 'chosen.csv' });
    await dialog.getByText('2 rows over 1 s').waitFor();
    await dialog.getByRole('button', { name: 'Apply' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page
      .locator('.react-flow__node[data-id="csvReplay"] .port-handle[data-port="csvReplay.level"]')
      .waitFor();

    await page.evaluate(() => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', 't\tv\n0\t1,5\n1\t2,5\n');
      document.body.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
      );
    });
    const pasted = page.getByRole('dialog', { name: 'pasted.csv' });
    await pasted.getByText('2 rows over 1 s').waitFor();
    await pasted.getByRole('button', { name: 'Add to the flow' }).click();
    await pasted.waitFor({ state: 'detached' });
    await page.locator('.react-flow__node[data-id="pasted"]').waitFor();
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await page.keyboard.press('Control+z');
    await page.locator('.react-flow__node[data-id="csvReplay"]').waitFor({ state: 'detached' });
    await page.locator('.header-saving', { hasText: /^saved$/ }).waitFor();
    expect(complaints).toEqual([]);
    // What it stores late would be a change to whoever compares.
    await page.close();
  });

  it('that is no table changes nothing and says why', async () => {
    const { page, complaints } = await openPage(browser, server.address);
    await page.locator('.react-flow__node').first().waitFor();
    const before = await server.get<Flow>('/api/flows/pump');
    for (const [name, text, says] of [
      ['book.xlsx', 'PK\u0003\u0004\0\0', 'This is an Excel workbook or an archive, not a CSV.'],
      ['empty.csv', '', 'The file is empty.'],
      ['one.csv', 'a\n1\n2\n', 'The file has one column only'],
      ['back.csv', 'time,a\n0,1\n2,2\n1,3\n', 'Line 4: the time 1 goes back.'],
      ['wide.csv', 'time,a\n0,1\n1,2,5\n', 'Line 3 has 3 cells, the first line has 2.'],
    ] as const) {
      await dropFile(page, name, text, SPOT);
      const dialog = page.getByRole('dialog', { name });
      await dialog.getByRole('alert').filter({ hasText: says }).waitFor();
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
    }
    expect(await server.get<Flow>('/api/flows/pump')).toEqual(before);
    expect(complaints).toEqual([]);
  });
});
