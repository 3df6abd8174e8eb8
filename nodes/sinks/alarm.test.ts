import { describe, expect, it } from 'vitest';
import type { Instant } from '@twinloom/runtime/node/definition';
import { trace, type TraceOptions } from '@twinloom/runtime/run/harness';
import { GOOD } from '@twinloom/runtime/signal/quality';
import { alarm } from './alarm.ts';

type Samples = [number, number, ('good' | 'uncertain' | 'bad')?][];

const run = (params: Record<string, unknown>, samples: Samples, more: Partial<TraceOptions> = {}) =>
  trace(alarm, { params, inputs: { in: samples }, units: { in: 'm' }, for: 60, ...more });

/** `[t, active]` where it differs from the sample before; undefined = unknown. */
function changes(...given: Parameters<typeof run>): [number, unknown][] {
  const samples = run(...given).samples('active');
  return samples
    .filter(({ value }, i) => i === 0 || value !== samples[i - 1]?.value)
    .map(({ t, value }) => [t, value]);
}

describe('an alarm', () => {
  it('is raised above its limit and cleared at it', () => {
    const values: Samples = [
      [0, 3],
      [1, 3.2],
      [2, 3.3],
      [3, 3.2],
    ];
    expect(changes({ above: 3.2 }, values)).toEqual([
      [0, false],
      [2, true],
      [3, false],
    ]);
  });

  it('is raised on either side of a band', () => {
    const values: Samples = [
      [0, 0],
      [1, -1.1],
      [2, 0],
      [3, 1.1],
      [4, -1.1],
      [5, 1],
    ];
    expect(changes({ above: 1, below: -1 }, values)).toEqual([
      [0, false],
      [1, true],
      [2, false],
      [3, true],
      [5, false],
    ]);
  });

  it('stays raised within the hysteresis', () => {
    const values: Samples = [
      [0, 0.4],
      [1, 0.52],
      [2, 0.549],
      [3, 0.55],
      [4, 0.51],
    ];
    expect(changes({ below: 0.5, hysteresis: 0.05 }, values)).toEqual([
      [0, true],
      [3, false],
    ]);
  });

  it('is not raised at its lower limit, nor cleared above the hysteresis under its upper one', () => {
    expect(changes({ below: 0.5 }, [[0, 0.5]])).toEqual([[0, false]]);
    const values: Samples = [
      [0, 3.5],
      [1, 3.1],
      [2, 2.6],
      [3, 2.5],
    ];
    expect(changes({ above: 3, hysteresis: 0.5 }, values)).toEqual([
      [0, true],
      [3, false],
    ]);
  });

  it('waits for the on-delay, with no sample needed when it ends', () => {
    const values: Samples = [
      [0, 0],
      [1.5, 4],
    ];
    expect(changes({ above: 3, onDelay: '10 s' }, values)).toEqual([
      [0, false],
      [11.5, true],
    ]);
  });

  it('forgets the on-delay when the value comes back meanwhile', () => {
    const values: Samples = [
      [0, 4],
      [9, 2],
      [10, 4],
    ];
    const { samples } = run({ above: 3, onDelay: 10 }, values);
    expect(samples('active').map(({ t, value }) => [t, value])).toEqual([
      [0, false],
      [9, false],
      [10, false],
      [20, true],
    ]);
  });

  it('waits for the off-delay, and forgets it when the value leaves again', () => {
    const values: Samples = [
      [0, 4],
      [1, 2],
      [3, 4],
      [10, 2],
    ];
    expect(changes({ above: 3, offDelay: 5 }, values)).toEqual([
      [0, true],
      [15, false],
    ]);
  });

  it('is raised on the very microsecond, whatever the rounding of its times', () => {
    for (let k = 1; k < 200; k++) {
      const values: Samples = [
        [0, 0],
        [k / 10, 4],
      ];
      const raised = changes({ above: 3, onDelay: 0.2 }, values)[1]!;
      expect(Math.round(raised[0] * 1e6)).toBe(k * 100_000 + 200_000);
    }
  });

  it('is unknown on a bad input and neither raises nor clears', () => {
    const values: Samples = [
      [0, 4],
      [1, 0, 'bad'],
      [2, 4],
      [3, 2, 'bad'],
      [4, 2],
    ];
    const { samples, notes } = run({ above: 3 }, values);
    expect(samples('active')).toEqual([
      { t: 0, value: true, quality: 'good' },
      { t: 1, value: undefined, quality: 'bad' },
      { t: 2, value: true, quality: 'good' },
      { t: 3, value: undefined, quality: 'bad' },
      { t: 4, value: false, quality: 'good' },
    ]);
    expect(notes.map(({ t }) => t)).toEqual([0, 4]);
  });

  it('waits for a good sample when the on-delay ends on a bad one', () => {
    const values: Samples = [
      [0, 4],
      [3, 4, 'bad'],
      [8, 4],
    ];
    expect(changes({ above: 3, onDelay: 5 }, values)).toEqual([
      [0, false],
      [3, undefined],
      [8, true],
    ]);
  });

  it('watches an uncertain input, and is uncertain itself', () => {
    expect(run({ above: 3 }, [[0, 4, 'uncertain']]).last('active')).toEqual({
      t: 0,
      value: true,
      quality: 'uncertain',
    });
  });

  it('tells people the value with its unit and what to do, when it is raised and when it is cleared', () => {
    const values: Samples = [
      [0, 3.25678],
      [2, 3],
    ];
    const { notes } = run({ above: '320 cm', priority: 'high', text: 'Close the inlet' }, values);
    expect(notes).toEqual([
      { t: 0, level: 'error', says: 'raised at 3.257 m: Close the inlet' },
      { t: 2, level: 'info', says: 'cleared at 3 m: Close the inlet' },
    ]);
  });

  it.each([
    ['low', 'info'],
    ['medium', 'warning'],
    ['high', 'error'],
    ['critical', 'error'],
  ])('says a %s one as %s', (priority, level) => {
    const { notes } = run({ above: 80, priority }, [[0, 95]], { units: { in: 'Cel' } });
    expect(notes).toEqual([{ t: 0, level, says: 'raised at 95 °C' }]);
  });

  it('tells nobody while it is suppressed, and is raised afterwards if it still stands', () => {
    const suppress = [
      [3, true],
      [6, false],
      [10, true],
      [12, false],
    ] as const;
    const inputs = {
      in: [
        [0, 1],
        [1, 3],
        [4, 1],
        [5, 3],
        [11, 1],
        [13, 3],
      ] as const,
      suppress,
    };
    const { samples, notes } = trace(alarm, { params: { above: 2 }, inputs, for: 20 });
    const states = samples('active').map(({ t, value }) => [t, value]);
    expect(states.filter(([, value], i) => i === 0 || value !== states[i - 1]?.[1])).toEqual([
      [0, false],
      [1, true],
      [3, false],
      [6, true],
      [10, false],
      [13, true],
    ]);
    expect(notes.map(({ t, says }) => [t, says.split(' ')[0]])).toEqual([
      [1, 'raised'],
      [6, 'raised'],
      [13, 'raised'],
    ]);
  });

  it('is suppressed by nothing that is bad or missing, and waits for nothing there', () => {
    const inputs = { in: [[0, 3]] as const, suppress: [[1, true, 'bad']] as const };
    const { samples } = trace(alarm, { params: { above: 2 }, inputs, for: 5 });
    expect(samples('active').map(({ t, value, quality }) => [t, value, quality])).toEqual([
      [0, true, 'good'],
      [1, true, 'good'],
    ]);
  });

  it('watches a boolean as 1 and 0', () => {
    expect(alarm.inputs.in?.type).toBe('number');
    expect(changes({ above: 0.5 }, [[0, 1]], { units: { in: '1' } })).toEqual([[0, true]]);
  });

  it.each([
    [{}, 'above'],
    [{ above: 1, below: 1 }, 'below'],
    [{ above: 1, hysteresis: -1 }, 'hysteresis'],
    [{ above: '3 s' }, 'above'],
  ])('refuses %j', (params, param) => {
    expect(run(params, [[0, 1]]).diagnostics.map(({ at }) => at[0]?.param)).toEqual([param]);
  });

  it('goes on as one that nobody suppresses, from before that could be', () => {
    expect(alarm.migrations[1]!({ active: [1], changesAt: [-1] })).toEqual({
      active: [1],
      changesAt: [-1],
      suppressed: [0],
    });
  });

  it('does what its step would wherever it says that the step would change nothing', () => {
    let calm = 0;
    const limits = [{ above: 1 }, { below: -1 }, { above: 1, below: -1 }];
    const all = limits.flatMap((one) => [0, 0.5].map((hysteresis) => ({ ...one, hysteresis })));
    for (const p of all)
      for (let value = -1.75; value <= 1.75; value += 0.25)
        for (const active of [0, 1])
          for (const changesAt of [-1, 4, 9])
            for (const suppressed of [0, 1]) {
              const said = alarm.calm!(value, Float64Array.of(active, changesAt, suppressed), p);
              if (Number.isNaN(said)) continue;
              calm++;
              const [y, x, heard] = [
                { active: 'nothing' },
                { active, changesAt, suppressed },
                [] as unknown[],
              ];
              const instant = {
                t: 5,
                quality: () => GOOD,
                mark: (quality: unknown) => heard.push(['mark', quality]),
                wakeAt: (t: number) => heard.push(['wake', t]),
                note: () => heard.push('note'),
              } as unknown as Instant;
              alarm.step!(y, x, { in: value }, { onDelay: 2, offDelay: 2, ...p }, instant);
              expect([y.active, x, heard]).toEqual([
                said === 1,
                { active, changesAt, suppressed },
                [
                  ['mark', GOOD],
                  ['wake', Infinity],
                ],
              ]);
            }
    expect(calm).toBeGreaterThan(80);
  });
});
