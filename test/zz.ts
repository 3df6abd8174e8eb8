import { openBrowser, openPage } from './fixtures/open-browser.ts';
import { startServer } from './fixtures/start-server.ts';
const server = await startServer(); const browser = await openBrowser();
try {
  await new Promise((r) => setTimeout(r, 3000));
  for (const colorScheme of ['light','dark'] as const) {
    const { page, complaints } = await openPage(browser, server.address, { width: 1440, height: 1300, colorScheme });
    await page.locator('.react-flow__node[data-id="modelPump"]').waitFor();
    await page.getByRole('tab', { name: 'Scenarios' }).click();
    await page.addStyleTag({ content: '.scenarios { position: fixed; inset: 0; z-index: 99; background: var(--surface, Canvas) }' });
    await page.getByLabel('Question', { exact: true }).selectOption('A question of your own');
    await page.getByLabel('Look ahead').fill('2 min');
    await page.getByLabel('Name of the variant').fill('broken');
    await page.getByRole('button', { name: 'Let something fail' }).click();
    await page.getByRole('button', { name: 'Feed an input otherwise', exact: true }).click();
    await page.getByRole('button', { name: 'Feed an input otherwise in all', exact: true }).click();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByRole('alert').waitFor();
    await page.screenshot({ path: `/tmp/studies-shots/a-${colorScheme}.png` });
    const all = page.getByRole('group', { name: 'Fed otherwise in all' });
    await all.getByLabel('Input', { exact: true }).selectOption({ label: 'Tank level' });
    await all.getByLabel('How it is fed').selectOption('stays as it is now');
    const fed = page.getByRole('group', { name: 'Inputs fed otherwise' });
    await fed.getByLabel('Input', { exact: true }).selectOption({ label: 'Speed' });
    await fed.getByLabel('to').fill('1600');
    await fed.getByLabel('over').fill('1 min');
    const fault = page.getByRole('group', { name: /^What fails|^Fault of/ });
    await fault.getByLabel('What fails').fill('flow.value');
    await fault.getByLabel('How it fails').selectOption('drifts by');
    await fault.getByLabel('Size of the fault').fill('0.01');
    await page.getByRole('button', { name: 'Let something else fail' }).click();
    await page.getByRole('button', { name: 'Feed another input' }).first().click();
    await page.screenshot({ path: `/tmp/studies-shots/b-${colorScheme}.png` });
    await page.getByRole('button', { name: 'Let this be sound' }).click();
    await page.getByRole('button', { name: 'Feed this as usual' }).click();
    await page.getByLabel('What runs').selectOption('chance');
    await page.getByLabel('What varies').selectOption({ label: 'Height the pipe rises' });
    await page.getByLabel('How it is spread').nth(0).selectOption('uniform');
    await page.getByRole('textbox', { name: 'least' }).fill('8');
    await page.getByRole('textbox', { name: 'greatest' }).fill('12');
    await page.getByRole('button', { name: 'Vary something else' }).click();
    await page.getByLabel('What varies').nth(1).selectOption({ label: 'Price of electricity' });
    await page.getByRole('textbox', { name: 'mean' }).fill('0.3');
    await page.getByRole('textbox', { name: 'std. deviation' }).fill('0.03');
    await page.getByLabel('runs', { exact: true }).fill('30');
    await page.getByRole('checkbox', { name: 'broken' }).check();
    await page.screenshot({ path: `/tmp/studies-shots/c-${colorScheme}.png` });
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.locator('[data-difference="cost"]').waitFor({ timeout: 20000 }).catch(async () => { console.log(await page.getByRole('alert').textContent(), await page.locator('.fed .tone-bad').allTextContents()); });
    await page.getByRole('figure', { name: /One input/ }).waitFor({ timeout: 20000 });
    await page.locator('[data-study="done"]').first().waitFor({ timeout: 20000 });
    await page.screenshot({ path: `/tmp/studies-shots/d-${colorScheme}.png` });
    await page.locator('.study').evaluate((el) => el.scrollTo(0, 420));
    await page.screenshot({ path: `/tmp/studies-shots/e-${colorScheme}.png` });
    if (colorScheme === 'light') {
      const list = await server.get<{id: string}[]>('/api/twins/pump-01/scenarios');
      const html = await (await fetch(`${server.address}/api/twins/pump-01/scenarios/${list[0]!.id}/report.html`)).text();
      const rep = await browser.newPage(); await rep.setViewportSize({ width: 820, height: 1600 }); await rep.setContent(html); await rep.screenshot({ path: '/tmp/studies-shots/report.png', fullPage: true });
    }
    console.log(complaints);
  }
} finally { await browser.close(); await server.stop(); }
