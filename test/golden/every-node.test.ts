import { describe, expect, it } from 'vitest';
import { declaredInputs, declaredOutputs } from '@twinloom/runtime/node/declared-ports';
import type { NodeDefinition } from '@twinloom/runtime/node/definition';
import type { PortDescriptor } from '@twinloom/runtime/node/descriptor';
import { trace, type Trace, type TraceOptions } from '@twinloom/runtime/run/harness';
import { RandomStream } from '@twinloom/runtime/run/random-stream';
import { catalog } from '@twinloom/nodes/catalog';
import { driven } from './driven-node.ts';

type Samples = [t: number, value: unknown, quality?: 'bad'][];
type Driven = TraceOptions & { inputs: Record<string, Samples> };

/** Beyond this nothing is a measurement. */
const GREATEST = 1e30;
/** From when to when a hostile input lasts, s. */
const HOSTILE = [9, 12] as const;
const HOUR = 3600;

/** Merge passes on what comes from whichever input; remaining life is silent while it cannot tell, as after an hour without history. */
const NEEDS_NOT_ALL = new Set(['transforms/merge']);
const MAY_FALL_SILENT = new Set(['predictors/remaining-life']);

/** Forks of a twin answer it, and a node alone has none. */
const IS_ANSWERED_ELSEWHERE = new Set(['predictors/run-ahead']);

const nodes = [...catalog.values()];
const named = nodes.map((node) => [node.type, node] as const);
const fed = named.filter(([, node]) => Object.keys(drivenWell(node).inputs).length > 0);

function drivenWell(node: NodeDefinition): Driven {
  const { inputs = {}, ...rest } = driven(node);
  const lists = Object.entries(inputs).map(([name, given]) => [
    name,
    Array.isArray(given) ? given : [[0, given]],
  ]);
  return { ...rest, inputs: Object.fromEntries(lists) as Record<string, Samples> };
}

function run(node: NodeDefinition, options: Driven): Trace {
  return trace(node, options as TraceOptions);
}

function outputsOf(node: NodeDefinition): string[] {
  return Object.keys({ ...node.outputs, ...declaredOutputs(driven(node), node.descriptor) });
}

function portsOf(node: NodeDefinition): Record<string, PortDescriptor> {
  return { ...node.inputs, ...declaredInputs(driven(node), node.descriptor) };
}

function everything(node: NodeDefinition, { samples, notes, sent, diagnostics }: Trace): string {
  return JSON.stringify({
    diagnostics,
    ports: outputsOf(node).map((port) => [port, samples(port)]),
    notes,
    sent,
  });
}

function outcome(node: NodeDefinition, seed: number): string {
  return everything(node, run(node, { ...drivenWell(node), seed }));
}

/** The node's inputs with those of one port changed. */
function withInput(options: Driven, input: string, change: (samples: Samples) => Samples): Driven {
  return { ...options, inputs: { ...options.inputs, [input]: change(options.inputs[input]!) } };
}

/** What a port is given that nobody should be given. */
function hostilesFor({
  type,
}: PortDescriptor): readonly (readonly [name: string, value: unknown, quality?: 'bad'])[] {
  const always = [
    ['a bad sample', type === 'vector' ? { values: [1] } : type === 'record' ? {} : 1, 'bad'],
  ] as const;
  if (type === 'vector')
    return [
      ...always,
      ['a vector with NaN', { values: [1, Number.NaN] }],
      ['a vector of 1e308', { values: [1e308, -1e308] }],
      ['a vector of one', { values: [1], spacing: 0.01 }],
    ];
  if (type === 'record') return [...always, ['a record of rubbish', { a: 'x', b: [Number.NaN], c: null }]];
  if (type === 'string') return always;
  return [
    ...always,
    ['NaN', Number.NaN],
    ['1e308', 1e308],
    ['-1e308', -1e308],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['1e29', 1e29],
  ];
}

/** It has not failed, unless to say what it expected, and nothing it calls good is beyond measure or no number. */
function expectSound(
  node: NodeDefinition,
  { samples, notes, sent, diagnostics }: Trace,
  after: string,
): void {
  expect(diagnostics, `diagnostics after ${after}`).toEqual([]);
  expect(
    notes.filter(({ says }) => /failed(?!: expected)/.test(says)),
    `notes after ${after}`,
  ).toEqual([]);
  expect(
    sent.filter(({ text }) => /NaN|Infinity|null|undefined/.test(text)),
    `what was sent after ${after}`,
  ).toEqual([]);
  for (const port of outputsOf(node)) {
    const unsound = samples(port).filter(({ value, quality }) => quality !== 'bad' && !isSound(value));
    expect(unsound.slice(0, 3), `${port} after ${after}`).toEqual([]);
  }
}

