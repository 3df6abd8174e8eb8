import { describe, expect, it, vi } from 'vitest';
import type { ValuesFrame } from '@twinloom/runtime/protocol/frames';
import {
  live,
  LiveValues,
  showLive,
  showPast,
  startFollowing,
  takeLayout,
  takeStatus,
  useLive,
} from './live-store.ts';

// No page draws what the one live store of the page asks for.
vi.stubGlobal('requestAnimationFrame', () => 0);

const GOOD = 0;
const BAD = 2;
const ABSENT = 3;

const layout = (id: number, ...ports: string[]) => ({
  id,
  twin: 'pump-01',
  version: id,
  ports: ports.map((port) => ({ port, type: 'number', unit: 'm' })),
});

const frame = (
  layoutId: number,
  t: number,
  ...readings: [index: number, value: number, quality?: number][]
): ValuesFrame => ({
  kind: 'delta',
  layout: layoutId,
  sequence: 1,
  t,
  indexes: Uint32Array.from(readings, ([index]) => index),
  values: Float64Array.from(readings, ([, value]) => value),
  qualities: Uint8Array.from(readings, ([, , quality = GOOD]) => quality),
  times: Float64Array.from(readings, () => t),
});

/** Draws wait until `frames.run()`. */
const byHand = () => {
  const waiting: (() => void)[] = [];
  return {
    request: (draw: () => void) => void waiting.push(draw),
    run: () => {
      for (const draw of waiting.splice(0)) draw();
    },
  };
};

describe('LiveValues', () => {
  it('draws once a second while a hand moves the canvas, and at once when it rests', () => {
    const delays: number[] = [];
    let draw: () => void = () => undefined;
    const values = new LiveValues((run, delay) => {
      delays.push(delay);
      draw = run;
    });
    values.takeLayout(layout(1, 'tank.level'));
    const seen: number[] = [];
    values.watch('tank.level', ({ value }) => void seen.push(value));
    values.takeFrame(frame(1, 10, [0, 1]));
    draw();
    values.setCalm(true);
    values.takeFrame(frame(1, 10.05, [0, 2]));
    expect(delays).toEqual([200, 1_000]);
    values.setCalm(false);
    expect(delays).toEqual([200, 1_000, 0]);
    draw();
    expect(seen.slice(1)).toEqual([1, 2]);
  });

  it('draws at once what is there, then only what changed, once per animation frame', () => {
    const frames = byHand();
    const values = new LiveValues(frames.request);
    values.takeLayout(layout(1, 'tank.level', 'tank.drain'));
    frames.run();
    const seen: [string, number, number][] = [];
    values.watch('tank.level', ({ value, quality }) => seen.push(['level', value, quality]));
    values.watch('tank.drain', ({ value, quality }) => seen.push(['drain', value, quality]));
    expect(seen.map(([, , quality]) => quality)).toEqual([ABSENT, ABSENT]);
    seen.length = 0;
    values.takeFrame(frame(1, 10, [0, 1.5]));
    values.takeFrame(frame(1, 11, [0, 1.6]));
    expect(seen).toEqual([]);
    frames.run();
    expect(seen).toEqual([['level', 1.6, GOOD]]);
  });

  it('stops drawing when undone', () => {
    const frames = byHand();
    const values = new LiveValues(frames.request);
    values.takeLayout(layout(1, 'a.out'));
    let draws = 0;
    const undo = values.watch('a.out', () => (draws += 1));
    undo();
    values.takeFrame(frame(1, 1, [0, 1]));
    frames.run();
    expect(draws).toBe(1);
  });

  it('goes on watching a port by name when a deploy gives it another slot', () => {
    const frames = byHand();
    const values = new LiveValues(frames.request);
    values.takeLayout(layout(1, 'a.out', 'b.out'));
    const seen: number[] = [];
    values.watch('b.out', ({ value, quality }) => quality === GOOD && seen.push(value));
    values.takeLayout(layout(2, 'b.out'));
    values.takeFrame(frame(2, 1, [0, 42]));
    frames.run();
    expect(seen).toEqual([42]);
  });

  it('leaves out a frame of another layout and an index beyond the ports', () => {
    const values = new LiveValues(() => undefined);
    values.takeLayout(layout(2, 'a.out'));
    values.takeFrame(frame(1, 1, [0, 1]));
    expect(values.read('a.out').quality).toBe(ABSENT);
    values.takeFrame(frame(2, 1, [7, 1]));
    expect(values.read('a.out').quality).toBe(ABSENT);
  });

  it('knows why a port has no answer, until it has one', () => {
    const frames = byHand();
    const values = new LiveValues(frames.request);
    values.takeLayout(layout(1, 'a.out'));
    frames.run();
    const seen: string[] = [];
    values.watch('a.out', ({ lacks }) => seen.push(lacks));
    values.takeNodes({ a: { state: 'running', lacks: { out: 'no trend' } } });
    frames.run();
    values.takeNodes({ a: { state: 'running', lacks: { out: 'no trend' } } });
    frames.run();
    values.takeNodes({ a: { state: 'running' } });
    frames.run();
    expect(seen).toEqual(['', 'no trend', '']);
  });

  it('counts the samples of a port, not the frames that repeat one', () => {
    const values = new LiveValues(() => undefined);
    values.takeLayout(layout(1, 'a.out', 'b.out'));
    values.takeFrame(frame(1, 1, [0, 5]));
    values.takeFrame(frame(1, 2, [0, 6]));
    values.takeFrame(frame(1, 2, [0, 6]));
    expect([values.countOf('a.out'), values.countOf('b.out'), values.countOf('c.out')]).toEqual([2, 0, 0]);
    values.takeLayout(layout(2, 'a.out'));
    expect(values.countOf('a.out')).toBe(0);
  });

  it('records a gap where a value is bad', () => {
    const values = new LiveValues(() => undefined);
    values.takeLayout(layout(1, 'a.out'));
    values.traces.add('a.out');
    values.takeFrame(frame(1, 1, [0, 5]));
    values.takeFrame(frame(1, 2, [0, 0, BAD]));
    expect(values.traces.window(['a.out'], 0, 9)).toMatchObject({ times: [1, 2], columns: [[5, null]] });
  });
});

