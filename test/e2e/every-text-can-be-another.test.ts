import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openViews, prepareViews, views } from '../fixtures/every-view.ts';
import { openBrowser, openPage } from '../fixtures/open-browser.ts';
import { startServer, type RunningServer } from '../fixtures/start-server.ts';

/** Runs in the page: what people read or hear of it that is not in brackets, one text for each place. */
function textsOutside(): string[] {
  const found: string[] = [];
  let depth = 0;
  const outside = (text: string): string => {
    let left = '';
    for (const sign of text) {
      if (sign === '⟦') depth++;
      else if (sign === '⟧') depth--;
      else if (depth === 0) left += sign;
    }
    return left.replace(/\s+/g, ' ').trim();
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node instanceof Element) {
      for (const name of ['aria-label', 'aria-valuetext', 'title', 'placeholder', 'alt', 'data-name']) {
        const text = outside(node.getAttribute(name) ?? '');
        if (text !== '') found.push(text);
      }
    } else if (!node.parentElement?.closest('kbd, script, style')) {
      const text = outside(node.textContent ?? '');
      if (text !== '') found.push(text);
    }
  }
  return found;
}

/** What is the same in every language: names of programs and formats, and the line for those who have no script and so no language. */
const SAME_EVERYWHERE = [
  'Twinloom',
  'React Flow',
  'React Flow attribution',
  'The editor needs JavaScript.',
  'PNG',
  'CSV',
  'Parquet',
  '2024-03-09 10:14:33 (ISO)',
];
const VERSION = /^v\d+$/;
const TIME = /\d{4}-\d\d-\d\d[T ][\d:]+Z?/g;
const AMOUNT = /^-?[\d.,]+(e-?\d+)? ?(bar|ms|s|min|h|d|B|kB|MB|GB)$|^\d+ms$/;

/** Where the keys of an answer are names: of nodes, ports, params. */
const NAMED = /^(nodes|groups|parameters|params|inputs|outputs|properties)$/;

/** What the server and the files of the views say: whole texts, and the words of the flow, which stand in many orders. */
class Data {
  readonly #texts = new Set<string>();
  readonly #words = new Set<string>();

  /** Takes in all texts of an answer, and what things are named by. */
  add(value: unknown, isOfFlow = false): void {
    if (typeof value === 'string') {
      this.#texts.add(plain(value));
      if (isOfFlow) for (const word of wordsIn(value)) this.#words.add(word);
    } else if (typeof value === 'object' && value !== null) {
      for (const [key, each] of Object.entries(value)) {
        if (NAMED.test(key) && each !== null) this.add(Object.keys(each as object), isOfFlow);
        this.add(each, isOfFlow);
      }
    }
  }

  /** Whether a text is of data alone. */
  has(text: string): boolean {
    const without = text.replace(TIME, '');
    const parts = [without, ...without.split(/: |\. | · |, |[()]|\b\.\b/)];
    const [isWhole = false, ...areParts] = parts.map(
      (part) => this.#texts.has(plain(part)) || wordsIn(part).every((word) => this.#words.has(word)),
    );
    return isWhole || areParts.every(Boolean);
  }
}

/** A param is `onDelay` and stands as `On delay`. */
function plain(text: string): string {
  return text.replace(/[^\p{L}\d]/gu, '').toLowerCase();
}

function wordsIn(text: string): string[] {
  return text.toLowerCase().match(/\p{L}[\p{L}\d]*/gu) ?? [];
}

describe('every text can be another', () => {
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

  it('in a language of brackets, nothing on any view stands outside them but data', async () => {
    const { page, complaints } = await openPage(browser, 'about:blank');
    await page.context().addInitScript(() => localStorage.setItem('twinloom.language', 'en-XA'));
    const data = new Data();
    const answers: Promise<void>[] = [];
    page.on('response', (response) => {
      if (/\/api\/(?!stream)/.test(response.url()))
        answers.push(
          response.json().then(
            (body) => data.add(body),
            () => undefined,
          ),
        );
    });
    const { nodes } = await server.get<{ nodes: { type: string }[] }>('/api/catalog');
    data.add([nodes, nodes.map(({ type }) => type.split('/')[0])]);
    data.add(await server.get('/api/flows/boiler'), true);
    data.add('pump day.csv, sum2, local: Durchfluss [m³/h] Druck [bar]', true);
    await openViews(page, server.address);
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('en-XA');
    const seen = new Map<string, string>();
    for (const { name, open } of views) {
      await open(page);
      const texts = await page.evaluate(textsOutside);
      for (const text of texts) if (/\p{L}/u.test(text) && !seen.has(text)) seen.set(text, name);
    }
    await Promise.all(answers);
    const outside = [...seen].filter(
      ([text]) =>
        !SAME_EVERYWHERE.includes(text) && !VERSION.test(text) && !AMOUNT.test(text) && !data.has(text),
    );
    expect(outside).toEqual([]);
    expect(complaints).toEqual([]);
  });
});
