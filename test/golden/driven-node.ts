import { declaredInputs } from '@twinloom/runtime/node/declared-ports';
import type { NodeDefinition } from '@twinloom/runtime/node/definition';
import type { PortDescriptor } from '@twinloom/runtime/node/descriptor';
import type { TraceOptions } from '@twinloom/runtime/run/harness';
import type { Table } from '@twinloom/runtime/table/table';

/** Params without which a node does nothing worth comparing: what is required, and what brings in chance. */
const PARAMS: Readonly<Record<string, Record<string, unknown>>> = {
  'sources/mqtt': { topic: 'plant/flow', initial: 1, staleAfter: 5 },
  'sources/waveform': { shape: 'noise' },
  'transforms/expression': { inputs: ['a', 'b'], expression: 'a*sin(b) + b' },
  'transforms/unit-convert': { unit: '%' },
  'transforms/clamp': { low: 0.5, high: 2 },
  'transforms/lookup-table': {
    points: [
      [0, 1],
      [2, 5],
    ],
    unit: '1',
  },
  'transforms/lookup-table-2d': {
    x: [0, 2],
    y: [0, 1],
    values: [
      [1, 2],
      [3, 7],
    ],
    unit: '1',
  },
  'transforms/rate-limit': { rising: 0.5 },
  'transforms/deadband': { width: 0.3, maxSilence: '2 s' },
  'transforms/resample': { every: '1 s', mode: 'mean' },
  'sources/schedule': {
    entries: [
      { at: '00:00', value: 1 },
      { at: '12:00', value: 2 },
    ],
  },
  'transforms/state-machine': {
    inputs: ['u'],
    outputs: { speed: {}, lit: { type: 'boolean' } },
    states: [
      { name: 'low', speed: 1 },
      { name: 'high', speed: 2.5, lit: true },
    ],
    transitions: [
      { from: 'low', when: 'u > 1.5', to: 'high' },
      { from: 'high', after: '1.1 s', to: 'low' },
    ],
  },
  'predictors/run-ahead': { limit: 5 },
  'physics/pid': { gain: 2, derivativeTime: 1 },
  'transforms/validate': { max: 2, spike: 1.5, maxRate: 4, flatFor: '1 s' },
  'transforms/vote': { maxDeviation: 0.3 },
  'transforms/timer': { time: '0.7 s' },
  'transforms/scale-current': { high: 10, unit: 'bar' },
  'physics/equations': {
    inputs: ['u'],
    constants: { k: 2 },
    states: { x: 1, v: 0 },
    equations: ['der(x) = v', 'der(v) = u - k*x'],
    outputs: { energy: 'k*x^2/2 + v^2/2' },
  },
  'physics/transfer-function': { numerator: [2, 1], denominator: [1, 3, 2] },
  'physics/thermal-mass': { heatCapacity: 100 },
  'physics/wall': { heatCapacity: 1000 },
  'physics/mixing-tank': { volume: 5 },
  'predictors/ewma': { trainingSamples: 20 },
  'predictors/cusum': { trainingSamples: 20 },
  'predictors/z-score': { minSamples: 10, threshold: 1 },
  'physics/battery': { capacity: 0.001, polarizationCapacitance: 100 },
  'predictors/kalman': { processNoise: 0.1, measurementNoise: 0.5, model: 'trend', trendNoise: 0.1 },
  'predictors/pca': { trainingSamples: 20 },
  'predictors/holt-winters': { season: 5 },
  'sources/csv-replay': { file: 'm.csv', columns: { a: { unit: '1' } }, loop: true },
  'physics/state-space': {
    A: [
      [0, 1],
      [-2, -3],
    ],
    B: [
      [0, 1],
      [1, 0],
    ],
    C: [[1, 1]],
    D: [[0, 0.5]],
    inputs: ['u', 'v'],
  },
  'physics/room': { massClass: 'very-light' },
  'transforms/window': { samples: 8, spacing: '0.3 s', overlap: 0.5 },
  'transforms/histogram': { low: 0.25, high: 2, bins: 5 },
  'transforms/envelope-spectrum': { low: 10, high: 40, ballPassOuter: 3.6, ratedSpeed: 2 },
  'sources/http-poll': { url: 'http://mes.example/flow', initial: 1 },
  'sources/twin': { twin: 'other', port: 'a.out', initial: 1, staleAfter: 5 },
  'sinks/csv-record': { every: '2 s', quality: true },
  'sinks/webhook': { url: 'http://mes.example/in', when: 'change' },
  'transforms/low-pass': { timeConstant: 2 },
  'transforms/moving-average': { window: '2 s' },
  'transforms/delay': { time: '0.7 s' },
  'transforms/compare': { threshold: 1 },
  'transforms/sensor': {
    noise: 0.1,
    dropoutsEvery: 5,
    dropoutLasts: 1,
    sticksEvery: 5,
    stickLasts: 1,
  },
  'physics/tank': { area: 1, orifice: 0.001 },
  'physics/bearing-wear': { acceleration: 1e8, weibullSlope: 2, repairTime: 3 },
  'predictors/remaining-life': { threshold: 1 },
  'sinks/alarm': { above: 1, onDelay: 0.5 },
  'sinks/mqtt-publish': { topic: 'twin/out', format: 'json' },
};

/** What stands in the file of a node that reads one. */
const table: Table = {
  times: Float64Array.of(0, 1, 3),
  columns: {
    a: { type: 'number', values: Float64Array.of(1, 4, 2), quality: Uint8Array.of(0, 1, 0), texts: [] },
  },
};

/** What drives a node to which a saw between 0 and 2.25 means nothing. */
const INPUTS: Readonly<Record<string, NonNullable<TraceOptions['inputs']>>> = {
  'transforms/steam': {
    pressure: 1e5,
    temperature: Array.from({ length: 100 }, (_, i): [number, number] => [i * 0.3, 300 + (i % 40) * 4]),
  },
};

/** How a node is run when it is to do something: a saw of period 3 s on every input that needs one, and on those the user names. */
export function driven(node: NodeDefinition): TraceOptions {
  const params = PARAMS[node.type] ?? {};
  const declared = declaredInputs({ params }, node.descriptor);
  const needed = Object.entries(node.inputs)
    .filter(([, port]) => port.default === undefined && port.optional !== true)
    .map(([name]) => name);
  const inputs = [...needed, ...Object.keys(declared)].map(
    (name, k) => [name, saw(node.inputs[name] ?? declared[name], k)] as const,
  );
  return {
    params,
    inputs: INPUTS[node.type] ?? Object.fromEntries(inputs),
    for: 30,
    seed: 5,
    ...(node.descriptor.reads && { table }),
  };
}

function saw(port: PortDescriptor | undefined, k: number): [number, number | boolean | object][] {
  return Array.from({ length: 100 }, (_, i): [number, number | boolean | object] => {
    const value = ((i + k) % 10) / 4;
    if (port?.type === 'record') return [i * 0.3, { a: value, b: -value }];
    if (port?.type === 'vector') return [i * 0.3, sawWaveform(value)];
    return [i * 0.3, port?.type === 'boolean' ? value > 1 : value];
  });
}

/** Ten periods of a saw at 10 Hz. */
function sawWaveform(height: number): object {
  return { values: Array.from({ length: 100 }, (_, n) => (height * (n % 10)) / 10), spacing: 0.01 };
}
