import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openPage } from '../fixtures/open-browser.ts';
import { startServer, type RunningServer } from '../fixtures/start-server.ts';
import { standingBox, waitForNumber } from './canvas.ts';

interface Stored {
  nodes: Record<string, { params?: Record<string, unknown> }>;
}

/** Waits for what is to be seen, however busy the machine is. */
const seen = <T>(read: () => Promise<T>) => expect.poll(read);

describe('a person works in the inspector', () => {
  let server: RunningServer;
  let browser: Browser;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer('--no-plant'), openBrowser()]);
    await server.send('PUT', '/api/flows/lab', {
      twinloom: 1,
      name: 'Lab',
      nodes: {
        wave: {
          type: 'sources/waveform',
          params: { amplitude: 2, offset: 5, period: '20 s', unit: 'm' },
        },
        curve: {
          type: 'transforms/lookup-table',
          params: {
            points: [
              [0, 0],
              [5, 100],
              [10, 400],
            ],
            inputUnit: 'm',
            unit: 'L',
          },
        },
        calc: { type: 'transforms/expression', params: { inputs: { depth: 'cm' }, expression: 'depth' } },
        double: { type: 'transforms/gain', params: { gain: 2 } },
        tank: { type: 'physics/tank', params: { area: 2 } },
        flow: { type: 'sources/constant', params: { value: 1, unit: 'm3/h' } },
      },
      edges: [
        'wave.value -> curve.in',
        'wave.value -> calc.depth',
        'wave.value -> double.in',
        'flow.value -> tank.inflow',
      ],
      layout: {
        wave: [0, 0],
        flow: [0, 320],
        curve: [240, 0],
        calc: [240, 120],
        double: [240, 240],
        tank: [240, 360],
      },
    });
    await server.send('POST', '/api/flows/lab/deploy', {});
    await server.send('PUT', '/api/twins/lab-01', { flow: 'lab' });
    ({ page, complaints } = await openPage(browser, server.address));
    await page.getByRole('button', { name: /lab-01/ }).click();
    await waitForNumber(page, 'curve.out');
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const selected = async (node: string): Promise<Locator> => {
    await page.locator(`.react-flow__node[data-id="${node}"]`).click();
    const inspector = page.getByRole('complementary', { name: 'Inspector' });
    await seen(() => inspector.getByRole('textbox', { name: 'Id', exact: true }).inputValue()).toBe(node);
    return inspector;
  };
  const params = async (node: string): Promise<Record<string, unknown> | undefined> =>
    (await server.get<Stored>('/api/flows/lab')).nodes[node]?.params;

  it('where a formula completes, says what it works out to now, and where it is wrong', async () => {
    const inspector = await selected('calc');
    const formula = inspector.getByLabel(/^Expression/);
    const says = inspector.locator('[data-param="expression"] .field-says');
    // 5 ± 2 m are 300 to 700 cm.
    await seen(() => says.textContent()).toMatch(/^= [3-7]\d\d(\.\d)? cm now$/);
    await formula.fill('');
    await formula.pressSequentially('cla');
    await inspector.getByRole('option', { name: 'clamp(x, low, high)' }).waitFor();
    await formula.press('Enter');
    await formula.pressSequentially('dep');
    await inspector.getByRole('option', { name: 'depth' }).waitFor();
    await formula.press('Tab');
    await formula.pressSequentially(', 0, 100');
    await expect.poll(() => formula.inputValue()).toBe('clamp(depth, 0, 100)');
    await seen(() => says.textContent()).toBe('= 100 cm now');
    await formula.fill('clamp(depth, 0,');
    await seen(() => says.textContent()).toMatch(/at character 16/);
    await formula.fill('2*depth');
    await seen(() => params('calc')).toMatchObject({ expression: '2*depth' });
    await expect.poll(() => inspector.locator('.equations math').getAttribute('title')).toBe('out = 2*depth');
  });

  it('where the points of a curve are dragged or typed, and what is no point changes nothing', async () => {
    const inspector = await selected('curve');
    const point = inspector.getByRole('slider', { name: 'Point 2 of 3' });
    const before = await standingBox(point);
    const middle = { x: before.x + before.width / 2, y: before.y + before.height / 2 };
    await page.mouse.move(middle.x, middle.y);
    await page.mouse.down();
    await page.mouse.move(middle.x, middle.y - 20, { steps: 4 });
    await page.mouse.up();
    const y = inspector.getByLabel('y of row 2');
    await seen(async () => Number(await y.inputValue())).toBeGreaterThan(120);
    await point.press('Shift+ArrowRight');
    await seen(() => inspector.getByLabel('x of row 2').inputValue()).not.toBe('5');
    await page.keyboard.press('ControlOrMeta+z');
    await page.keyboard.press('ControlOrMeta+z');
    await seen(() => y.inputValue()).toBe('100');

    await y.fill('many');
    const says = inspector.locator('[data-param="points"] [role="status"]');
    await seen(() => says.textContent()).toContain('Row 2, y: “many” is not a number');
    await selected('tank');
    const again = await selected('curve');
    await expect.poll(() => again.getByLabel('y of row 2').inputValue()).toBe('many');
    await again.getByLabel('y of row 2').fill('120');
    await seen(() => params('curve')).toMatchObject({
      points: [
        [0, 0],
        [5, 120],
        [10, 400],
      ],
    });
  });

  it('where a quantity says what it becomes, a slider moves what has limits, and rubbish changes nothing', async () => {
    const inspector = await selected('tank');
    const area = inspector.getByLabel('Area', { exact: true });
    await area.fill('50 dm2');
    const says = inspector.locator('[data-param="area"] .field-says');
    await expect.poll(() => says.textContent()).toBe('= 0.5 m²');
    await seen(() => params('tank')).toMatchObject({ area: '50 dm2' });
    await area.press('Tab');
    await area.fill('many bananas');
    await seen(() => says.textContent()).toMatch(/not a number/);
    await inspector.locator('[data-param="dischargeCoefficient"]').getByRole('slider').fill('0.7');
    await seen(() => params('tank')).toMatchObject({ area: '50 dm2', dischargeCoefficient: 0.7 });
    await expect.poll(() => area.inputValue()).toBe('many bananas');
    await seen(() => inspector.locator('[data-live-age="tank.level"]').textContent()).toMatch(
      /^good · [\d.]+ s old · \d+(\.\d)?\/s/,
    );
  });

  it('where a value is set by hand in any unit, with what the flow says, kept or given back', async () => {
    const inspector = await selected('double');
    const gain = inspector.getByLabel('double.gain now');
    await gain.fill('three');
    await inspector.getByRole('button', { name: 'Set double.gain' }).click();
    await inspector.getByText('“three” is not a number').waitFor();
    const byHand = async () => (await server.get<{ values: object }>('/api/twins/lab-01/inputs')).values;
    expect(await byHand()).toEqual({});
    await gain.fill('3');
    await gain.press('Enter');
    await inspector.getByText('The flow says 2.', { exact: false }).waitFor();
    await inspector.getByRole('button', { name: 'Keep in the flow' }).click();
    await seen(() => params('double')).toMatchObject({ gain: 3 });
    await inspector.getByRole('button', { name: 'Back to the flow' }).click();
    await seen(byHand).toEqual({});
  });

  it('where a node has its history, which opens in the scope', async () => {
    const inspector = await selected('wave');
    const history = inspector.getByRole('region', { name: 'History' });
    await seen(() => history.getByText('Greatest').textContent()).toBe('Greatest');
    await history.getByRole('img', { name: /wave\.value over the last 10 minutes: .* m, last/ }).waitFor();
    await history.getByRole('button', { name: '1 h' }).click();
    await history.getByRole('img', { name: /over the last hour/ }).waitFor();
    await history.getByRole('button', { name: 'Open in the scope' }).click();
    await page.locator('[data-live-scope="wave.value"]').waitFor();
    expect(complaints).toEqual([]);
  });
});
