/** How long ago a value was measured, for the screen: `0.4 s`, `12 s`, `3 min`, `2 h`, `5 d`. */
export function formatAge(seconds: number): string {
  const age = Math.max(0, seconds);
  if (age < 10) return `${age.toFixed(1)} s`;
  if (age < 120) return `${Math.round(age)} s`;
  if (age < 7200) return `${Math.round(age / 60)} min`;
  if (age < 172_800) return `${Math.round(age / 3600)} h`;
  return `${Math.round(age / 86_400)} d`;
}
