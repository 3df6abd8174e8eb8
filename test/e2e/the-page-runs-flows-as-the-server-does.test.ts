import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalog } from '@twinloom/nodes/catalog';
import type { Flow } from '@twinloom/runtime/graph/flow';
import type { SimulationOutcome, SimulationRequest } from '@twinloom/runtime/protocol/simulation';
import { simulateFlow } from '@twinloom/runtime/run/simulate-flow';
import { openBrowser, openPage } from '../fixtures/open-browser.ts';
import { startServer, type RunningServer } from '../fixtures/start-server.ts';

const ROOT = join(import.meta.dirname, '..', '..');

/** Another build of the JavaScript engine may differ in the last digits of exp, sin and log. */
const RELATIVE = 1e-9;

type Done = Extract<SimulationOutcome, { kind: 'done' }>;
/** An answer as it leaves the page: typed arrays as base64 of their bytes. */
type Carried = {
  kind: string;
  code?: string;
  engine?: string;
  instants?: number;
  columns?: { port: string; unit: string; values: string; quality: string }[];
};

describe('the page runs flows as the server does', () => {
  let server: RunningServer;
  let browser: Browser;
  let workerPath: string;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), openBrowser()]);
    const files = readdirSync(join(ROOT, 'editor', 'dist', 'worker'));
    workerPath = `/worker/${files.find((name) => name.startsWith('simulation-worker-'))}`;
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  it('to the last bit, by functions made of the flow, with a silent console', async () => {
    const { page, complaints } = await openPage(browser, server.address);
    const flow = arithmetic(20);
    const request = { flow, seconds: 600, every: 0.5, record: ['n19.out', 'n10.out', 'n3.out'] };
    const here = runHere(request);
    const there = await runInPage(page, workerPath, request);
    expect(there).toMatchObject({ kind: 'done', engine: 'generated', instants: here.instants });
    expect(there.columns).toEqual(
      here.columns.map(({ port, type, unit, values, quality }) => ({
        port,
        type,
        unit,
        values: base64(values),
        quality: base64(quality),
      })),
    );
    expect(new Set(here.columns[0]!.values).size).toBeGreaterThan(100);
    expect(complaints).toEqual([]);
  });

  it('with models that take powers and logarithms to 1e-9: the pump plant over ten minutes', async () => {
    const { page, complaints } = await openPage(browser, server.address);
    const text = readFileSync(join(ROOT, 'examples', 'pump', 'plant.flow.json'), 'utf8');
    const flow = JSON.parse(text) as Flow;
    const record = ['pipe.flow', 'pump.power', 'tank.level', 'bearing.damage', 'vibrationSensor.out'];
    const request = { flow, twin: 'pump-01', seconds: 600, every: 10, record };
    const here = runHere(request);
    const there = await runInPage(page, workerPath, request);
    expect(there).toMatchObject({ kind: 'done', engine: 'generated', instants: here.instants });
    for (const [i, { values, quality }] of here.columns.entries()) {
      expect(there.columns![i]!.quality).toBe(base64(quality));
      const bytes = new Uint8Array(Buffer.from(there.columns![i]!.values, 'base64'));
      for (const [row, value] of new Float64Array(bytes.buffer).entries()) {
        if (Number.isNaN(values[row]!)) expect(value).toBeNaN();
        else expect(Math.abs(value - values[row]!)).toBeLessThanOrEqual(RELATIVE * Math.abs(values[row]!));
      }
    }
    expect(complaints).toEqual([]);
  });

  it('while the page itself may run no text as code', async () => {
    const { page } = await openPage(browser, server.address);
    // What the test itself runs in the page is exempt, a task of the page's own is not.
    const refused = await page.evaluate(() => {
      const { promise, resolve } = Promise.withResolvers<string[]>();
      document.addEventListener('securitypolicyviolation', ({ blockedURI, effectiveDirective }) =>
        resolve([blockedURI, effectiveDirective]),
      );
      setTimeout(() => {
        try {
          // oxlint-disable-next-line no-new-func -- what is tried here must be refused
          resolve([String(new Function('return 1')())]);
        } catch {
          // The violation is heard of in a task of its own.
        }
      });
      return promise;
    });
    expect(refused).toEqual(['eval', 'script-src']);
  });

  it('and says so, in place of running slower, where its worker may make no functions', async () => {
    const { page } = await openPage(browser, server.address);
    const underThePolicyOfThePage = await page.evaluate((path) => {
      const script = `import ${JSON.stringify(new URL(path, location.href).href)};`;
      return URL.createObjectURL(new Blob([script], { type: 'text/javascript' }));
    }, workerPath);
    const request = { flow: arithmetic(2), seconds: 1, every: 1, record: ['n1.out'] };
    expect(await runInPage(page, underThePolicyOfThePage, request)).toMatchObject({
      kind: 'failed',
      code: 'code-forbidden',
    });
  });

  it('in a worker whose script alone may run text as code, and which reaches no network', async () => {
    const policyOf = async (path: string): Promise<string> =>
      (await fetch(`${server.address}${path}`)).headers.get('content-security-policy') ?? '';
    expect(await policyOf(workerPath)).toContain("script-src 'self' 'unsafe-eval'; connect-src 'none'");
    expect(await policyOf('/')).not.toContain("'unsafe-eval'");
  });
});

