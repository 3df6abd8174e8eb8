import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../graph/diagnostic.ts';
import type { Flow } from '../graph/flow.ts';
import { readClock } from './read-clock.ts';

function read(clock: NonNullable<Flow['clock']>) {
  const diagnostics: Diagnostic[] = [];
  return { ...readClock(clock, diagnostics), codes: diagnostics.map(({ code }) => code) };
}

describe('the clock of a flow', () => {
  it('ticks each 100 ms and picks its solver where nothing is said', () => {
    expect(read({})).toEqual({ tick: 0.1, solver: { method: 'auto', rtol: 1e-6, atol: 1e-9 }, codes: [] });
  });

  it('is as it is given', () => {
    expect(read({ tick: '2 min', solver: { method: 'rk4', rtol: 1e-3 } })).toEqual({
      tick: 120,
      solver: { method: 'rk4', rtol: 1e-3, atol: 1e-9 },
      codes: [],
    });
  });

  it.each([['a while'], ['0.9 ms'], ['1.1 h']])('cannot tick each %s', (tick) => {
    expect(read({ tick }).codes).toEqual(['bad-clock']);
  });

  it.each([
    ['1 ms', 0.001],
    ['1 h', 3600],
  ])('can tick each %s', (tick, seconds) => {
    expect(read({ tick })).toMatchObject({ tick: seconds, codes: [] });
  });
});
