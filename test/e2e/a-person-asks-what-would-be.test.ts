import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import type { StudySummaryBody } from '@twinloom/runtime/protocol/studies';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openPage } from '../fixtures/open-browser.ts';
import { startServer, type RunningServer } from '../fixtures/start-server.ts';

describe('a person asks the pump what would be', () => {
  let server: RunningServer;
  let browser: Browser;

  beforeAll(async () => {
    [server, browser] = await Promise.all([startServer(), openBrowser()]);
  });

  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const speed = async (): Promise<string | undefined> => {
    const { ports } = await server.get<{ ports: Record<string, { quality: string }> }>(
      '/api/twins/pump-01/state',
    );
    return ports['speed.value']?.quality;
  };

  it('runs the question that ships, reads its KPIs, asks one of their own, and cancels one that is too long', async () => {
    await expect.poll(speed).toBe('good');
    const { page, complaints } = await openPage(browser, server.address);
    await page.locator('.react-flow__node[data-id="modelPump"]').waitFor();
    await page.getByRole('tab', { name: 'Scenarios' }).click();
    await page.getByText('Nothing was asked yet').waitFor();
    await expect
      .poll(() => page.getByLabel('Question').locator('option').first().textContent())
      .toBe('What happens if we raise the speed by 15 %?');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.locator('[data-study="done"]').waitFor();
    const faster = page.locator('[data-variant="speed +15 %"]');
    await faster.locator('[data-kpi="bearingLife"]').getByText('−13 %').waitFor();
    await expect.poll(() => faster.locator('[data-kpi="energy"]').textContent()).toMatch(/\+\d+/);
    await expect
      .poll(() => page.locator('[data-variant="as it is"] [data-kpi="bearingLife"]').textContent())
      .toMatch(/^11,?\d+/);
    await page.getByLabel('Port over time').selectOption('modelPump.power');
    await page.getByRole('img', { name: /modelPump.power over the next 60 min/ }).waitFor();
    await page.locator('.study-legend').getByText('what happened').waitFor();
    for (const [name, ending] of [
      ['Report', '.html'],
      ['CSV', '.csv'],
    ] as const) {
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('link', { name }).click(),
      ]);
      expect(download.suggestedFilename()).toMatch(new RegExp(`^pump-01-.*\\${ending}$`));
      expect(readFileSync(await download.path(), 'utf8')).toContain('speed +15 %');
    }

    await page.getByLabel('Question').selectOption('A question of your own');
    await page.getByLabel('Your question').fill('What if electricity costs twice as much?');
    await page.getByLabel('Look ahead').fill('10 min');
    await page.getByLabel('Name of the variant').fill('dear');
    await page.getByLabel('What changes', { exact: true }).selectOption({ label: 'Price of electricity' });
    await page.getByLabel('Value of Price of electricity').fill('0.56');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.locator('[data-variant="dear"] [data-kpi="cost"]').getByText('+100 %').waitFor();

    await page.getByRole('button', { name: 'Remove dear' }).click();
    await page.getByRole('button', { name: 'Vary' }).click();
    await page.getByLabel('What is varied').selectOption({ label: 'Speed ×' });
    await page.getByLabel('from', { exact: true }).fill('0.9');
    await page.getByLabel('to', { exact: true }).fill('1.1');
    await page.getByLabel('values', { exact: true }).fill('3');
    await page.getByRole('button', { name: 'Add them' }).click();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    const flowAt = (factor: string) =>
      page.locator(`[data-variant="Speed × ${factor}"] [data-kpi="flow"] .study-difference`);
    await flowAt('1.1').waitFor();
    await expect.poll(() => flowAt('0.9').textContent()).toMatch(/^−/);
    await expect.poll(() => flowAt('1').textContent()).toBe('same');
    await expect.poll(() => flowAt('1.1').textContent()).toMatch(/^\+/);

    await page.getByLabel('Look ahead').fill('1 min');
    await page.getByLabel('What runs').selectOption('sweep');
    await page.getByLabel('What varies').selectOption({ label: 'Price of electricity' });
    await page.getByLabel('or a list').fill('0.2, 0.4');
    await page.getByRole('button', { name: 'Vary a second thing' }).click();
    await page.getByLabel('What varies').nth(1).selectOption({ label: 'Height the pipe rises' });
    await page.getByLabel('or a list').nth(1).fill('8, 10');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByRole('table', { name: 'Flow at each pair' }).getByRole('cell').nth(3).waitFor();
    await page.getByRole('img', { name: 'Flow over Price of electricity' }).waitFor();

    await page.getByLabel('What runs').selectOption('chance');
    await page.getByLabel('How it is spread').nth(0).selectOption('uniform');
    await page.getByRole('textbox', { name: 'least' }).fill('0.2');
    await page.getByRole('textbox', { name: 'greatest' }).fill('0.4');
    await page.getByRole('button', { name: 'Vary Height the pipe rises no more' }).click();
    await page.getByLabel('runs', { exact: true }).fill('12');
    await page.getByRole('checkbox', { name: 'Speed × 1.1' }).check();
    // What it is called does not take it out of what is compared.
    await page.getByLabel('Name of the variant').last().fill('faster by a tenth');
    await page.getByLabel('Seed of chance').fill('7');
    await page.getByLabel('Ports over time').selectOption('modelTank.level');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.locator('[data-spread="cost"]').waitFor();
    await page.getByLabel('KPI of the runs').selectOption({ label: 'Energy cost' });
    await page
      .getByRole('figure', { name: 'What mattered to Energy cost' })
      .getByText('Price of electricity')
      .waitFor();
    await page
      .getByRole('figure', { name: 'One input at a time: Energy cost' })
      .getByText('Price of electricity')
      .waitFor();
    const dearer = page.getByRole('table', { name: '“faster by a tenth” less “as it is”' });
    await dearer.locator('[data-difference="cost"]').getByText('better in 0 %').waitFor();
    await page.locator('[data-study="done"]').waitFor();
    await page.getByRole('img', { name: /modelTank.level over the next 60 s/ }).waitFor();
    const [asked] = await server.get<StudySummaryBody[]>('/api/twins/pump-01/scenarios');
    expect(asked!.seed).toBe(7);
    await page.getByLabel('Reason').fill('Prices are fixed for a year');
    await page.getByRole('button', { name: 'Decide' }).click();
    await page.locator('[data-decision="accepted"]').getByText('Prices are fixed for a year').waitFor();

    await page.getByLabel('Question', { exact: true }).selectOption('When is the bearing best replaced?');
    await page.getByLabel('Look ahead').fill('1 h');
    await page.getByLabel('It fails when').fill('bearing.damage >= 0.9');
    await page.getByRole('group', { name: 'A failure' }).getByLabel('outage').fill('6 min');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    const [worn, early] = ['as it is', 'every 25 min'].map((name) =>
      page.locator(`[data-variant="${name}"]`),
    );
    await early!.locator('[data-kpi="plannedReplacements"]').getByText('+2').waitFor();
    await expect.poll(() => worn!.locator('[data-kpi="unplannedDowntime"]').textContent()).toMatch(/^0\.1/);
    await expect.poll(() => early!.locator('[data-kpi="unplannedDowntime"]').textContent()).toMatch(/−100 %/);
    await page.locator('[data-study="done"]').waitFor();

    await page.getByLabel('Question').selectOption('A question of your own');
    await page.getByLabel('Look ahead').fill('20 d');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.locator('[data-study="running"]').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.locator('[data-study="cancelled"]').waitFor();
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await expect
      .poll(async () => (await server.get<StudySummaryBody[]>('/api/twins/pump-01/scenarios')).length)
      .toBe(6);
    expect(complaints).toEqual([]);
  });

  it('keeps a question in the flow and says what counts, and takes both back', async () => {
    const { page, complaints } = await openPage(browser, server.address);
    await page.getByRole('tab', { name: 'Scenarios' }).click();
    const question = page.getByLabel('Question', { exact: true });
    await question.selectOption('A question of your own');
    await page.getByRole('button', { name: 'Keep in the flow' }).click();
    await page.getByText('Say in words what is asked, then keep it.').waitFor();
    await page.getByLabel('Your question').fill('And with less lift?');
    await page.getByRole('button', { name: 'Keep in the flow' }).click();
    await expect.poll(() => question.locator('option:checked').textContent()).toBe('And with less lift?');
    const shown = (): Promise<string | null> => question.locator('option:checked').textContent();
    await page.keyboard.press('Control+z');
    await expect.poll(shown).toBe('A question of your own');
    await page.keyboard.press('Control+Shift+z');
    await expect.poll(shown).toBe('And with less lift?');

    await page.getByRole('button', { name: 'Key figures' }).click();
    const figures = page.getByRole('dialog', { name: 'Key figures of the flow' });
    await figures.getByRole('button', { name: 'Add a key figure' }).click();
    const row = figures.locator('[data-kpi-row="newFigure"]');
    await row.getByLabel('Name').fill('Highest level');
    await row.getByLabel('Expression').fill('');
    await row.getByLabel('What is made of the port').selectOption('greatest');
    await row.getByLabel('Port', { exact: true }).selectOption('modelTank.level');
    await row.getByRole('button', { name: 'Insert' }).click();
    await expect.poll(() => row.getByLabel('Expression').inputValue()).toBe('max(modelTank.level)');
    await row.getByLabel('Unit').fill('kg');
    await row.getByText('it works out to m, but is stated in kg').waitFor();
    await row.getByRole('button', { name: 'Remove Highest level' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Take it out of the flow' }).click();
    await expect
      .poll(() => question.locator('option').allTextContents())
      .not.toContain('And with less lift?');
    await page.getByText('draft differs').waitFor({ state: 'detached' });

    await page.getByRole('tab', { name: 'Scope' }).click();
    await page.getByRole('button', { name: 'Key figures of this time' }).click();
    await page.locator('[data-figure="flow"]').getByText('m³/h').waitFor();
    await page.getByRole('button', { name: '24 h' }).click();
    await page.getByText('Key figures are worked out over at most 3 h').waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });

  it('is told what is wrong with a question', async () => {
    const { page, complaints } = await openPage(browser, server.address);
    await page.getByRole('tab', { name: 'Scenarios' }).click();
    await page.getByLabel('Look ahead').fill('soon');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await expect
      .poll(() => page.getByRole('alert').textContent())
      .toMatch(/"soon" is no duration.*such as "1 h"/);

    await page.getByLabel('Question', { exact: true }).selectOption('A question of your own');
    await page.getByLabel('Look ahead').fill('2 min');
    await page.getByLabel('Begin').fill('tomorrow');
    await page.getByLabel('Name of the variant').fill('broken');
    await page.getByRole('button', { name: 'Let something fail' }).click();
    await page.getByRole('button', { name: 'Feed an input otherwise', exact: true }).click();
    const [fed, fault] = [
      page.getByRole('group', { name: 'Inputs fed otherwise' }),
      page.getByRole('group', { name: /^What fails|^Fault of/ }),
    ];
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await fault.getByText('Say what fails').waitFor();
    await fed.getByText('Choose the input.').waitFor();
    await page.getByText('Say when it begins').waitFor();
    await page.getByLabel('Your question').fill('Would it hold?');
    await page.getByRole('button', { name: 'Keep in the flow' }).click();
    await expect.poll(() => page.getByRole('alert').textContent()).toMatch(/^Mend what is marked below/);
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByLabel('Begin').fill('3 s ago');
    await expect
      .poll(() => page.getByRole('alert').textContent())
      .toMatch(/^Nothing ran\. Mend what is marked/);

    await fed.getByLabel('Input', { exact: true }).selectOption({ label: 'Speed' });
    await fed.getByLabel('How it is fed').selectOption('follows a CSV file');
    await fed.getByLabel('values by time').setInputFiles({
      name: 'speeds.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('seconds,speed\n0,1450\n30,1600\n60,1600\n'),
    });
    await fed.getByText('3 points of speeds.csv, to 60 s').waitFor();
    await fault.getByLabel('What fails').fill('modelTank.hh');
    await fault.getByLabel('How it fails').selectOption('jumps to');
    await fault.getByLabel('Size of the fault').fill('0.5');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await fault.getByText(/no port, state or param "hh".*Did you mean modelTank\.h/).waitFor();

    await fault.getByLabel('What fails').fill('modelTank.h');
    await fault.getByText('High tank, as built: h (state)').waitFor();
    await fault.getByLabel('Size of the fault').fill('50 cm');
    await fault.getByLabel('from').fill('30 s');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.locator('[data-variant="broken"] [data-kpi="flow"]').getByText('%').waitFor();
    await expect.poll(() => page.getByRole('alert').count()).toBe(0);
    expect(complaints.filter((one) => !one.includes('422'))).toEqual([]);
  });
});
