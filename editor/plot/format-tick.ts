import { formatValue } from '@twinloom/runtime/signal/format-value';

/** A number beside an axis, with only as many decimals as tell ticks that are a step apart. */
export function formatTick(value: number, step: number): string {
  if (Math.abs(value) < step * 1e-9) return '0';
  if (Math.abs(value) >= 1e6 || step < 1e-4) return formatValue(value, 3);
  return value.toFixed(Math.max(0, Math.min(6, Math.ceil(-Math.log10(step) - 1e-9))));
}

/** Times of day under an axis, s since 1970, a step apart: the day at midnight, tenths where that is less than a second. */
export function clockTicks(splits: readonly number[], step: number): string[] {
  return splits.map((seconds) => {
    const time = new Date(Math.round(seconds * 1000));
    const day = `${two(time.getMonth() + 1)}-${two(time.getDate())}`;
    const isMidnight = time.getHours() + time.getMinutes() + time.getSeconds() === 0;
    if (step >= 86_400 || (step >= 60 && isMidnight)) return day;
    const clock = `${two(time.getHours())}:${two(time.getMinutes())}`;
    if (step >= 60) return clock;
    const decimals = step >= 1 ? 0 : Math.min(3, Math.ceil(-Math.log10(step) - 1e-9));
    const second = (time.getSeconds() + time.getMilliseconds() / 1000).toFixed(decimals);
    return `${clock}:${second.padStart(decimals === 0 ? 2 : decimals + 3, '0')}`;
  });
}

function two(n: number): string {
  return String(n).padStart(2, '0');
}
