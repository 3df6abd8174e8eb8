/** One flow of the engine's bench: what goes in, which ports are summed up. */
export interface BenchFlow {
  document: object;
  /** Ports that stand for the result of a sample. */
  results: readonly string[];
}

const source = (params: object): object => ({
  type: 'sources/mqtt',
  params: { topic: 'plant/pump/speed', unit: '1', staleAfter: 'never', ...params },
});

/** Scale, limit, smooth over ten samples; a threshold and a formula on what comes out. Where `path` is given, the payload is JSON. */
export function typicalTwin(path?: string): BenchFlow {
  return {
    document: {
      twinloom: 1,
      nodes: {
        speed: source(path === undefined ? {} : { path }),
        scale: { type: 'transforms/gain', params: { gain: 0.5, offset: 3 } },
        limit: { type: 'transforms/clamp', params: { low: 10, high: 45 } },
        smooth: { type: 'transforms/moving-average', params: { window: 10 } },
        high: { type: 'transforms/compare', params: { threshold: 28 } },
        power: {
          type: 'transforms/expression',
          params: { inputs: ['a'], expression: 'a^2*0.02 + 1.5*a + 4' },
        },
      },
      edges: [
        'speed.value -> scale.in',
        'scale.out -> limit.in',
        'limit.out -> smooth.in',
        'smooth.out -> high.in',
        'smooth.out -> power.a',
      ],
    },
    results: ['high.out', 'power.out'],
  };
}

/** Ten additions one behind the other. */
export function chainOfTen(): BenchFlow {
  const names = tenNames();
  return {
    document: {
      twinloom: 1,
      nodes: { speed: source({}), ...Object.fromEntries(names.map((name) => [name, gain(1, 1)])) },
      edges: names.map((name, i) => `${i === 0 ? 'speed.value' : `${names[i - 1]}.out`} -> ${name}.in`),
    },
    results: ['n9.out'],
  };
}

/** One source to ten scalings. */
export function fanOutToTen(): BenchFlow {
  const names = tenNames();
  return {
    document: {
      twinloom: 1,
      nodes: { speed: source({}), ...Object.fromEntries(names.map((name, i) => [name, gain(i + 1, i)])) },
      edges: names.map((name) => `speed.value -> ${name}.in`),
    },
    results: names.map((name) => `${name}.out`),
  };
}

function gain(factor: number, offset: number): object {
  return { type: 'transforms/gain', params: { gain: factor, offset } };
}

function tenNames(): string[] {
  return Array.from({ length: 10 }, (_, i) => `n${i}`);
}
