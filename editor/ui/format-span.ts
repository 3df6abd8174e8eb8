/** A stretch of time for the screen, two places where they tell something: `1.4 ms`, `250 ms`, `3.2 s`, `75 s`, `4 min`, `3 h 12 min`, `5 d 3 h`. */
export function formatSpan(seconds: number): string {
  const span = Math.max(0, seconds);
  if (span === 0) return '0 s';
  if (span < 0.01) return `${(span * 1000).toFixed(1)} ms`;
  if (span < 0.9995) return `${Math.round(span * 1000)} ms`;
  if (span < 9.95) return `${span.toFixed(1)} s`;
  if (span < 119.5) return `${Math.round(span)} s`;
  const minutes = Math.round(span / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48) return join(hours, 'h', minutes % 60, 'min');
  return join(Math.floor(hours / 24), 'd', hours % 24, 'h');
}

function join(whole: number, unit: string, rest: number, smaller: string): string {
  return rest === 0 ? `${whole} ${unit}` : `${whole} ${unit} ${rest} ${smaller}`;
}
