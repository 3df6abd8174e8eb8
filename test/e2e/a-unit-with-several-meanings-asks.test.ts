import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openPage } from '../fixtures/open-browser.ts';
import { startServer, type RunningServer } from '../fixtures/start-server.ts';
import { dragFromPalette } from './canvas.ts';

describe('a unit with several meanings asks', () => {
  let server: RunningServer;
  let browser: Browser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), openBrowser()]);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('in the unit of a source and in the quantity of a param, and keeps what was chosen', async () => {
    const { page, complaints } = await openPage(browser, server.address);
    await page.locator('.react-flow__node').first().waitFor();
    await dragFromPalette(page, 'sources/constant');
    await page.locator('.react-flow__node[data-id="constant"]').click();

    const unit = page.locator('[data-param="unit"] input');
    const asked = page.locator('[data-param="unit"]').getByRole('group', { name: 'It may mean' });
    await unit.fill('m³/hr');
    await unit.blur();
    await expect.poll(() => unit.inputValue()).toBe('m³/h');

    await unit.click();
    await unit.fill('');
    await unit.pressSequentially('ton');
    await expect.poll(() => asked.getByRole('button').count()).toBe(4);
    await expect
      .poll(() => asked.getByRole('button').nth(1).textContent())
      .toContain('US short ton, 907.2 kg');
    await expect.poll(() => unit.getAttribute('aria-invalid')).toBe('true');
    // Not the tonne that "t" was on the way to "ton".
    await expect.poll(() => page.locator('[data-param="value"] .field-unit').textContent()).toBe('m³/h');
    await asked.getByRole('button', { name: 'metric ton' }).click();
    await expect.poll(() => unit.inputValue()).toBe('t');
    await expect.poll(() => asked.count()).toBe(0);
    await expect.poll(() => page.locator('[data-param="value"] .field-unit').textContent()).toBe('t');

    const value = page.locator('[data-param="value"] input');
    await value.fill('');
    await value.pressSequentially('5 ton');
    const meant = page.locator('[data-param="value"]').getByRole('group', { name: 'It may mean' });
    await expect.poll(() => meant.getByRole('button').count()).toBe(3);
    await meant.getByRole('button', { name: 'UK long ton' }).focus();
    await page.keyboard.press('Enter');
    await expect
      .poll(() => page.locator('[data-param="value"] .field-becomes').textContent())
      .toBe('= 5.08 t');
    expect(complaints).toEqual([]);
  });
});
