/** Twenty nodes of a heated machine: filters, a thermal mass by RK4, thresholds, formulas. */
export const machine = {
  twinloom: 1,
  clock: { tick: '1 s', solver: { method: 'rk4' } },
  nodes: {
    u: { type: 'sources/mqtt', params: { topic: 'plant/{twin}/u', unit: '1', staleAfter: 'never' } },
    ambient: { type: 'sources/constant', params: { value: 20, unit: 'Cel' } },
    scale: { type: 'transforms/gain', params: { gain: 0.5, offset: 3 } },
    limit: { type: 'transforms/clamp', params: { low: 10, high: 45 } },
    smooth: { type: 'transforms/moving-average', params: { window: 16 } },
    filter: { type: 'transforms/low-pass', params: { timeConstant: '5 s' } },
    heat: { type: 'transforms/gain', params: { gain: 10, unit: 'W' } },
    body: {
      type: 'physics/thermal-mass',
      params: { heatCapacity: 1000, conductance: 10, initialTemperature: 20 },
    },
    hot: { type: 'transforms/compare', params: { threshold: '30 Cel' } },
    plain: { type: 'transforms/gain', params: { unit: '1' } },
    high: { type: 'transforms/compare', params: { threshold: 28 } },
    residual: formula(['a', 'b'], 'a - b'),
    size: formula(['a'], 'abs(a)'),
    far: { type: 'transforms/compare', params: { threshold: 5 } },
    either: { type: 'transforms/logic', params: { operation: 'or' } },
    slow: { type: 'transforms/low-pass', params: { timeConstant: '20 s' } },
    efficiency: formula(['a', 'b'], 'a/(abs(b) + 1)'),
    held: { type: 'transforms/clamp', params: { low: 15, high: 40 } },
    score: formula(['a'], 'a^2*0.01 + a'),
    total: formula(['a', 'b', 'c'], 'a + b + c'),
  },
  edges: [
    'u.value -> scale.in',
    'scale.out -> limit.in',
    'limit.out -> smooth.in',
    'limit.out -> filter.in',
    'filter.out -> heat.in',
    'heat.out -> body.heat',
    'ambient.value -> body.ambient',
    'body.temperature -> hot.in',
    'body.temperature -> plain.in',
    'smooth.out -> high.in',
    'filter.out -> residual.a',
    'smooth.out -> residual.b',
    'residual.out -> size.a',
    'size.out -> far.in',
    'high.out -> either.a',
    'far.out -> either.b',
    'plain.out -> slow.in',
    'smooth.out -> efficiency.a',
    'plain.out -> efficiency.b',
    'smooth.out -> held.in',
    'held.out -> score.a',
    'score.out -> total.a',
    'efficiency.out -> total.b',
    'slow.out -> total.c',
  ],
};

function formula(inputs: string[], expression: string): object {
  return { type: 'transforms/expression', params: { inputs, expression } };
}

/** What the sensor of a twin says at a tick; the C program says the same. */
export function inputOf(twin: number, tick: number): number {
  return ((twin * 7 + tick * 13) % 101) * 0.9;
}

/** Flags of a twin after a tick, and what they count for in the checksum. */
export const FLAGS: readonly (readonly [port: string, weight: number])[] = [
  ['hot.out', 1],
  ['either.out', 2],
];
