import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { PastBody } from '@twinloom/runtime/protocol/past';
import { RandomStream } from '@twinloom/runtime/run/random-stream';
import { openBrowser, openPage } from '../../fixtures/open-browser.ts';
import { startServer } from '../../fixtures/start-server.ts';
import { writeADay } from './a-day.ts';

/*
 * Scrubs over a day of the pump, to instants by chance: until the server has answered, and until the canvas in the browser shows that instant.
 * Goal: the canvas within 500 ms, each time.
 */
const isQuick = process.argv.includes('--quick');
const SECONDS = isQuick ? 7_200 : 86_400;
const TIMES = isQuick ? 20 : 100;
const GOAL_MS = 500;

const quantile = (values: readonly number[], q: number): number =>
  values.toSorted((a, b) => a - b)[Math.round(q * (values.length - 1))]!;
const say = (name: string, all: readonly number[]): void =>
  console.log(
    `${name}: median ${quantile(all, 0.5).toFixed(0)} ms, p95 ${quantile(all, 0.95).toFixed(0)} ms, most ${Math.max(...all).toFixed(0)} ms of ${all.length}`,
  );

/** ms from the time being asked for until every value on the canvas is of then. */
async function scrub(page: Page, time: number): Promise<number> {
  const iso = new Date(time * 1000).toISOString();
  return await page.evaluate(async (typed) => {
    const field = document.querySelector<HTMLInputElement>('.time-field input')!;
    const write = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')!.set!;
    const shown = (): string =>
      [...document.querySelectorAll('[data-live]')].map(({ textContent }) => textContent).join();
    field.focus();
    write.call(field, typed);
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await new Promise(requestAnimationFrame);
    const before = shown();
    const since = performance.now();
    field.form!.requestSubmit();
    while (shown() === before) await new Promise(requestAnimationFrame);
    return performance.now() - since;
  }, iso);
}

const dataDir = mkdtempSync(join(tmpdir(), 'twinloom-past-'));
const flags = ['--no-plant', '--data', dataDir];
const first = await startServer(...flags);
const flow = await first.get<unknown>('/api/flows/pump?version=1');
await first.stop();
const end = Date.now() / 1000;
const bytes = writeADay(dataDir, flow, end, SECONDS);
console.log(`a journal of ${SECONDS / 3600} h: ${(bytes / 1e6).toFixed(0)} MB`);

const server = await startServer(...flags);
const random = new RandomStream(7, 'scrub');
const anyTime = (): number => end - SECONDS + 10 + random.uniform() * (SECONDS - 20);
const answers: number[] = [];
let since = performance.now();
await server.get<PastBody>(`/api/twins/pump-01/at?time=${anyTime()}`);
console.log(`the first question, which starts the process: ${(performance.now() - since).toFixed(0)} ms`);
for (let i = 0; i < TIMES; i++) {
  const time = anyTime();
  since = performance.now();
  const { t } = await server.get<PastBody>(`/api/twins/pump-01/at?time=${time}`);
  answers.push(performance.now() - since);
  if (t > time || time - t > 0.2) throw new Error(`asked for ${time}, got ${t}: the run is void`);
}
say('answered', answers);

const browser = await openBrowser();
const { page } = await openPage(browser, server.address);
await page.getByRole('button', { name: /pump-01/ }).click();
await page.locator('[data-live]').first().waitFor();
await page.locator('.time-field input').waitFor();
const shown: number[] = [];
for (let i = 0; i < TIMES; i++) shown.push(await scrub(page, anyTime()));
say('on the canvas', shown);
await browser.close();
await server.stop();
rmSync(dataDir, { recursive: true, force: true });
if (Math.max(...shown) > GOAL_MS) {
  console.log(`more than ${GOAL_MS} ms`);
  process.exitCode = 1;
}
