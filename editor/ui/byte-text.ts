const UNITS = ['B', 'kB', 'MB', 'GB'];

/** A size as people say it: `812 B`, `1.2 MB`; 1 kB = 1000 B. */
export function byteText(bytes: number): string {
  const step = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), UNITS.length - 1);
  const amount = bytes / 1000 ** step;
  return `${step === 0 || amount >= 100 ? Math.round(amount) : amount.toFixed(1)} ${UNITS[step]}`;
}