function isSound(value: unknown): boolean {
  if (typeof value === 'number') return Math.abs(value) <= GREATEST;
  if (typeof value !== 'object' || value === null) return value !== undefined;
  return Object.values(value).every(isSound);
}

/** Outputs that were good at the end of the one are so at the end of the other. */
function expectRecovered(node: NodeDefinition, calm: Trace, shaken: Trace, after: string): void {
  for (const port of outputsOf(node)) {
    if (calm.last(port).quality !== 'good' || MAY_FALL_SILENT.has(node.type)) continue;
    expect(shaken.last(port).quality, `${port} after ${after}`).not.toBe('bad');
    expect(shaken.last(port).t, `${port} after ${after}`).toBeGreaterThan(HOSTILE[1]);
  }
}

describe('every node', () => {
  it.each(named)('%s does the same twice with the same seed', (_, node) => {
    const once = outcome(node, 5);
    expect(once).toContain('"diagnostics":[]');
    if (!IS_ANSWERED_ELSEWHERE.has(node.type)) expect(once).toMatch(/"value":|"text":|"says":/);
    expect(outcome(node, 5)).toBe(once);
  });

  it.each(['sources/waveform', 'sources/random-walk', 'transforms/sensor', 'physics/bearing-wear'])(
    '%s does something else with another seed',
    (type) => {
      const node = catalog.get(type)!;
      expect(outcome(node, 6)).not.toBe(outcome(node, 5));
    },
  );

  it.each(named)('%s goes on from a snapshot as if nothing had been', (_, node) => {
    const options = drivenWell(node);
    const chance = new RandomStream(7, node.type);
    const restoreAt = Array.from(
      { length: 20 },
      () => Math.round(chance.uniform() * options.for * 1000) / 1000,
    );
    expect(everything(node, run(node, { ...options, restoreAt }))).toBe(everything(node, run(node, options)));
  });

  it.each(fed)('%s stays sound after what nobody should feed it, and recovers', (_, node) => {
    const options = drivenWell(node);
    const calm = run(node, options);
    for (const [input, port] of Object.entries(portsOf(node))) {
      if (!options.inputs[input]) continue;
      for (const [name, value, quality] of hostilesFor(port)) {
        const after = `${name} at ${input}`;
        const shaken = run(
          node,
          withInput(options, input, (samples) =>
            samples.map(([t, was]) => (t >= HOSTILE[0] && t < HOSTILE[1] ? [t, value, quality] : [t, was])),
          ),
        );
        expectSound(node, shaken, after);
        if (name !== '1e29') expectRecovered(node, calm, shaken, after);
      }
    }
  });

  it.each(fed)('%s says nothing good while an input it needs is absent', (_, node) => {
    const options = drivenWell(node);
    for (const input of Object.keys(options.inputs)) {
      const { default: fallback, optional, type } = portsOf(node)[input]!;
      // That there is no event is known.
      if (fallback !== undefined || optional || type === 'event' || NEEDS_NOT_ALL.has(node.type)) continue;
      const trial = run(
        node,
        withInput(options, input, () => []),
      );
      expectSound(node, trial, `nothing at ${input}`);
      const said = outputsOf(node).filter((port) =>
        trial.samples(port).some(({ quality }) => quality === 'good'),
      );
      expect(said, `nothing at ${input}`).toEqual([]);
    }
  });

  it.each(fed)('%s takes two samples of one time, and of neighbouring microseconds', (_, node) => {
    const options = drivenWell(node);
    for (const apart of [0, 1e-6]) {
      const twice = Object.entries(options.inputs).map(([name, samples]) => [
        name,
        samples.flatMap(([t, value], i) => [
          [t, samples[Math.max(0, i - 1)]![1]],
          [t + apart, value],
        ]),
      ]);
      expectSound(node, run(node, { ...options, inputs: Object.fromEntries(twice) }), `${apart} s apart`);
    }
  });

  it.each(fed)('%s stays sound over an hour without samples, and goes on', (_, node) => {
    const options = drivenWell(node);
    const late = Object.entries(options.inputs).map(([name, samples]) => [
      name,
      samples.map(([t, value]) => [t > 10 ? t + HOUR : t, value]),
    ]);
    const gap = run(node, { ...options, inputs: Object.fromEntries(late), for: options.for + HOUR });
    expectSound(node, gap, 'an hour');
    expectRecovered(node, run(node, options), gap, 'an hour');
  });
});
