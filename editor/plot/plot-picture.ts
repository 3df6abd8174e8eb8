import { leftOf } from './drawn.ts';
import { resolveColor } from './plot-options.ts';
import type { PlotFrame, Trace } from './traces.ts';

/** What stands in a picture of a plot beside its traces. */
export interface PictureTexts {
  title: string;
  /** A line for each trace behind its name: what was measured. */
  notes: readonly string[];
  /** Lines across the plot, with a letter: s since 1970. */
  cursors: readonly { name: string; time: number }[];
}

const LINE = 18;
const MARGIN = 12;

/** A picture of a plot as it is seen, with its legend below, in the colours of the page; undefined where nothing is drawn. */
export function plotPicture(
  element: HTMLElement,
  traces: readonly Trace[],
  frame: PlotFrame,
  texts: PictureTexts,
): Promise<Blob | undefined> {
  const drawn = element.querySelector('canvas');
  if (!drawn) return Promise.resolve(undefined);
  const scale = drawn.width / drawn.clientWidth;
  const [width, height] = [drawn.clientWidth, drawn.clientHeight];
  const picture = document.createElement('canvas');
  picture.width = (width + 2 * MARGIN) * scale;
  picture.height = (height + 3 * MARGIN + LINE * (1 + traces.length)) * scale;
  const ctx = picture.getContext('2d');
  if (!ctx) return Promise.resolve(undefined);
  ctx.scale(scale, scale);
  const ink = resolveColor(element, '--ink');
  ctx.fillStyle = resolveColor(element, '--surface');
  ctx.fillRect(0, 0, width + 2 * MARGIN, picture.height / scale);
  ctx.font = `12px ${getComputedStyle(element).fontFamily}`;
  ctx.textBaseline = 'middle';
  ctx.fillStyle = ink;
  ctx.fillText(texts.title, MARGIN, MARGIN + LINE / 2);
  const top = MARGIN + LINE;
  ctx.drawImage(drawn, MARGIN, top, width, height);
  drawCursors(ctx, frame, texts.cursors, ink, top);
  traces.forEach((trace, i) => {
    const y = top + height + MARGIN + (i + 0.5) * LINE;
    ctx.fillStyle = resolveColor(element, trace.color);
    for (const part of trace.isDashed ? [0, 9] : [0, 7])
      ctx.fillRect(MARGIN + part, y - 1.5, trace.isDashed ? 7 : 9, 3);
    ctx.fillStyle = ink;
    const unit = trace.unit === '' ? '' : `, ${trace.unit}`;
    ctx.fillText(`${trace.label}${unit}  ${texts.notes[i] ?? ''}`, MARGIN + 24, y);
  });
  return new Promise((resolve) => {
    picture.toBlob((blob) => resolve(blob ?? undefined), 'image/png');
  });
}

function drawCursors(
  ctx: CanvasRenderingContext2D,
  frame: PlotFrame,
  cursors: PictureTexts['cursors'],
  ink: string,
  top: number,
): void {
  ctx.strokeStyle = ctx.fillStyle = ink;
  for (const { name, time } of cursors) {
    const left = leftOf(frame, time);
    if (left < 0 || left > frame.width) continue;
    const x = MARGIN + frame.left + left;
    ctx.beginPath();
    ctx.moveTo(x, top + frame.top);
    ctx.lineTo(x, top + frame.top + frame.height);
    ctx.stroke();
    ctx.fillText(name, x + 4, top + frame.top + 8);
  }
}
