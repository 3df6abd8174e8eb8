import type { LedgerPlant } from '../../fixtures/ledger.ts';
import type { Screen } from '../../fixtures/screen.ts';

/** How old the newest reading is that a screen shows, each time that a frame comes, ms; the plant says so many a second meanwhile. `sending` is called before each. */
export async function shownAges(
  plant: LedgerPlant,
  screen: Screen,
  { perSecond, ms, sending }: { perSecond: number; ms: number; sending?: (seq: number) => void },
): Promise<number[]> {
  const sentAt = new Map<number, number>();
  const ages: number[] = [];
  let shown = plant.last;
  screen.onFrame = () => {
    const seq = screen.values.get('seq.value') ?? 0;
    if (seq > shown && sentAt.has(seq)) ages.push(performance.now() - sentAt.get(seq)!);
    shown = Math.max(shown, seq);
  };
  const since = performance.now();
  const from = plant.last;
  while (performance.now() - since < ms) {
    const due = from + Math.floor(((performance.now() - since) * perSecond) / 1000);
    if (due > plant.last) {
      sending?.(plant.last + 1);
      sentAt.set(plant.last + 1, performance.now());
      await plant.sayUpTo(plant.last + 1);
    } else await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return ages;
}
