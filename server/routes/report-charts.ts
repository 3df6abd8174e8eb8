import type { StudyBody } from '@twinloom/runtime/protocol/studies';
import { quantity, span, text } from './report-parts.ts';

const WIDTH = 640;
const HEIGHT = 180;
const LEFT = 104;
const RIGHT = 8;
const COLOURS = ['#5b6470', '#1f5fbf', '#b45309', '#0f766e', '#a21caf', '#b91c1c', '#4d7c0f', '#7c3aed'];
const BLUE = '#1f5fbf';
const AMBER = '#b45309';

interface Line {
  name: string;
  /** Places along the chart, 0 to 1, and values; null is a gap. */
  x: readonly number[];
  y: readonly (number | null)[];
}

interface Frame {
  unit: string;
  /** What stands at the left and right end of the chart. */
  from: string;
  to: string;
}

/** Ports that a variant keeps over time. */
export function portsOf(variants: StudyBody['variants']): string[] {
  return [...new Set(variants.flatMap(({ curves }) => Object.keys(curves ?? {})))];
}

/** The middle of each part of the horizon between its least and greatest value, a line for each variant; a gap where it was bad. */
export function variantChart({ variants, horizon }: StudyBody, port: string): string {
  const shown = variants.flatMap((variant) => {
    const curve = variant.curves?.[port];
    return curve ? [{ name: variant.name, ...curve }] : [];
  });
  const lines = shown.map(({ name, min, max }): Line => {
    const y = min.map((least, i) => {
      const most = max[i] ?? null;
      return least === null || most === null ? null : (least + most) / 2;
    });
    return { name, x: middles(min.length), y };
  });
  const ends = shown.flatMap(({ min, max }) => [...min, ...max]);
  return lineChart(lines, { unit: shown[0]?.unit ?? '', from: '0', to: span(horizon) }, ends);
}

/** Percentiles of a port over the horizon: the widest pair as an area, all as lines. */
export function bandChart({ chance, many, horizon, variants }: StudyBody, port: string): string {
  const band = chance?.bands[port] ?? [];
  const unit = variants[0]?.curves?.[port]?.unit ?? '';
  const lines = band.map((y, i): Line => ({ name: `P${many?.percentiles?.[i]}`, x: middles(y.length), y }));
  return lineChart(lines, { unit, from: '0', to: span(horizon) }, band.flat(), band.length > 1);
}

function middles(parts: number): number[] {
  return Array.from({ length: parts }, (_, i) => (i + 0.5) / parts);
}

/** Lines in one frame. `reach`: values that have to fit in. */
export function lineChart(
  lines: readonly Line[],
  { unit, from, to }: Frame,
  reach: readonly (number | null)[] = lines.flatMap(({ y }) => y),
  isFilled = false,
): string {
  const values = reach.filter((value) => value !== null);
  if (values.length === 0) return '<p>It had no good value.</p>';
  let [low, high] = [Infinity, -Infinity];
  for (const value of values) [low, high] = [Math.min(low, value), Math.max(high, value)];
  const height = high > low ? high - low : Math.max(Math.abs(high), 1);
  const y = (value: number): number => HEIGHT - 24 - ((value - low) / height) * (HEIGHT - 40);
  const x = (place: number): number => LEFT + place * (WIDTH - LEFT - RIGHT);
  const paths = lines.map(
    (line, i) =>
      `<path d="${pathOf(line, x, y)}" fill="none" stroke="${COLOURS[i % COLOURS.length]}" stroke-width="1.5"/>`,
  );
  const area = isFilled ? areaOf(lines[0]!, lines.at(-1)!, x, y) : '';
  const legend = lines.map(
    ({ name }, i) => `<span style="color:${COLOURS[i % COLOURS.length]}">■</span> ${text(name)}`,
  );
  const label = (px: number, py: number, anchor: string, says: string): string =>
    `<text x="${px}" y="${py}" text-anchor="${anchor}" font-size="11">${text(says)}</text>`;
  const marks =
    label(LEFT - 6, y(high) + 4, 'end', quantity(high, unit)) +
    (high > low ? label(LEFT - 6, y(low) + 4, 'end', quantity(low, unit)) : '') +
    label(WIDTH - RIGHT, HEIGHT - 6, 'end', to) +
    label(LEFT, HEIGHT - 6, 'start', from);
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img"><path d="M${LEFT} 8V${HEIGHT - 20}H${WIDTH - RIGHT}" fill="none" stroke="#c5cbd3"/>${area}${paths.join('')}${marks}</svg><p>${legend.join(' &nbsp; ')}</p>`;
}

