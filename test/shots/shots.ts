import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openViews, prepareViews, views } from '../fixtures/every-view.ts';
import { openBrowser, openPage } from '../fixtures/open-browser.ts';
import { startServer, type RunningServer } from '../fixtures/start-server.ts';

/** `pnpm shots [width…]`: takes every page, pane and dialog in both themes at three widths, for people to look at; exit 1 where one does not open. */
const INTO = join(import.meta.dirname, '..', 'e2e', 'screenshots');
const SIZES = [
  [1440, 900],
  [1024, 768],
  [390, 844],
] as const;
const THEMES = ['light', 'dark'] as const;
interface Look {
  width: number;
  height: number;
  colorScheme: (typeof THEMES)[number];
}
/** A view that does not open is said, not waited for. */
const PATIENCE_MS = 8_000;

const wanted = process.argv.slice(2).map(Number);
mkdirSync(INTO, { recursive: true });
const browser = await openBrowser();
for (const [width, height] of SIZES) {
  if (wanted.length > 0 && !wanted.includes(width)) continue;
  for (const colorScheme of THEMES) {
    // Of its own, so that no run sees what another did.
    const server = await startServer('--no-plant');
    try {
      await takeAll(server, { width, height, colorScheme });
    } finally {
      await server.stop();
    }
  }
}
await browser.close();
console.log(`Screenshots are in ${INTO}`);

async function takeAll(server: RunningServer, look: Look): Promise<void> {
  const { width, colorScheme } = look;
  await prepareViews(server);
  const { page, complaints } = await openPage(browser, 'about:blank', look);
  page.setDefaultTimeout(PATIENCE_MS);
  await openViews(page, server.address);
  for (const { name, open } of views) {
    const failed = await open(page).then(
      () => undefined,
      (error: Error) => error.message.split('\n')[0],
    );
    if (failed !== undefined) {
      process.exitCode = 1;
      console.error(`${width} ${colorScheme} ${name}: ${failed}`);
    }
    await page.screenshot({ path: join(INTO, `${width}-${colorScheme}-${name}.png`) });
  }
  for (const complaint of complaints) console.error(`${width} ${colorScheme} console: ${complaint}`);
  await page.context().close();
}
