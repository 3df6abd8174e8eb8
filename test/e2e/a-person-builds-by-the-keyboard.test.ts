import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Flow } from '@twinloom/runtime/graph/flow';
import type { FlowListBody } from '@twinloom/runtime/protocol/bodies';
import { openBrowser, openPage } from '../fixtures/open-browser.ts';
import { startServer, type RunningServer } from '../fixtures/start-server.ts';
import { typeInto } from './canvas.ts';

describe('a person builds by the keyboard alone', () => {
  let server: RunningServer;
  let browser: Browser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer('--no-plant'), openBrowser()]);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('adds five nodes, wires and configures them, and deploys', async () => {
    const { page, complaints } = await openPage(browser, server.address);
    const { keyboard } = page;
    await page.locator('.flow-new').waitFor();
    await tabTo(page, 'New empty flow');
    await keyboard.press('Enter');
    await page.locator('.canvas-empty').waitFor();

    // The skip links are the first stops of the page.
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await tabTo(page, 'Skip to canvas');
    await keyboard.press('Enter');
    await focusIsOn(page, '.canvas');

    await add(page, 'manual', 'manual');
    await add(page, 'waveform', 'waveform');
    await keyboard.press('ArrowLeft');
    await focusIsOn(page, '[data-id="manual"]');
    await keyboard.press('ArrowRight');
    await focusIsOn(page, '[data-id="waveform"]');

    // A new node at a port of the focused one: from the list of what fits.
    await connect(page, 'new out');
    await typeInto(page, page.getByRole('search', { name: 'Add a node' }).getByRole('combobox'), 'gain');
    await keyboard.press('Enter');
    await focusIsOn(page, '[data-id="gain"]');
    await add(page, 'low-pass', 'lowPass');
    await connect(page, 'gain.out');
    await add(page, 'alarm', 'alarm');
    await connect(page, 'lowPass.out');
    await focusIsOn(page, '[data-id="alarm"]');

    await setParam(page, 'above', '0.5');
    await keyboard.press('Escape');
    await focusIsOn(page, '[data-id="alarm"]');
    await keyboard.press('ArrowLeft');
    await focusIsOn(page, '[data-id="lowPass"]');
    await setParam(page, 'timeConstant', '5 s');
    await keyboard.press('F6');
    await focusIsOn(page, '.header');
    await keyboard.press('Shift+F6');
    await focusIsOn(page, '[data-param="timeConstant"]');
    await page.locator('.header-saving', { hasText: /^saved$/ }).waitFor();

    // The outline says what each port is connected to, and does what the canvas does.
    await keyboard.press('Escape');
    await focusIsOn(page, '.canvas');
    await keyboard.press('o');
    await focusIsOn(page, '.outline-row[data-node="lowPass"]');
    await keyboard.press('ArrowRight');
    await keyboard.press('ArrowRight');
    const port = page.locator('.outline-row[data-node="lowPass"][data-port="in"]:focus');
    await port.filter({ hasText: 'from gain.out' }).waitFor();
    await keyboard.press('Delete');
    await port.filter({ hasText: 'must be connected' }).waitFor();
    await connect(page, 'gain.out');
    await port.filter({ hasText: 'from gain.out' }).waitFor();
    await page.locator('.header-saving', { hasText: /^saved$/ }).waitFor();

    await keyboard.press('Control+Shift+Enter');
    const dialog = page.getByRole('dialog');
    await dialog.locator('button:enabled', { hasText: 'Deploy' }).waitFor();
    await tabTo(page, 'Deploy');
    await keyboard.press('Enter');
    await dialog.waitFor({ state: 'detached' });
    const flows = await server.get<FlowListBody>('/api/flows');
    expect(flows.find(({ id }) => id === 'flow')?.version).toBe(1);
    const deployed = await server.get<Flow>('/api/flows/flow?version=1');
    expect(Object.keys(deployed.nodes)).toEqual(['manual', 'waveform', 'gain', 'lowPass', 'alarm']);
    expect(deployed.edges).toEqual([
      'waveform.value -> gain.in',
      'lowPass.out -> alarm.in',
      'gain.out -> lowPass.in',
    ]);
    expect(complaints).toEqual([]);
  });
});

/** Adds a node beside the one in focus, by its name. */
async function add(page: Page, name: string, id: string): Promise<void> {
  await page.keyboard.press('a');
  await typeInto(page, page.getByRole('search', { name: 'Add a node' }).getByRole('combobox'), name);
  await page.keyboard.press('Enter');
  await focusIsOn(page, `[data-id="${id}"]`);
}

/** Opens the inspector of the focused node and types into a field of it. */
async function setParam(page: Page, name: string, text: string): Promise<void> {
  await page.keyboard.press('Enter');
  await page.locator('.inspector:focus').waitFor();
  await tabInto(page, `[data-param="${name}"] input`);
  await page.keyboard.type(text);
}

/** Connects the focused node from the list of what fits. */
async function connect(page: Page, to: string): Promise<void> {
  await page.keyboard.press('c');
  const dialog = page.getByRole('dialog');
  await dialog.locator('[role="option"]').first().waitFor();
  await typeInto(page, dialog.getByRole('combobox'), to);
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
}

async function focusIsOn(page: Page, within: string): Promise<void> {
  await page.waitForFunction((selector) => document.activeElement?.closest(selector) !== null, within);
}

/** Presses Tab until the control of that name has the focus. */
async function tabTo(page: Page, name: string): Promise<void> {
  await tabUntil(page, name, (wanted) => {
    const { ariaLabel, textContent } = document.activeElement ?? {};
    return ariaLabel === wanted || textContent?.trim() === wanted;
  });
}

async function tabInto(page: Page, selector: string): Promise<void> {
  await tabUntil(page, selector, (wanted) => document.activeElement?.matches(wanted) ?? false);
}

async function tabUntil(page: Page, wanted: string, isThere: (wanted: string) => boolean): Promise<void> {
  for (let presses = 0; presses < 200; presses++) {
    if (await page.evaluate(isThere, wanted)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`Tab does not come to ${wanted}`);
}