function runHere(request: SimulationRequest): Done {
  const running = simulateFlow(request, catalog);
  for (;;) {
    const step = running.next();
    if (!step.done) continue;
    if (step.value.kind !== 'done') throw new Error(JSON.stringify(step.value));
    return step.value;
  }
}

function runInPage(page: Page, path: string, request: SimulationRequest): Promise<Carried> {
  return page.evaluate(
    async ([url, asked]) => {
      const worker = new Worker(url, { type: 'module' });
      const { promise, resolve, reject } = Promise.withResolvers<Done>();
      worker.addEventListener('message', ({ data }: MessageEvent<Done | { kind: 'progress' }>) => {
        if (data.kind !== 'progress') resolve(data);
      });
      worker.addEventListener('error', ({ message }) => reject(new Error(message || 'the worker failed')));
      // A worker that imports the script hears only once it has run.
      const again = setInterval(() => worker.postMessage(asked), 500);
      worker.postMessage(asked);
      const said = await promise;
      clearInterval(again);
      worker.terminate();
      const bytes = (array: ArrayBufferView): string =>
        btoa(
          Array.from(new Uint8Array(array.buffer as ArrayBuffer), (byte) => String.fromCharCode(byte)).join(
            '',
          ),
        );
      const { kind, code, engine, instants, columns } = said as Done & { code?: string };
      return {
        kind,
        code,
        engine,
        instants,
        columns: columns?.map(({ port, type, unit, values, quality }) => ({
          port,
          type,
          unit,
          values: bytes(values),
          quality: bytes(quality),
        })),
      };
    },
    [path, request] as const,
  );
}

function base64(array: ArrayBufferView): string {
  return Buffer.from(array.buffer as ArrayBuffer, array.byteOffset, array.byteLength).toString('base64');
}

/** A chain of so many nodes in which numbers are added, subtracted, multiplied and divided, and remembered by a filter of such. */
function arithmetic(count: number): Flow {
  const nodes: Flow['nodes'] = {
    ramp: { type: 'sources/waveform', params: { shape: 'ramp', amplitude: 3, offset: 1, period: '7.3 s' } },
    swing: { type: 'sources/waveform', params: { shape: 'triangle', amplitude: 2, period: '3.1 s' } },
  };
  const edges: string[] = [];
  for (let n = 0; n < count; n++) {
    const expression = ['a + b/3', 'a*0.7 - b', '(a - 2)/(4 + b*b)', 'a*b + 0.1'][n % 4]!;
    nodes[`n${n}`] = { type: 'transforms/expression', params: { inputs: { a: {}, b: {} }, expression } };
    edges.push(`${n === 0 ? 'ramp.value' : `n${n - 1}.out`} -> n${n}.a`, `swing.value -> n${n}.b`);
  }
  return { twinloom: 1, nodes, edges };
}
