import type { Locator, Page } from 'playwright-core';

/** The live value a card shows for a port, such as `pipe.flow`. */
export function liveValue(page: Page, port: string) {
  return page.locator(`[data-live="${port}"]`);
}

/** Waits until a port shows a good number, and hands back the text. */
export async function waitForNumber(page: Page, port: string): Promise<string> {
  await page
    .locator(`[data-live="${port}"]:not([data-quality="bad"]):not([data-quality="absent"])`, {
      hasText: /\d/,
    })
    .waitFor();
  return (await liveValue(page, port).textContent()) ?? '';
}

/** Waits until a port shows another text than the one given. */
export async function waitForChange(page: Page, port: string, from: string): Promise<void> {
  await page.waitForFunction(
    ([name, before]) => document.querySelector(`[data-live="${name}"]`)?.textContent !== before,
    [port, from] as const,
  );
}

/** Drags an edge from an output to an input, as a hand would. */
export async function dragEdge(page: Page, output: string, input: string): Promise<void> {
  const from = await moveOnto(page, `.port-handle.source[data-port="${output}"]`);
  await page.mouse.down();
  await page.mouse.move(from.x + 16, from.y + 8, { steps: 3 });
  await moveOnto(page, `.port-handle.target[data-port="${input}"]`);
}

/** Drags a node type from the palette to a spot of the canvas where there is room for its card. */
export async function dragFromPalette(page: Page, type: string): Promise<void> {
  const spot = await roomOnCanvas(page);
  await page
    .locator(`.palette-item[data-type="${type}"]`)
    .dragTo(page.locator('.canvas'), { targetPosition: spot });
}

/** Where something stands once it stands still: the canvas moves when a flow is fitted and when a pane opens beside it. */
export async function standingBox(
  locator: Locator,
): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await locator.evaluate(async (element) => {
    const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve));
    const box = (): DOMRect => element.getBoundingClientRect();
    let former = box();
    for (let still = 0; still < 6;) {
      if (!element.isConnected) return undefined;
      await frame();
      const { x, y, width, height } = box();
      const isSame = x === former.x && y === former.y && width === former.width && height === former.height;
      still = isSame && width > 0 ? still + 1 : 0;
      former = box();
    }
    const { x, y, width, height } = former;
    return { x, y, width, height };
  });
  // Another stands in its place meanwhile.
  return box ?? standingBox(locator);
}

/** Moves the pointer onto a port, and after it where the canvas moved meanwhile. */
async function moveOnto(page: Page, selector: string): Promise<{ x: number; y: number }> {
  const middle = async (): Promise<{ x: number; y: number }> => {
    const box = await standingBox(page.locator(selector));
    return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  };
  let at = await middle();
  for (;;) {
    await page.mouse.move(at.x, at.y, { steps: 12 });
    const now = await middle();
    if (now.x === at.x && now.y === at.y) return at;
    at = now;
  }
}

/** Types into what a key just opened, once it listens there. */
export async function typeInto(page: Page, field: Locator, text: string): Promise<void> {
  await field.and(page.locator(':focus')).waitFor();
  await page.keyboard.type(text);
}

/** Deploys in the dialog that asks for it, and waits until it is done. */
export async function deployInDialog(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Deploy', exact: true }).click();
  await dialog.waitFor({ state: 'detached' });
}

/** A spot relative to the canvas around which nothing but the empty pane is. */
async function roomOnCanvas(page: Page): Promise<{ x: number; y: number }> {
  const spot = await page.evaluate(() => {
    const canvas = document.querySelector('.canvas')!.getBoundingClientRect();
    const isFree = (x: number, y: number): boolean =>
      document.elementFromPoint(canvas.x + x, canvas.y + y)?.classList.contains('react-flow__pane') ?? false;
    for (let y = 48; y < canvas.height - 112; y += 16) {
      for (let x = 128; x < canvas.width - 128; x += 16) {
        const around = [-112, -56, 0, 56, 112].flatMap((dx) =>
          [-24, 8, 40, 72].map((dy) => [x + dx, y + dy] as const),
        );
        if (around.every(([px, py]) => isFree(px, py))) return { x, y };
      }
    }
    return undefined;
  });
  if (!spot) throw new Error('the canvas has no room for another card');
  return spot;
}
