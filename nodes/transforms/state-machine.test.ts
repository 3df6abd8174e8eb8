import { describe, expect, it } from 'vitest';
import { trace } from '@twinloom/runtime/run/harness';
import { stateMachine } from './state-machine.ts';

const VESSEL = {
  inputs: { level: 'm' },
  outputs: { inlet: { type: 'boolean' }, speed: { unit: '%' }, lamp: { type: 'string' } },
  states: [
    { name: 'filling', inlet: true, speed: 80, lamp: 'green' },
    { name: 'resting', speed: 0, lamp: 'yellow' },
    { name: 'draining', speed: 100, lamp: 'green' },
  ],
  transitions: [
    { from: 'filling', when: 'level > 2', to: 'resting' },
    { from: 'resting', after: '2500 ms', to: 'draining' },
    { from: 'draining', when: 'level < 0.5', to: 'filling' },
  ],
};

/** When each new state was seen, as `time state`. */
function statesOf(options: Parameters<typeof trace>[1]): string[] {
  const run = trace(stateMachine, options);
  expect(run.diagnostics).toEqual([]);
  const said = run.samples('state').map(({ t, value }) => ({ t, value: String(value) }));
  return said.filter(({ value }, i) => value !== said[i - 1]?.value).map(({ t, value }) => `${t} ${value}`);
}

function problemsOf(params: Record<string, unknown>): (readonly [string | undefined, string])[] {
  const { diagnostics } = trace(stateMachine, { params: { ...VESSEL, ...params }, for: 0 });
  return diagnostics
    .map(({ at, says }) => [at[0]?.param, says] as const)
    .filter(([param]) => param !== undefined);
}

