import type { Page } from 'playwright-core';

/** Drops a text file on the canvas, at a spot relative to it, as a hand would from a folder. */
export async function dropFile(
  page: Page,
  name: string,
  text: string,
  spot: { x: number; y: number },
): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    ([fileName, content]) => {
      const transfer = new DataTransfer();
      transfer.items.add(new File([content], fileName, { type: 'text/csv' }));
      return transfer;
    },
    [name, text] as const,
  );
  const box = await page.locator('.canvas').boundingBox();
  if (!box) throw new Error('there is no canvas');
  const at = { dataTransfer, clientX: box.x + spot.x, clientY: box.y + spot.y };
  await page.dispatchEvent('.canvas', 'dragover', at);
  await page.dispatchEvent('.canvas', 'drop', at);
}
