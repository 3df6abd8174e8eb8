/** A number for the screen in engineering style: 4 significant digits, no noise behind them, powers of ten only where they help; a dash for what is no number. */
export function formatValue(value: number, digits = 4): string {
  if (!Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size >= 1e6 || size < 1e-3) return scientific(value, digits);
  const decimals = Math.max(0, digits - 1 - Math.floor(Math.log10(size)));
  return withoutTail(value.toFixed(Math.min(decimals, 12)));
}

function scientific(value: number, digits: number): string {
  const [mantissa = '', exponent = '0'] = value.toExponential(digits - 1).split('e');
  return `${withoutTail(mantissa)}e${Number(exponent)}`;
}

function withoutTail(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
