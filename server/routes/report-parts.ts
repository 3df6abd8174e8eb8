import { formatValue } from '@twinloom/runtime/signal/format-value';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';

/** A part of the page under its own head; a long one may go on on the next page. */
export function section(title: string, content: string, kind: 'whole' | 'long' = 'whole'): string {
  return `<section class="${kind}"><h2>${text(title)}</h2>${content}</section>`;
}

/** Lines as a list. */
export function list(lines: readonly string[]): string {
  return `<ul>${lines.map((line) => `<li>${text(line)}</li>`).join('')}</ul>`;
}

/** A number with its unit, as people read them. */
export function quantity(value: number, unit: string): string {
  return `${formatValue(value)} ${formatUnit(unit)}`.trim();
}

/** A number with its sign. */
export function signed(value: number): string {
  if (value === 0) return '0';
  return `${value < 0 ? '−' : '+'}${formatValue(Math.abs(value))}`;
}

/** A length of time in the unit that suits it. */
export function span(seconds: number): string {
  const [size, name] =
    seconds >= 172_800
      ? [86_400, 'd']
      : seconds >= 7_200
        ? [3_600, 'h']
        : seconds >= 120
          ? [60, 'min']
          : [1, 's'];
  return `${formatValue(seconds / size)} ${name}`;
}

/** A time as people write it, UTC. */
export function when(t: number): string {
  return `${new Date(t * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

/** A text from outside, which is never markup. */
export function text(raw: string): string {
  return raw
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