type Scale = (value: number) => number;

function pathOf(line: Line, x: Scale, y: Scale): string {
  let path = '';
  let isDown = false;
  line.y.forEach((value, i) => {
    if (value === null) {
      isDown = false;
      return;
    }
    path += `${isDown ? 'L' : 'M'}${x(line.x[i]!).toFixed(1)} ${y(value).toFixed(1)}`;
    isDown = true;
  });
  return path;
}

function areaOf(low: Line, high: Line, x: Scale, y: Scale): string {
  const whole = low.x
    .map((_, i) => i)
    .filter((i) => (low.y[i] ?? null) !== null && (high.y[i] ?? null) !== null);
  const at = (line: Line, i: number): string => `${x(line.x[i]!).toFixed(1)} ${y(line.y[i]!).toFixed(1)}`;
  const points = [...whole.map((i) => at(low, i)), ...whole.toReversed().map((i) => at(high, i))];
  return `<path d="M${points.join('L')}Z" fill="${BLUE}" fill-opacity="0.12"/>`;
}

const ROW = 26;
const NAMES = 200;

/** A bar for each input, from what the KPI comes to at its low end to that at its high end, about a middle; `ends`: what is meant by them. */
export function tornado(
  bars: readonly { name: string; range?: string; low: number; high: number }[],
  unit: string,
  { middle, ends: [lowest, highest] }: { middle: number; ends: readonly [string, string] },
): string {
  const ends = [middle, ...bars.flatMap(({ low, high }) => [low, high])];
  const [least, most] = [Math.min(...ends), Math.max(...ends)];
  const x = (value: number): number =>
    NAMES + ((value - least) / (most - least || 1)) * (WIDTH - NAMES - RIGHT);
  const rows = bars.map(({ name, range = '', low, high }, i) => {
    const label = (y: number, size: number, says: string): string =>
      `<text x="${NAMES - 8}" y="${i * ROW + y}" text-anchor="end" font-size="${size}">${text(says)}</text>`;
    const names = range === '' ? label(17, 11, name) : label(12, 11, name) + label(23, 9, range);
    const bar = (from: number, to: number, colour: string): string =>
      `<rect x="${Math.min(x(from), x(to)).toFixed(1)}" y="${i * ROW + 5}" width="${Math.abs(x(to) - x(from)).toFixed(1)}" height="${ROW - 10}" fill="${colour}"/>`;
    return `${names}${bar(middle, low, AMBER)}${bar(middle, high, BLUE)}`;
  });
  const height = bars.length * ROW + 18;
  const mark = (at: number, anchor: string, value: number): string =>
    `<text x="${at}" y="${height - 3}" text-anchor="${anchor}" font-size="11">${text(quantity(value, unit))}</text>`;
  return (
    `<svg viewBox="0 0 ${WIDTH} ${height}" role="img"><path d="M${x(middle).toFixed(1)} 0V${bars.length * ROW}" stroke="#5b6470"/>${rows.join('')}${mark(NAMES, 'start', least)}${mark(WIDTH - RIGHT, 'end', most)}</svg>` +
    `<p><span style="color:${AMBER}">■</span> ${text(lowest)} &nbsp; <span style="color:${BLUE}">■</span> ${text(highest)}</p>`
  );
}
