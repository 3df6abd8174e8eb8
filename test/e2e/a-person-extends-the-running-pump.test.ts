import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FlowListBody, StateBody, TwinBody } from '@twinloom/runtime/protocol/bodies';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { openBrowser, openPage } from '../fixtures/open-browser.ts';
import { startServer, type RunningServer } from '../fixtures/start-server.ts';
import { dragEdge, dragFromPalette, liveValue, waitForChange, waitForNumber } from './canvas.ts';

describe('a person extends the running pump', () => {
  let server: RunningServer;
  let browser: Browser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), openBrowser()]);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('sees it move, adds and wires a node, deploys, sees its value, and the pump kept its state', async () => {
    const { page, complaints } = await openPage(browser, server.address);
    const [twin] = await server.get<TwinBody[]>('/api/twins');
    const flow = await server.get<Flow>(`/api/flows/${twin?.flow}`);
    const [port = ''] = flow.scope?.ports ?? [];

    const first = await waitForNumber(page, port);
    await waitForChange(page, port, first);

    await dragFromPalette(page, 'transforms/low-pass');
    await page.locator('.react-flow__node[data-id="lowPass"]').waitFor();
    await page.locator('[data-param="timeConstant"] input').fill('2 s');
    await dragEdge(page, port, 'lowPass.in');
    await page.mouse.up();
    await page.locator('.react-flow__edge', { has: page.locator('.live-edge.is-selected') }).waitFor();
    await expect.poll(() => liveValue(page, 'lowPass.out').textContent()).toBe('–');

    const before = await server.get<StateBody>(`/api/twins/${twin?.id}/state`);
    await page.getByRole('button', { name: 'Deploy', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await expect.poll(() => dialog.locator('[data-plan="added"]').textContent()).toContain('lowPass');
    await expect.poll(() => dialog.locator('[data-plan="reset"], [data-plan="removed"]').count()).toBe(0);
    await expect
      .poll(async () => (await dialog.locator('[data-plan="kept"] li code').allTextContents()).toSorted())
      .toEqual(Object.keys(flow.nodes).toSorted());
    await dialog.getByLabel('Note').fill('a smoothed flow');
    await dialog.getByRole('button', { name: 'Deploy', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });

    await waitForNumber(page, 'lowPass.out');
    const flows = await server.get<FlowListBody>('/api/flows');
    expect(flows.find(({ id }) => id === twin?.flow)?.version).toBe(2);
    const after = await server.get<StateBody>(`/api/twins/${twin?.id}/state`);
    expect(notFallenBack(before, after, flow)).toEqual([]);
    expect(complaints).toEqual([]);
  });
});

/** Ports of continuous nodes that were good before the deploy and have no value after it. */
function notFallenBack(before: StateBody, after: StateBody, flow: Flow): string[] {
  return Object.keys(flow.nodes)
    .filter((id) => flow.nodes[id]?.type.startsWith('physics/'))
    .flatMap((id) => Object.keys(before.ports).filter((port) => port.startsWith(`${id}.`)))
    .filter((port) => before.ports[port]?.quality === 'good' && after.ports[port]?.quality === 'absent');
}
