import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { openBrowser, openPage } from '../../fixtures/open-browser.ts';
import { startServer, type RunningServer } from '../../fixtures/start-server.ts';
import { ratioLine } from '../measure/ratio-line.ts';
import { median } from '../measure/statistics.ts';
import { peerFile } from '../peers/peers.ts';
import { denseFlow, denseRedFlow } from './flows.ts';
import { countFrames, spotNear, stroke, wheel, type Frames } from './frames.ts';

/*
 * What a person sees of the editor while values stream: frames per second and the longest of them, panning, zooming and dragging a node, in the
 * machine's Chromium without a graphics card; beside Node-RED's editor with 1,000 nodes that stand still, and a bare canvas that draws 5,000.
 */
const isQuick = process.argv.includes('--quick');
const ROUNDS = isQuick ? 3 : 7;
const SECONDS = isQuick ? 1.5 : 3;
const WATCH_SECONDS = isQuick ? 5 : 60;
const MIDDLE = [680, 300] as const;
/** What is mounted once the canvas rests is no part of the movement. */
const SETTLE_MS = 800;
const FLOWS = [
  { id: 'thousand', nodes: 1_000, tick: '100ms' },
  { id: 'five-thousand', nodes: 5_000, tick: '50ms' },
];

async function openOurs(browser: Browser, server: RunningServer, flow: string): Promise<Page> {
  const { page } = await openPage(browser, `${server.address}/#/${flow}`);
  await page.locator('[data-live]', { hasText: /\d/ }).first().waitFor({ timeout: 120_000 });
  await page.keyboard.press('0');
  return page;
}

async function serve(): Promise<RunningServer> {
  const server = await startServer('--no-plant');
  for (const { id, nodes, tick } of FLOWS) {
    await server.send('PUT', `/api/flows/${id}`, denseFlow(nodes, tick));
    await server.send('POST', `/api/flows/${id}/deploy`, {});
    await server.send('PUT', `/api/twins/${id}-1`, { flow: id });
  }
  return server;
}

async function startNodeRed(): Promise<{ address: string; stop(): Promise<void> }> {
  const userDir = mkdtempSync(join(tmpdir(), 'twinloom-node-red-'));
  writeFileSync(join(userDir, 'flows.json'), JSON.stringify(denseRedFlow(1_000)));
  const settings = 'module.exports={flowFile:"flows.json",uiHost:"127.0.0.1",telemetry:{enabled:false}}';
  writeFileSync(join(userDir, 'settings.js'), settings);
  const port = await freePort();
  const child: ChildProcess = spawn(process.execPath, [
    peerFile('node-red/red.js'),
    '-u',
    userDir,
    '-p',
    String(port),
  ]);
  for await (const line of createInterface({ input: child.stdout! }))
    if (line.includes('Started flows')) break;
  child.stdout!.resume();
  return {
    address: `http://127.0.0.1:${port}/`,
    async stop() {
      child.kill();
      await once(child, 'exit');
      rmSync(userDir, { recursive: true, force: true });
    },
  };
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}

const browser = await openBrowser();
const server = await serve();
const red = await startNodeRed();
const seen = new Map<string, Frames[]>();
const watch = async (name: string, page: Page, work: () => Promise<void>): Promise<number> => {
  await page.bringToFront();
  const frames = await countFrames(page, work);
  seen.set(name, [...(seen.get(name) ?? []), frames]);
  return frames.perSecond;
};
/** Whose turn it is has the machine to itself: pages that draw all the time are open for their turn only. */
const inTurn = async (address: string, ready: string, work: (page: Page) => Promise<void>): Promise<void> => {
  const { page } = await openPage(browser, address);
  await page.locator(ready).first().waitFor({ timeout: 120_000 });
  await work(page);
  await page.context().close();
};
const bare = pathToFileURL(join(import.meta.dirname, 'bare.html')).href;
/** A stroke over the empty canvas, with all that a zoom left behind put in order. */
const pan = async (page: Page, name: string): Promise<number> => {
  await page.keyboard.press('0');
  await page.waitForTimeout(SETTLE_MS);
  const from = await spotNear(page, MIDDLE, '.react-flow__pane');
  return watch(name, page, () => stroke(page, from, [-500, -300], SECONDS));
};
const ratios = { peer: [] as number[], limit: [] as number[] };
try {
  const many = await openOurs(browser, server, 'five-thousand');
  for (let round = 0; round < ROUNDS; round++) {
    const own = await pan(many, '5,000 nodes at 20 Hz, panning');
    await inTurn(red.address, '.red-ui-flow-node', async (page) => {
      const peer = await watch("Node-RED's editor at 1,000 nodes, scrolling", page, () =>
        wheel(page, MIDDLE, [40, 24], SECONDS),
      );
      ratios.peer.push(own / peer);
    });
    await inTurn(bare, 'canvas', async (page) => {
      const limit = await watch('a bare canvas of 5,000, panning', page, () =>
        stroke(page, MIDDLE, [-500, -300], SECONDS),
      );
      ratios.limit.push(limit / own);
    });
    await watch('5,000 nodes at 20 Hz, zooming', many, () => wheel(many, MIDDLE, [0, 30], SECONDS));
  }
  await many.keyboard.press('0');
  await many.waitForTimeout(SETTLE_MS);
  await watch('5,000 nodes at 20 Hz, watching', many, () => many.waitForTimeout(WATCH_SECONDS * 1000));
  await many.keyboard.press('1');
  await many.waitForTimeout(SETTLE_MS);
  await watch('all 5,000 nodes in sight, panning', many, () => stroke(many, MIDDLE, [-300, -200], SECONDS));
  await many.context().close();

  const thousand = await openOurs(browser, server, 'thousand');
  for (let round = 0; round < ROUNDS; round++) {
    await pan(thousand, '1,000 nodes at 10 Hz, panning');
    const grip = await spotNear(thousand, MIDDLE, '.card-title');
    await watch('1,000 nodes at 10 Hz, dragging a node', thousand, () =>
      stroke(thousand, grip, [90, 60], SECONDS),
    );
    await thousand.keyboard.press('Escape');
  }
  console.log('');
  for (const [name, frames] of seen) {
    const rate = median(frames.map(({ perSecond }) => perSecond));
    const longest = Math.max(...frames.map((one) => one.longest)) * 1000;
    console.log(
      `${name.padEnd(46)} ${rate.toFixed(1).padStart(5)} frames/s, longest ${longest.toFixed(0)} ms`,
    );
  }
  const { peer, limit } = ratios;
  console.log(`\n${ratioLine({ name: 'editor-pan', peer, limit, goalPeer: 2.5, goalLimit: 1.11 })}`);
} finally {
  await browser.close();
  await red.stop();
  await server.stop();
}
