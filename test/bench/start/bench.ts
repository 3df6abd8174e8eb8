import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Browser } from 'playwright-core';
import { openBrowser, openPage } from '../../fixtures/open-browser.ts';
import { startServer, type RunningServer } from '../../fixtures/start-server.ts';
import { ratioLine } from '../measure/ratio-line.ts';
import { median } from '../measure/statistics.ts';
import { peerFile } from '../peers/peers.ts';

/* On a warm machine: from our command to the first live value in the browser, and from that of Node-RED until its flows run and until its editor shows them. */

const ROUNDS = process.argv.includes('--quick') ? 3 : 7;
const LIVE = '[data-live]:not([data-quality="bad"]):not([data-quality="absent"])';

/** Seconds from the command to the address, and to the first value. */
async function ours(browser: Browser): Promise<[address: number, value: number]> {
  const since = performance.now();
  const server = await startServer();
  const address = seconds(since);
  const { page } = await openPage(browser, server.address);
  await page.locator(LIVE, { hasText: /\d/ }).first().waitFor();
  const value = seconds(since);
  await page.context().close();
  await server.stop();
  return [address, value];
}

/** Seconds from the address to the first value, where the server runs, and until a key is answered then. */
async function opened(browser: Browser, server: RunningServer): Promise<[value: number, key: number]> {
  const since = performance.now();
  const { page } = await openPage(browser, server.address);
  await page.locator(LIVE, { hasText: /\d/ }).first().waitFor();
  const value = seconds(since);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'What should be done' }).waitFor();
  const key = seconds(since);
  await page.context().close();
  return [value, key];
}

/** Seconds from the command until its flows run, and until its editor shows a node. */
async function nodeRed(browser: Browser): Promise<[started: number, shown: number]> {
  const userDir = mkdtempSync(join(tmpdir(), 'twinloom-node-red-'));
  writeFileSync(join(userDir, 'flows.json'), JSON.stringify(flows));
  writeFileSync(
    join(userDir, 'settings.js'),
    'module.exports={flowFile:"flows.json",uiHost:"127.0.0.1",telemetry:{enabled:false}}',
  );
  const port = await freePort();
  const since = performance.now();
  const child = spawn(process.execPath, [peerFile('node-red/red.js'), '-u', userDir, '-p', String(port)]);
  for await (const line of createInterface({ input: child.stdout }))
    if (line.includes('Started flows')) break;
  child.stdout.resume();
  const started = seconds(since);
  const { page } = await openPage(browser, `http://127.0.0.1:${port}/`);
  await page.locator('.red-ui-flow-node').first().waitFor();
  const shown = seconds(since);
  await page.context().close();
  child.kill();
  await once(child, 'exit');
  rmSync(userDir, { recursive: true, force: true });
  return [started, shown];
}

const flows = [
  { id: 'tab', type: 'tab', label: 'Pump' },
  {
    id: 'tick',
    type: 'inject',
    z: 'tab',
    name: '',
    props: [{ p: 'payload' }],
    repeat: '0.1',
    crontab: '',
    once: true,
    onceDelay: 0.1,
    topic: '',
    payload: '',
    payloadType: 'date',
    x: 120,
    y: 80,
    wires: [['scale']],
  },
  {
    id: 'scale',
    type: 'function',
    z: 'tab',
    name: '',
    func: 'return msg;',
    outputs: 1,
    timeout: 0,
    noerr: 0,
    initialize: '',
    finalize: '',
    libs: [],
    x: 320,
    y: 80,
    wires: [[]],
  },
];

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function seconds(since: number): number {
  return (performance.now() - since) / 1000;
}

const browser = await openBrowser();
try {
  await ours(browser);
  await nodeRed(browser);
  const rounds: { own: [number, number]; red: [number, number] }[] = [];
  for (let round = 0; round < ROUNDS; round++)
    rounds.push({ own: await ours(browser), red: await nodeRed(browser) });
  const server = await startServer();
  const pages: [number, number][] = [];
  for (let round = 0; round < ROUNDS; round++) pages.push(await opened(browser, server));
  await server.stop();
  const page = [0, 1].map((i) => `${median(pages.map((each) => each[i]!)).toFixed(2)} s`);
  const of = (who: 'own' | 'red', which: 0 | 1): string =>
    `${median(rounds.map((round) => round[who][which])).toFixed(2)} s`;
  console.log(`\ntwinloom  address ${of('own', 0)}, first value in the browser ${of('own', 1)}`);
  console.log(`Node-RED  flows run ${of('red', 0)}, its editor shows them ${of('red', 1)}`);
  console.log(`a page of a server that runs  first value ${page[0]}, Ctrl+K answered ${page[1]} (asked 2 s)`);
  const line = (name: string, which: 0 | 1, goal?: number): string =>
    ratioLine({
      name,
      peer: rounds.map(({ own, red }) => red[which] / own[1]),
      ...(goal !== undefined && { goalPeer: goal }),
    });
  console.log(`\n${line('start', 0, 0.667)}\n${line('start-editor', 1)}`);
} finally {
  await browser.close();
}
