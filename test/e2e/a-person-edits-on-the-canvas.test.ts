import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { openBrowser, openPage } from '../fixtures/open-browser.ts';
import { startServer, type RunningServer } from '../fixtures/start-server.ts';
import { standingBox, typeInto } from './canvas.ts';

const outflow: Flow = {
  twinloom: 1,
  name: 'Outflow',
  nodes: {
    speed: { type: 'sources/manual', title: 'Speed', params: { value: 40, max: 60, unit: 'm/min' } },
    flow: { type: 'transforms/gain', title: 'Outflow', params: { gain: 1.2, unit: 'm/min' } },
    smooth: { type: 'transforms/low-pass', title: 'Smooth', params: { timeConstant: '5 s' } },
  },
  edges: ['speed.value -> flow.in', 'flow.out -> smooth.in'],
  layout: { speed: [0, 0], flow: [320, 0], smooth: [640, 0] },
};

describe('a person edits on the canvas', () => {
  let server: RunningServer;
  let browser: Browser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer('--no-plant'), openBrowser()]);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  /** A flow of its own for each journey. */
  const openFlow = async (id: string) => {
    await server.send('PUT', `/api/flows/${id}`, { ...outflow, name: id });
    const watched = await openPage(browser, server.address);
    await showFlow(watched.page, id);
    return watched;
  };
  const draft = (id: string): Promise<Flow> => server.get<Flow>(`/api/flows/${id}`);
  /** The draft on the server once it is as wanted. */
  const stored = async (id: string, isWanted: (flow: Flow) => boolean): Promise<Flow> => {
    let flow: Flow | undefined;
    await expect.poll(async () => isWanted((flow = await draft(id)))).toBe(true);
    return flow!;
  };
  const isSaved = (page: Page) => page.locator('.header-saving', { hasText: /^saved$/ }).waitFor();

  it('copies and pastes by the keyboard, also into another flow, and is told what rubbish is', async () => {
    const { page, complaints } = await openFlow('copied');
    await card(page, 'speed').click();
    await card(page, 'flow').click({ modifiers: ['Shift'] });
    await page.keyboard.press('Control+c');
    await page.getByRole('button', { name: 'New empty flow' }).click();
    await page.locator('.canvas-empty').waitFor();
    await page.keyboard.press('Control+v');
    await card(page, 'flow').waitFor();
    await page.keyboard.press('Control+v');
    await card(page, 'flow2').waitFor();
    await isSaved(page);
    const pasted = await stored('flow', ({ nodes }) => 'flow2' in nodes);
    expect(Object.keys(pasted.nodes)).toEqual(['speed', 'flow', 'speed2', 'flow2']);
    expect(pasted.edges).toEqual(['speed.value -> flow.in', 'speed2.value -> flow2.in']);
    expect(pasted.nodes.flow2).toEqual(outflow.nodes.flow);

    await paste(page, 'Dear all, the meeting is at nine.');
    const refusal = page.locator('.wiring-chip[role="alert"]');
    await expect.poll(() => refusal.textContent()).toContain('Nothing was pasted');
    await expect.poll(() => refusal.textContent()).toContain('Dear all');
    await paste(page, '{"twinloom": 9, "nodes": {}}');
    await expect.poll(() => refusal.textContent()).toContain('format 9');
    await expect.poll(() => page.locator('.card').count()).toBe(4);
    expect(complaints).toEqual([]);
  });

  it('lets an edge go on nothing, searches among what fits, and has it wired', async () => {
    const { page, complaints } = await openFlow('dropped');
    const from = await standingBox(page.locator('.port-handle[data-port="flow.out"]'));
    await page.mouse.move(from.x + 6, from.y + 6);
    await page.mouse.down();
    await page.mouse.move(from.x + 60, from.y + 150, { steps: 8 });
    await page.mouse.up();
    const search = page.getByRole('search', { name: 'Add a node' });
    await search.waitFor();
    await expect.poll(() => search.locator('[data-type="transforms/logic"]').count()).toBe(0);
    await typeInto(page, search.getByRole('combobox'), 'deriv');
    await page.keyboard.press('Enter');
    await card(page, 'derivative').waitFor();
    await isSaved(page);
    await expect.poll(async () => (await draft('dropped')).edges?.at(-1)).toBe('flow.out -> derivative.in');
    await page.keyboard.press('Control+z');
    await card(page, 'derivative').waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  it('drops a node on an edge, and removes one and heals', async () => {
    const { page, complaints } = await openFlow('healed');
    const edge = page.locator('.react-flow__edge[data-id="speed.value -> flow.in"] .edge-grip');
    const line = await standingBox(edge);
    const canvas = await standingBox(page.locator('.canvas'));
    await page.locator('.palette-item[data-type="transforms/low-pass"]').dragTo(page.locator('.canvas'), {
      targetPosition: {
        x: line.x + line.width / 2 - canvas.x,
        y: line.y + line.height / 2 - canvas.y,
      },
    });
    await card(page, 'lowPass').waitFor();
    await isSaved(page);
    await expect
      .poll(async () => (await draft('healed')).edges?.slice(-2))
      .toEqual(['speed.value -> lowPass.in', 'lowPass.out -> flow.in']);
    await card(page, 'lowPass').click();
    await page.keyboard.press('Control+Delete');
    await card(page, 'lowPass').waitFor({ state: 'detached' });
    await isSaved(page);
    await expect
      .poll(async () => (await draft('healed')).edges?.toSorted())
      .toEqual(outflow.edges?.toSorted());
    expect(complaints).toEqual([]);
  });

  it('takes the end of an edge to another port', async () => {
    const { page, complaints } = await openFlow('moved');
    const end = await standingBox(page.locator('.port-handle.target[data-port="smooth.in"]'));
    const other = await standingBox(page.locator('.port-handle.target[data-port="flow.in"]'));
    const begin = await standingBox(page.locator('.port-handle.source[data-port="flow.out"]'));
    // The beginning of flow.out -> smooth.in goes to speed.value.
    const speed = await standingBox(page.locator('.port-handle.source[data-port="speed.value"]'));
    await page.mouse.move(begin.x + 32, begin.y + 6);
    await page.mouse.down();
    await page.mouse.move(begin.x, begin.y + 60, { steps: 4 });
    await page.mouse.move(speed.x + 6, speed.y + 6, { steps: 8 });
    await page.mouse.up();
    await isSaved(page);
    await expect
      .poll(async () => (await draft('moved')).edges)
      .toEqual(['speed.value -> flow.in', 'speed.value -> smooth.in']);
    await page.keyboard.press('Control+z');
    await page.locator('.react-flow__edge[data-id="flow.out -> smooth.in"]').waitFor({ state: 'attached' });
    // Let go on nothing it stays.
    await page.mouse.move(end.x - 20, end.y + 6);
    await page.mouse.down();
    await page.mouse.move(other.x, other.y + 160, { steps: 6 });
    await page.mouse.up();
    await isSaved(page);
    await expect.poll(async () => (await draft('moved')).edges).toEqual(outflow.edges);
    expect(complaints).toEqual([]);
  });

  it('bends an edge, cuts edges with a stroke, and wires by a finger', async () => {
    const { page, complaints } = await openFlow('bent');
    const grip = page.locator('.react-flow__edge[data-id="speed.value -> flow.in"] .edge-grip');
    const line = await standingBox(grip);
    const middle = { x: line.x + line.width / 2, y: line.y + line.height / 2 };
    await grip.click({ force: true });
    const stretch = await standingBox(page.locator('.edge-stretch').first());
    await page.mouse.move(stretch.x + stretch.width / 2, stretch.y + stretch.height / 2);
    await page.mouse.down();
    await page.mouse.move(middle.x, middle.y + 80, { steps: 6 });
    await page.mouse.up();
    await page.locator('.edge-bend').waitFor();
    await isSaved(page);
    const { layout = {} } = await stored('bent', (flow) => 'speed.value -> flow.in @1' in flow.layout!);
    expect(Object.keys(layout)).toEqual([...Object.keys(outflow.layout!), 'speed.value -> flow.in @1']);
    expect(layout['speed.value -> flow.in @1']![1]).toBeGreaterThan(80);

    const card2 = await standingBox(card(page, 'flow'));
    await page.keyboard.down('Alt');
    await page.mouse.move(middle.x, middle.y + 140);
    await page.mouse.down();
    await page.mouse.move(middle.x + 8, middle.y - 60, { steps: 6 });
    await page.mouse.move(card2.x + card2.width + 40, middle.y - 60, { steps: 4 });
    await page.mouse.move(card2.x + card2.width + 44, middle.y + 60, { steps: 4 });
    await page.mouse.up();
    await page.keyboard.up('Alt');
    await page.locator('.react-flow__edge').first().waitFor({ state: 'detached' });
    await isSaved(page);
    await expect.poll(() => draft('bent')).toEqual({ ...outflow, name: 'bent', edges: [] });
    await page.keyboard.press('Control+z');
    await page.locator('.react-flow__edge').nth(1).waitFor({ state: 'attached' });
    await page.keyboard.press('Control+Shift+z');
    await page.locator('.react-flow__edge').first().waitFor({ state: 'detached' });
    await isSaved(page);
    await expect.poll(async () => (await draft('bent')).edges).toEqual([]);
    expect(complaints).toEqual([]);

    const context = await browser.newContext({ hasTouch: true, viewport: { width: 1024, height: 768 } });
    const tablet = await context.newPage();
    await tablet.goto(server.address);
    await tablet.locator('.flow-item[title="bent"]').tap();
    await tablet.locator('.port-handle[data-port="speed.value"]').tap();
    await tablet.locator('.port-handle[data-port="smooth.in"]').tap();
    await isSaved(tablet);
    await expect.poll(async () => (await draft('bent')).edges).toEqual(['speed.value -> smooth.in']);
    const level = tablet.locator('.zoom-level');
    const before = (await level.textContent())!;
    await pinch(tablet);
    await level.filter({ hasNotText: before }).waitFor();
    await context.close();
  });

  it('gives a node another id, and all that names it goes along', async () => {
    const { page, complaints } = await openFlow('renamed');
    await card(page, 'flow').click();
    await page.getByLabel('Id', { exact: true }).fill('smooth');
    await expect
      .poll(() => page.locator('.inspector').textContent())
      .toContain('There is a node smooth already.');
    await page.getByLabel('Id', { exact: true }).fill('outflow');
    await page.keyboard.press('Enter');
    await card(page, 'outflow').waitFor();
    await isSaved(page);
    const renamed = await stored('renamed', ({ nodes }) => 'outflow' in nodes);
    expect(renamed.edges).toEqual(['speed.value -> outflow.in', 'outflow.out -> smooth.in']);
    expect(renamed.nodes.outflow).toEqual(outflow.nodes.flow);
    expect(complaints).toEqual([]);
  });

  it('draws a lasso, groups, moves by arrow keys, and undoes all of it after a reload', async () => {
    const { page, complaints } = await openFlow('grouped');
    const speed = await standingBox(card(page, 'speed'));
    const flow = await standingBox(card(page, 'flow'));
    await page.keyboard.down('Shift');
    await page.mouse.move(speed.x - 20, speed.y - 20);
    await page.mouse.down();
    await page.mouse.move(flow.x + flow.width + 20, flow.y + flow.height + 60, { steps: 8 });
    await page.mouse.up();
    await page.keyboard.up('Shift');
    await page.locator('.react-flow__node.selected').nth(1).waitFor();
    await page.keyboard.press('Alt+ArrowDown');
    await page.keyboard.press('Alt+ArrowDown');
    await page.keyboard.press('Control+g');
    await page.locator('.group-frame').waitFor();
    await isSaved(page);
    const grouped = await stored('grouped', ({ groups }) => groups !== undefined);
    expect(grouped.groups).toEqual({ group: { title: 'Group', members: ['speed', 'flow'] } });
    expect(grouped.layout).toEqual({ speed: [0, 16], flow: [320, 16], smooth: [640, 0] });

    await expect.poll(() => page.evaluate(keptSteps, 'grouped')).toBe(2);
    await page.reload();
    await showFlow(page, 'grouped');
    await page.locator('.group-frame').waitFor();
    await page.keyboard.press('Control+z');
    await page.locator('.group-frame').waitFor({ state: 'detached' });
    await page.keyboard.press('Control+z');
    await page.locator('.header-tools button:first-child:disabled').waitFor();
    await isSaved(page);
    await expect.poll(() => draft('grouped')).toEqual({ ...outflow, name: 'grouped' });
    await page.keyboard.press('Control+Shift+z');
    await page.keyboard.press('Control+Shift+z');
    await page.locator('.group-frame').waitFor();
    await isSaved(page);
    await expect.poll(() => draft('grouped')).toEqual(grouped);

    // A group around that one; collapsed it is one card, with the port that crosses its border.
    await page.locator('.group-title').click();
    await page.keyboard.press('Control+ArrowRight');
    await page.locator('.react-flow__node.selected[data-id="smooth"]').waitFor();
    await page.keyboard.press('Control+g');
    await page.locator('.group-frame').nth(1).waitFor();
    await page.getByRole('button', { name: 'Collapse Group', exact: true }).last().click();
    const collapsed = page.locator('.card-collapsed');
    await collapsed.locator('[data-port="flow.out"]').waitFor();
    await expect.poll(() => collapsed.locator('.port-row').count()).toBe(1);
    await expect.poll(() => page.locator('.group-frame').count()).toBe(1);
    await expect.poll(() => page.locator('.react-flow__edge').count()).toBe(1);
    await page.keyboard.press('Alt+ArrowUp');
    await isSaved(page);
    const nested = await stored('grouped', (now) => now.layout?.speed?.[1] === 8);
    expect(Object.values(nested.groups!)).toEqual([
      { title: 'Group', members: ['speed', 'flow'], collapsed: true },
      { title: 'Group', members: ['smooth', 'speed', 'flow'] },
    ]);
    expect(nested.layout).toEqual({ speed: [0, 8], flow: [320, 8], smooth: [640, 0] });
    await page.keyboard.press('Shift+G');
    await card(page, 'speed').waitFor();
    expect(complaints).toEqual([]);
  });

  it('has two windows on one flow: both keep what they did, and one param changed by both asks', async () => {
    const { page } = await openFlow('shared');
    const other = await page.context().newPage();
    await other.goto(server.address);
    await showFlow(other, 'shared');
    await card(page, 'flow').click();
    await card(other, 'smooth').click();
    await page.locator('[data-param="gain"] input').fill('1.5');
    await other.locator('[data-param="timeConstant"] input').fill('9 s');
    await Promise.all([isSaved(page), isSaved(other)]);
    const both = await stored(
      'shared',
      ({ nodes }) => nodes.flow?.params?.gain === 1.5 && nodes.smooth?.params?.timeConstant === '9 s',
    );

    // A third person, elsewhere, while this one types: what they store is there before what is stored from here.
    const theirs = { ...both.nodes.flow, params: { gain: 3, unit: 'm/min' } };
    let isStored = false;
    await page.route('**/api/flows/shared', async (route) => {
      if (route.request().method() === 'PUT' && !isStored) {
        isStored = true;
        await server.send('PUT', '/api/flows/shared', { ...both, nodes: { ...both.nodes, flow: theirs } });
      }
      await route.continue();
    });
    await page.locator('[data-param="gain"] input').fill('2');
    const banner = page.getByRole('alert').filter({ hasText: 'Somebody else changed the same as you' });
    await banner.waitFor();
    await expect.poll(() => banner.textContent()).toContain('flow.gain: 2 here, 3 there');
    expect((await draft('shared')).nodes.flow?.params?.gain).toBe(3);
    await banner.getByRole('button', { name: 'Keep mine' }).click();
    await isSaved(page);
    await expect.poll(async () => (await draft('shared')).nodes.flow?.params?.gain).toBe(2);
  });

  it('finds commands, nodes and shortcuts by the keyboard', async () => {
    const { page, complaints } = await openFlow('found');
    await page.keyboard.press('Control+f');
    const chooser = page.getByRole('dialog').getByRole('combobox');
    await typeInto(page, chooser, 'smoo');
    await page.keyboard.press('Enter');
    await page.locator('.react-flow__node.selected[data-id="smooth"]').waitFor();
    await chooser.waitFor({ state: 'detached' });
    await page.keyboard.press('u');
    await page.locator('.react-flow__node.selected').nth(1).waitFor();
    await page.keyboard.press('Control+k');
    await typeInto(page, chooser, 'align top');
    await page.keyboard.press('Enter');
    await chooser.waitFor({ state: 'detached' });
    await page.keyboard.press('n');
    await typeInto(page, page.locator('.canvas textarea'), 'Mind the valve');
    await page.keyboard.press('Escape');
    await isSaved(page);
    const found = await stored(
      'found',
      ({ notes }) => Object.values(notes ?? {})[0]?.text === 'Mind the valve',
    );
    expect(found.layout).toEqual(outflow.layout);
    expect(Object.values(found.notes as object)).toMatchObject([{ text: 'Mind the valve' }]);
    await page.keyboard.press('?');
    const sheet = page.getByRole('dialog');
    await sheet.locator('dt', { hasText: 'Remove and heal' }).waitFor();
    // Other keys for a command: those of another are asked first, and the browser keeps them.
    await sheet.locator('[data-command="tidy"]').click();
    await page.keyboard.press('Control+g');
    await sheet.getByRole('button', { name: 'Take them from there' }).click();
    await sheet.locator('[data-command="tidy"]', { hasText: 'G' }).waitFor();
    await expect.poll(() => sheet.locator('[data-command="group"]').textContent()).toBe('none');
    await page.reload();
    await showFlow(page, 'found');
    await card(page, 'flow').click();
    await page.keyboard.press('Alt+ArrowDown');
    await page.keyboard.press('Control+g');
    await isSaved(page);
    expect((await draft('found')).groups).toBeUndefined();
    expect(complaints).toEqual([]);
  });
});

