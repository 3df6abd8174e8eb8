const WINDOW = 10;

/** The typical twin as somebody writes it by hand: what comes out for each speed. */
export function typicalHand(): (speed: number) => number {
  const ring = new Float64Array(WINDOW);
  let [at, count] = [0, 0];
  return (speed) => {
    ring[at] = Math.min(Math.max(0.5 * speed + 3, 10), 45);
    at = at === WINDOW - 1 ? 0 : at + 1;
    if (count < WINDOW) count++;
    let sum = 0;
    for (let i = 0; i < count; i++) sum += ring[i]!;
    const a = sum / count;
    return (a > 28 ? 1 : 0) + a * a * 0.02 + 1.5 * a + 4;
  };
}
