/** Time at which the monotonic clock of this process read 0, s since 1970; the same in every thread of it. */
export function clockOrigin(): number {
  return (performance.timeOrigin + performance.now()) / 1000 - monotonicSeconds();
}

/** A clock that only moves forward and agrees in every thread that is given the same origin; s since 1970. */
export function monotonicClock(origin: number): () => number {
  const shift = origin + monotonicSeconds() - performance.now() / 1000;
  return () => shift + performance.now() / 1000;
}

function monotonicSeconds(): number {
  return Number(process.hrtime.bigint()) / 1e9;
}
