import { formatValue } from '@twinloom/runtime/signal/format-value';
import type { Bands } from '../../plot/bands.ts';
import { measure } from '../../plot/measure.ts';
import type { PlotFrame, Trace } from '../../plot/traces.ts';
import { useScopeView } from '../../stores/scope-view.ts';
import { dayAndTime, timeOfDay } from '../../ui/format-time.ts';
import { scopeWords } from '../../words/scope.ts';

/** Saves what the scope shows as a picture, with its time, its legend and what is measured between the cursors. */
export async function savePicture(
  element: HTMLElement,
  name: string,
  traces: readonly Trace[],
  frame: PlotFrame,
  { times, traces: bands }: Bands,
): Promise<void> {
  const { plotPicture } = await import('../../plot/plot-picture.ts');
  const { cursors } = useScopeView.getState();
  const { from, to } = frame.data;
  const notes = bands.map((band) => {
    if (!cursors) return '';
    const { change, mean } = measure(times, band, to, ...cursors);
    const say = (value: number | undefined): string =>
      value === undefined ? scopeWords.noValue : formatValue(value);
    return scopeWords.measured(say(change), say(mean));
  });
  const picture = await plotPicture(element, traces, frame, {
    title: scopeWords.pictureTitle(name, dayAndTime(from), timeOfDay(to)),
    notes,
    cursors: cursors
      ? [
          { name: 'A', time: cursors[0] },
          { name: 'B', time: cursors[1] },
        ]
      : [],
  });
  if (!picture) return;
  const address = URL.createObjectURL(picture);
  const link = Object.assign(document.createElement('a'), { href: address, download: `${name}.png` });
  link.click();
  URL.revokeObjectURL(address);
}