describe('a state machine', () => {
  const level: [number, number][] = [
    [0, 1],
    [1, 2],
    [2, 2.1],
    [3, 1.5],
    [4, 1.5],
    [7, 1],
    [8, 0.49],
  ];

  it('goes on by conditions with a sample, and by time exactly when it is over', () => {
    expect(statesOf({ params: VESSEL, inputs: { level }, for: 10 })).toEqual([
      '0 filling',
      '2 resting',
      '4.5 draining',
      '8 filling',
    ]);
  });

  it('takes in the same instant what holds already', () => {
    const inputs = { level: [...level.slice(0, 3), [4.4, 0.4]] as [number, number][] };
    expect(statesOf({ params: VESSEL, inputs, for: 10 })).toEqual(['0 filling', '2 resting', '4.5 filling']);
  });

  it('puts out what stands in the row of its state, a boolean that is left out being false', () => {
    const run = trace(stateMachine, { params: VESSEL, inputs: { level }, for: 10 });
    const at = (port: string, time: number): unknown =>
      run.samples(port).findLast(({ t }) => t <= time)?.value;
    expect(['inlet', 'speed', 'lamp'].map((port) => at(port, 1))).toEqual([true, 80, 'green']);
    expect(['inlet', 'speed', 'lamp'].map((port) => at(port, 3))).toEqual([false, 0, 'yellow']);
    expect(['inlet', 'speed', 'lamp'].map((port) => at(port, 5))).toEqual([false, 100, 'green']);
  });

  it('says for how long it has been in its state', () => {
    const run = trace(stateMachine, { params: VESSEL, inputs: { level }, for: 10 });
    expect(run.samples('elapsed').map(({ t, value }) => [t, value])).toEqual([
      [0, 0],
      [1, 1],
      [2, 0],
      [3, 1],
      [4, 2],
      [4.5, 0],
      [7, 2.5],
      [8, 0],
    ]);
  });

  it('as it is dropped goes on with start and off with stop, whatever else holds', () => {
    const inputs = {
      start: [
        [0, 0],
        [1, 1],
      ] as [number, number][],
      stop: [
        [0, 0],
        [3, 1],
        [4, 1],
        [5, 0],
      ] as [number, number][],
    };
    expect(statesOf({ inputs, for: 6 })).toEqual(['0 off', '1 on', '3 off', '5 on']);
    const run = trace(stateMachine, { inputs, for: 6 });
    expect(run.samples('elapsed').find(({ t }) => t === 4)?.value).toBe(1);
  });

  it('asks the condition again when the time is over, and waits for both', () => {
    const params = {
      inputs: ['go'],
      states: [{ name: 'off' }, { name: 'on' }],
      transitions: [{ from: 'off', after: 2, when: 'go', to: 'on' }],
    };
    const go: [number, number][] = [
      [0, 0],
      [1, 1],
    ];
    expect(statesOf({ params, inputs: { go }, for: 5 })).toEqual(['0 off', '2 on']);
    go.push([1.5, 0], [3, 1]);
    expect(statesOf({ params, inputs: { go }, for: 5 })).toEqual(['0 off', '3 on']);
  });

  it('enters a state once in an instant at most, so a ring of conditions that all hold comes to rest', () => {
    const params = {
      inputs: ['u'],
      states: [{ name: 'a' }, { name: 'b' }, { name: 'c' }],
      transitions: [
        { from: 'a', when: 'u', to: 'b' },
        { from: 'b', when: 'u', to: 'c' },
        { from: 'c', when: 'u', to: 'b' },
      ],
    };
    expect(statesOf({ params, inputs: { u: [[0, 1]] }, for: 2 })).toEqual(['0 c']);
  });

  it('begins a state anew where it leads to itself', () => {
    const params = {
      inputs: ['tick'],
      states: [{ name: 'waiting' }, { name: 'late' }],
      transitions: [
        { from: 'waiting', when: 'tick', to: 'waiting' },
        { from: 'waiting', after: 3, to: 'late' },
      ],
    };
    const tick: [number, number][] = [
      [0, 0],
      [2, 1],
      [2.1, 0],
    ];
    expect(statesOf({ params, inputs: { tick }, for: 9 })).toEqual(['0 waiting', '5 late']);
  });

  it('goes round by time alone, without an input', () => {
    const params = {
      inputs: [],
      states: [{ name: 'red' }, { name: 'green' }],
      transitions: [
        { from: 'red', after: '3 s', to: 'green' },
        { from: 'green', after: '2 s', to: 'red' },
      ],
    };
    expect(statesOf({ params, for: 9 })).toEqual(['0 red', '3 green', '5 red', '8 green']);
  });

  it('stands while an input is bad, its outputs bad, and times run on', () => {
    const inputs = {
      level: [
        [0, 3],
        [1, 0, 'bad'],
        [4, 1],
      ] as [number, number, 'bad'?][],
    };
    const run = trace(stateMachine, { params: VESSEL, inputs, for: 6 });
    const told = run.samples('state').map(({ t, value, quality }) => (quality === 'bad' ? [t] : [t, value]));
    expect(told).toEqual([[0, 'resting'], [1], [2.5], [4, 'draining']]);
    expect(run.last('inlet')).toMatchObject({ value: false, quality: 'good' });
  });

  it('says which row is wrong, and how', () => {
    const states = [{ name: 'a', speed: 1, lamp: 'x' }];
    const go = (row: Record<string, unknown>): [string | undefined, string][] =>
      problemsOf({ states, transitions: [{ from: 'a', to: 'a', ...row }] }).map(([param, says]) => [
        param,
        says,
      ]);
    expect(go({ when: 'level >' })).toEqual([['transitions', expect.stringMatching(/row 1: "level >": /)]]);
    expect(go({ after: 'soon' })).toEqual([['transitions', expect.stringContaining('row 1: ')]]);
    expect(go({ to: 'b' })).toEqual([
      ['transitions', expect.stringContaining('row 1: there is no state b; there are a')],
    ]);
    expect(go({ when: 'pressure > 2' })).toEqual([
      ['transitions', expect.stringContaining('row 1: there is no input pressure; there are level')],
    ]);
    expect(go({ when: 'level + elapsed > 2' })).toHaveLength(1);
  });

  it('checks the units of a condition', () => {
    const inputs = { level: 'm', flow: 'm3/h' };
    const transitions = [{ from: 'filling', when: 'level > flow', to: 'resting' }];
    expect(problemsOf({ inputs, transitions })).toEqual([
      ['transitions', expect.stringMatching(/level > flow: /)],
    ]);
  });

  it('wants every output said by every state, in its type', () => {
    expect(problemsOf({ states: [{ name: 'a', lamp: 'x' }] })).toContainEqual([
      'states',
      expect.stringContaining('a has to say what speed is: a number'),
    ]);
    expect(problemsOf({ states: [{ name: 'a', speed: true, lamp: 'x' }] })).toContainEqual([
      'states',
      expect.stringContaining('a number, not true'),
    ]);
    expect(problemsOf({ states: [{ name: 'a', speed: 1, lamp: 'x', valve: true }] })).toContainEqual([
      'states',
      expect.stringContaining('a puts something on valve, which is no output'),
    ]);
    expect(problemsOf({ outputs: ['state'], states: [{ name: 'a', state: 1 }] })).toContainEqual([
      'outputs',
      expect.stringContaining('"state"'),
    ]);
    expect(problemsOf({ states: [...VESSEL.states, VESSEL.states[0]!] })).toContainEqual([
      'states',
      expect.stringContaining('filling stands twice'),
    ]);
  });
});