async function showFlow(page: Page, id: string): Promise<void> {
  await page.locator(`.flow-item[title="${id}"]`).click();
  await page.locator('h1', { hasText: id }).waitFor();
  await card(page, 'smooth').waitFor();
}

function card(page: Page, id: string) {
  return page.locator(`.react-flow__node[data-id="${id}"] .card-head`);
}

/** Runs in the page: how many steps of undo this browser keeps of a flow. */
async function keptSteps(flow: string): Promise<number> {
  const opened = indexedDB.open('twinloom');
  await new Promise((resolve) => opened.addEventListener('success', resolve));
  const asked = opened.result.transaction('drafts').objectStore('drafts').index('flow').getAll(flow);
  await new Promise((resolve) => asked.addEventListener('success', resolve));
  opened.result.close();
  return (asked.result as { back: unknown[] }[])[0]?.back.length ?? 0;
}

/** Two fingers on the empty canvas that go apart. */
async function pinch(page: Page): Promise<void> {
  const client = await page.context().newCDPSession(page);
  const { x, y, width } = (await page.locator('.canvas').boundingBox())!;
  const fingers = (apart: number) =>
    [-apart, apart].map((by, id) => ({ x: x + width / 2 + by, y: y + 60, id }));
  await client.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: fingers(20) });
  for (let apart = 24; apart <= 80; apart += 8)
    await client.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: fingers(apart) });
  await client.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
}

/** Pastes a text as the browser would from the clipboard. */
async function paste(page: Page, text: string): Promise<void> {
  await page.evaluate((pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    document.body.dispatchEvent(
      new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
    );
  }, text);
}
