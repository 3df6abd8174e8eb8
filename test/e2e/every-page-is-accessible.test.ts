import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openViews, prepareViews, views } from '../fixtures/every-view.ts';
import { openBrowser, openPage } from '../fixtures/open-browser.ts';
import { startServer, type RunningServer } from '../fixtures/start-server.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const GRAVE = ['serious', 'critical'];

type Theme = 'light' | 'dark';

/** What axe finds that keeps people out, one line for each element. Only the colours differ in the other theme. */
async function graveFaults(page: Page, within: string, theme: Theme): Promise<string[]> {
  await page.emulateMedia({ colorScheme: theme });
  const options = theme === 'light' ? {} : { runOnly: ['color-contrast'] };
  const asked = [within, { ...options, resultTypes: ['violations'], preload: false }].map((each) =>
    JSON.stringify(each),
  );
  const { violations } = (await page.evaluate(`axe.run(${asked.join()})`)) as AxeResults;
  return violations
    .filter(({ impact }) => GRAVE.includes(impact ?? ''))
    .flatMap(({ id, nodes }) => nodes.map(({ html, any }) => `${id}: ${html} ${any[0]?.message ?? ''}`));
}

describe('every page is accessible', () => {
  let server: RunningServer;
  let browser: Browser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer('--no-plant'), openBrowser()]);
    await prepareViews(server);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('in both themes: axe finds nothing grave, and the console is silent', async () => {
    const { page, complaints } = await openPage(browser, 'about:blank');
    await openViews(page, server.address);
    // Past the policy of the page, which lets no other script in.
    await page.evaluate(AXE);
    const found: string[] = [];
    for (const { name, within, open } of views) {
      await open(page);
      for (const theme of ['light', 'dark'] as const) {
        const faults = await graveFaults(page, within, theme);
        found.push(...faults.map((fault) => `${name}, ${theme}: ${fault}`));
      }
    }
    expect(found).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
