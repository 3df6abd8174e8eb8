import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Flow } from '@twinloom/runtime/graph/flow';
import type { PlantBody } from '@twinloom/runtime/protocol/bodies';
import { openBrowser, openPage } from '../fixtures/open-browser.ts';
import { startServer, type RunningServer } from '../fixtures/start-server.ts';
import { typeInto, waitForNumber } from './canvas.ts';

describe('a newcomer', () => {
  let server: RunningServer;
  let browser: Browser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), openBrowser()]);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('is offered a tour once, goes through it by the keyboard, and is asked for the parameters of an example', async () => {
    const { page, complaints } = await openPage(browser, server.address, {
      width: 1440,
      height: 900,
      isNew: true,
    });
    await waitForNumber(page, 'flow.value');
    await page.getByRole('button', { name: 'Show me' }).press('Enter');
    const steps = ['measured', 'modelled', 'why', 'controls', 'scope', 'past', 'scenarios', 'build'];
    for (const step of steps) {
      await expectStep(page, step);
      await page.keyboard.press('Enter');
    }
    await expectStep(page, 'deploy');
    await page.keyboard.press('ArrowLeft');
    await expectStep(page, 'build');
    await page.keyboard.press('Escape');
    await page.locator('.tour-card').waitFor({ state: 'detached' });

    await page.reload();
    await waitForNumber(page, 'flow.value');
    await expect.poll(() => page.getByRole('button', { name: 'Show me' }).count()).toBe(0);
    await page.keyboard.press('Control+k');
    await typeInto(page, page.getByRole('combobox', { name: 'What should be done' }), 'tour');
    await page.keyboard.press('Enter');
    await expectStep(page, 'measured');
    await page.getByRole('button', { name: 'Leave' }).click();

    await page.getByRole('button', { name: 'New from an example…' }).click();
    await page.locator('.gallery-card[data-example="pump"]').click();
    const dialog = page.getByRole('dialog', { name: 'A pump and its twin' });
    const lift = dialog.getByLabel('Height the pipe rises');
    await expect.poll(() => lift.inputValue()).toBe('10');
    await lift.fill('25');
    await dialog.getByText('must be at most 19 m').waitFor();
    await expect
      .poll(() => dialog.getByRole('button', { name: 'Open', exact: true }).isDisabled())
      .toBe(true);
    await lift.fill('900 cm');
    await dialog.getByText('= 9 m').waitFor();
    await dialog.getByLabel(/^Bearing wears/).fill('1000');
    await lift.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    await page.locator('.twin-state', { hasText: 'pump-02' }).waitFor();
    await waitForNumber(page, 'flow.value');
    expect((await server.get<Flow>('/api/flows/pump-2')).parameters?.lift?.value).toBe('900 cm');
    await expect
      .poll(async () =>
        (await server.get<PlantBody[]>('/api/plants')).map(({ twin, status }) => [twin, status]),
      )
      .toContainEqual(['pump-02', 'running']);
    expect(complaints).toEqual([]);
  });
});

/** The card of a step is there with what it points at, and has the focus. */
async function expectStep(page: Page, step: string): Promise<void> {
  await page.locator(`.tour-card[data-step="${step}"]`).waitFor();
  await page.locator('.tour-ring[data-there]:not([hidden])').waitFor();
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.closest('.tour-card') !== null))
    .toBe(true);
}
