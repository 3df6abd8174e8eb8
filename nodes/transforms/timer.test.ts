import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { timer } from './timer.ts';

type Samples = [number, boolean, ('good' | 'uncertain' | 'bad')?][];

const run = (mode: string, time: number | string, samples: Samples, seconds = 60) => {
  const traced = trace(timer, { params: { mode, time }, inputs: { in: samples }, for: seconds });
  expect(traced.diagnostics).toEqual([]);
  return traced;
};

/** `[t, out, elapsed]` of each sample. */
function course(...given: Parameters<typeof run>): [number, unknown, unknown][] {
  const { samples } = run(...given);
  const elapsed = samples('elapsed');
  return samples('out').map(({ t, value }, i) => [t, value, elapsed[i]?.value]);
}

describe('an on-delay', () => {
  it('is on once the input has lasted, with no sample needed then, and off with it', () => {
    const samples: Samples = [
      [0, false],
      [1, true],
      [4, true],
      [20, false],
    ];
    expect(course('on-delay', '10 s', samples)).toEqual([
      [0, false, 0],
      [1, false, 0],
      [4, false, 3],
      [11, true, 10],
      [20, false, 0],
    ]);
  });

  it('forgets the time when the input goes meanwhile', () => {
    const samples: Samples = [
      [0, true],
      [9, false],
      [9.5, true],
    ];
    expect(course('on-delay', 10, samples)).toEqual([
      [0, false, 0],
      [9, false, 0],
      [9.5, false, 0],
      [19.5, true, 10],
    ]);
  });

  it('counts a first sample that is true as an edge', () => {
    expect(course('on-delay', 2, [[3, true]])).toEqual([
      [3, false, 0],
      [5, true, 2],
    ]);
  });

  it('switches on the very microsecond, whatever the rounding of its times', () => {
    for (let k = 1; k < 100; k++) {
      const switched = course('on-delay', 0.2, [
        [0, false],
        [k / 10, true],
      ]).find(([, out]) => out === true)!;
      expect(Math.round(switched[0] * 1e6)).toBe(k * 100_000 + 200_000);
    }
  });
});

describe('an off-delay', () => {
  it('goes off once the input has been gone for the time', () => {
    const samples: Samples = [
      [0, true],
      [2, false],
      [5, false],
      [30, true],
    ];
    expect(course('off-delay', 10, samples)).toEqual([
      [0, true, 0],
      [2, true, 0],
      [5, true, 3],
      [12, false, 10],
      [30, true, 0],
    ]);
  });

  it('stays on when the input comes back meanwhile', () => {
    const samples: Samples = [
      [0, true],
      [2, false],
      [11, true],
      [13, false],
    ];
    expect(course('off-delay', 10, samples).filter(([, out]) => out !== true)).toEqual([[23, false, 10]]);
  });

  it('is off at the start while the input never was on', () => {
    expect(course('off-delay', 10, [[0, false]])).toEqual([[0, false, 0]]);
  });
});

describe('a pulse', () => {
  it('has its length, whether the input is short or long', () => {
    const samples: Samples = [
      [0, false],
      [1, true],
      [1.5, false],
      [20, true],
      [35, false],
    ];
    expect(course('pulse', 5, samples)).toEqual([
      [0, false, 0],
      [1, true, 0],
      [1.5, true, 0.5],
      [6, false, 0],
      [20, true, 0],
      [25, false, 5],
      [35, false, 0],
    ]);
  });

  it('is not started by an edge during it, but by one at its end', () => {
    const again = (at: number): Samples => [
      [0, true],
      [1, false],
      [at, true],
    ];
    expect(course('pulse', 5, again(4)).map(([t, out]) => [t, out])).toEqual([
      [0, true],
      [1, true],
      [4, true],
      [5, false],
    ]);
    expect(course('pulse', 5, again(5)).at(-1)).toEqual([10, false, 5]);
  });
});

describe('a timer', () => {
  it.each([
    ['on-delay', [true, false]],
    ['off-delay', [true, false]],
    ['pulse', [false, false]],
  ])('of no time: %s', (mode, expected) => {
    const samples: Samples = [
      [0, true],
      [1, false],
    ];
    expect(course(mode, 0, samples).map(([, out]) => out)).toEqual(expected);
  });

  it('begins anew when the input goes and comes at one time', () => {
    // Times that fall on one microsecond are one time.
    const samples: Samples = [
      [0, true],
      [1, false],
      [1.0000001, true],
    ];
    expect(course('on-delay', 3, samples)).toEqual([
      [0, false, 0],
      [1, false, 0],
      [1, false, 0],
      [4, true, 3],
    ]);
  });

  it('is bad on a bad input, and its time runs on', () => {
    const samples: Samples = [
      [0, true],
      [3, true, 'bad'],
      [8, true],
      [9, true, 'bad'],
      [10, false],
    ];
    const { samples: of } = run('on-delay', 5, samples);
    expect(of('out').map(({ t, value, quality }) => [t, value, quality])).toEqual([
      [0, false, 'good'],
      [3, undefined, 'bad'],
      [5, undefined, 'bad'],
      [8, true, 'good'],
      [9, undefined, 'bad'],
      [10, false, 'good'],
    ]);
  });

  it('reads its time in any unit of time and refuses less than none', () => {
    expect(course('on-delay', '500ms', [[0, true]]).at(-1)).toEqual([0.5, true, 0.5]);
    const { diagnostics } = trace(timer, { params: { time: -1 }, inputs: { in: true }, for: 1 });
    expect(diagnostics[0]?.at[0]?.param).toBe('time');
  });
});