describe('takeStatus', () => {
  it('keeps the object of a node whose status did not change', () => {
    startFollowing('pump-01');
    const status = (level: 'running' | 'waiting') => ({
      twin: 'pump-01',
      state: 'running' as const,
      nodes: { tank: { state: level }, pump: { state: 'running' as const } },
      values: {},
    });
    takeStatus(status('waiting'));
    const before = useLive.getState().nodes;
    takeStatus(status('waiting'));
    expect(useLive.getState().nodes).toBe(before);
    takeStatus(status('running'));
    expect(useLive.getState().nodes.pump).toBe(before.pump);
    expect(useLive.getState().nodes.tank).not.toBe(before.tank);
  });
});

describe('the past', () => {
  const past = (value: number | null) => ({
    twin: 'pump-01',
    time: 5,
    t: 5,
    next: 6,
    version: 1,
    ports: {
      'tank.level': {
        type: 'number',
        value,
        unit: 'm',
        quality: value === null ? 'bad' : 'good',
        t: 4,
      } as const,
      'tank.name': { type: 'string', value: 'north', unit: '', quality: 'good', t: 2 } as const,
    },
    nodes: { tank: { state: 'running', handSets: { area: 3 } } as const },
    outOfService: [],
    alarms: [],
  });

  it('is shown in place of what is live, which goes on behind it and comes back', () => {
    startFollowing('pump-01');
    takeLayout(layout(7, 'tank.level', 'tank.drain'));
    live.traces.add('tank.level');
    live.takeFrame(frame(7, 10, [0, 1.5]));
    showPast(past(0.25));
    expect(live.read('tank.level')).toMatchObject({ value: 0.25, quality: GOOD, t: 4, unit: 'm' });
    expect(live.read('tank.name')).toMatchObject({ object: 'north', quality: GOOD });
    expect(live.read('tank.drain').quality).toBe(ABSENT);
    expect(live.read('tank.area')).toMatchObject({ object: 3 });
    expect(useLive.getState()).toMatchObject({ twinState: 'past', version: 1 });

    live.takeFrame(frame(7, 11, [0, 1.7]));
    const status = { twin: 'pump-01', state: 'running', nodes: {}, values: {} } as const;
    takeStatus(status);
    expect(live.read('tank.level').value).toBe(0.25);
    expect(useLive.getState().twinState).toBe('past');
    expect(live.traces.window(['tank.level'], 0, 20).columns[0]).toEqual([1.5, 1.7]);

    showPast(past(null));
    expect(live.read('tank.level').quality).toBe(BAD);
    showLive();
    expect(live.read('tank.level')).toMatchObject({ value: 1.7, quality: GOOD });
    expect(useLive.getState()).toMatchObject({ twinState: 'running', version: 7 });
    expect([...useLive.getState().ports.keys()]).toEqual(['tank.level', 'tank.drain']);
  });
});
