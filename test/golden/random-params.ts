import { randomFormula, type ParamsOf } from './random-flow.ts';

/** Params with which each node does something in a random flow. */
export const paramsOf: ParamsOf = (type, pick) => {
  const threshold = pick.of([-1, 0, 0.5, 3]);
  switch (type) {
    case 'sources/constant':
      return { value: pick.number() };
    case 'sources/waveform':
      return { shape: pick.of(['sine', 'square', 'triangle', 'ramp', 'noise']), period: '1.7 s' };
    case 'transforms/expression':
      return randomFormula(pick);
    case 'transforms/unit-convert':
      return { unit: '1' };
    case 'transforms/state-machine':
      return {
        inputs: ['a', 'b'],
        outputs: { speed: { unit: '1' }, lit: { type: 'boolean' } },
        states: [
          { name: 'low', speed: pick.number() },
          { name: 'high', speed: 2.5, lit: true },
        ],
        transitions: [
          { from: 'low', when: 'a > 0.5 or b > 1', to: 'high' },
          { from: 'high', after: '1.1 s', to: 'low' },
        ],
      };
    case 'predictors/run-ahead':
      return { limit: pick.of([-1, 3]) };
    case 'transforms/clamp':
      return { low: -0.5, high: 2 };
    case 'transforms/lookup-table':
      return {
        points: [
          [0, 1],
          [2, pick.number()],
        ],
        inputUnit: '1',
        unit: '1',
      };
    case 'transforms/lookup-table-2d':
      return {
        x: [0, 2],
        y: [0, 1],
        values: [
          [1, 2],
          [3, pick.number()],
        ],
        xUnit: '1',
        yUnit: '1',
        unit: '1',
      };
    case 'transforms/moving-average':
    case 'transforms/median':
    case 'transforms/statistics':
      return { window: pick.of([3, '1 s']) };
    case 'transforms/delay':
      return pick.of([{}, { initial: 0.5 }, { samples: 3 }, { time: '0.35 s' }]);
    case 'transforms/logic':
      return { operation: pick.of(['and', 'or', 'xor', 'nand', 'nor', 'not']), inputs: 1 + pick.below(3) };
    case 'transforms/select':
    case 'transforms/merge':
      return { inputs: 2 + pick.below(3) };
    case 'transforms/rate-limit':
      return { rising: 0.5, ...(pick.below(2) === 0 && { every: '0.4 s' }) };
    case 'transforms/deadband':
      return { width: 0.3, ...(pick.below(2) === 0 && { maxSilence: '1.3 s' }) };
    case 'transforms/resample':
      return { every: '0.7 s', mode: pick.of(['last', 'mean', 'min', 'max']) };
    case 'sources/schedule':
      return { entries: [{ at: '00:00', value: pick.number() }], unit: '1' };
    case 'sources/random-walk':
      return { unit: '1', reversion: pick.of([0, 3]) };
    case 'physics/pid':
      return { gain: 0.5, low: -1, high: 1, unit: '1' };
    case 'transforms/validate':
      return { min: -2, max: 2, maxRate: 5, flatFor: '1 s', spike: 1 };
    case 'transforms/vote':
      return { inputs: 2 + pick.below(3), maxDeviation: 1, atLeast: 1 };
    case 'transforms/timer':
      return { time: '0.35 s', mode: pick.of(['on-delay', 'off-delay', 'pulse']) };
    case 'transforms/scale-current':
      return { high: 10, unit: '1' };
    case 'physics/equations':
      return {
        inputs: { u: '1' },
        constants: { k: 2 },
        states: { x: { initial: 1, unit: '1' }, v: 0 },
        equations: ['der(x) = v', 'der(v) = u - k*x - drag', 'drag = 0.1*v*abs(v)'],
        outputs: { energy: { equation: 'k*x^2/2 + v^2/2', unit: '1' } },
      };
    case 'physics/transfer-function':
      return pick.of([
        {},
        { numerator: [2, 1], denominator: [1, 3, 2] },
        { numerator: [3], denominator: [2] },
      ]);
    case 'predictors/ewma':
    case 'predictors/cusum':
      return { trainingSamples: 5 };
    case 'predictors/z-score':
      return { minSamples: 5, ...pick.of([{ past: 'memory', memory: '3 s' }, { window: 8 }]) };
    case 'predictors/linear-trend':
      return { window: 12, minSamples: 10, limit: 2 };
    case 'predictors/kalman':
      return { processNoise: 0.1, measurementNoise: 0.5 };
    case 'predictors/pca':
      return { inputs: 2 + pick.below(2), trainingSamples: 10 };
    case 'predictors/holt-winters':
      return { season: pick.of([0, 3]) };
    case 'sources/csv-replay':
      return {
        file: 'm.csv',
        columns: { value: { unit: '1' } },
        loop: pick.below(2) === 0,
        speed: pick.of([1, 3]),
      };
    case 'physics/state-space':
      return pick.of([
        { inputs: { u: '1' } },
        {
          A: [
            [0, 1],
            [-2, -3],
          ],
          B: [[0], [1]],
          C: [[2, 1]],
          D: [[pick.number()]],
          inputs: { u: '1' },
        },
        { D: [[1, -2]], B: [[1, 2]], inputs: { u: '1', v: '1' }, outputs: { out: { unit: '1' } } },
      ]);
    case 'transforms/window':
      return { samples: 8, spacing: pick.of(['0.1 s', '0.35 s']), overlap: pick.of([0, 0.5]) };
    case 'transforms/histogram':
      return { low: -2, high: 2, bins: 5, window: pick.of([7, '1 s']) };
    case 'transforms/spectrum':
      return { segments: pick.of([1, 2]), window: pick.of(['hann', 'rectangular']) };
    case 'transforms/band-power':
      return { low: 0.5, high: 2 };
    case 'transforms/envelope-spectrum':
      return { low: 0.5, high: 3, ballPassOuter: 1.5, ...pick.of([{}, { ratedSpeed: 1 }]) };
    case 'sources/http-poll':
      return { url: 'http://mes.example/flow', initial: pick.number(), unit: '1' };
    case 'sources/twin':
      return { twin: 'other', port: 'a.out', initial: pick.number(), unit: '1' };
    case 'sinks/csv-record':
      return { every: pick.of([0, '0.5 s']), quality: true };
    case 'sinks/webhook':
      return { url: 'http://mes.example/in', when: pick.of(['sample', 'change']) };
    case 'sinks/log':
      return { when: pick.of(['change', 'sample', 'true']) };
    case 'transforms/low-pass':
      return { timeConstant: pick.of([0, 0.2, 5]) };
    case 'transforms/compare':
      return { threshold, direction: pick.of(['above', 'below']), hysteresis: 0.2 };
    case 'transforms/sensor':
      return { noise: 0.1, dropoutsEvery: 2, sticksEvery: 3 };
    case 'physics/tank':
      return { area: 1, orifice: 0.01, initialLevel: 0.5 };
    case 'physics/bearing-wear':
      return { acceleration: 1e8, repairTime: 2 };
    case 'predictors/remaining-life':
      return {
        threshold: 10,
        minSamples: 10,
        ...pick.of([
          {},
          { memory: '3 s', onset: 0.5 },
          { start: 1, startSpread: 1, growth: 0.1, growthSpread: 0.1 },
        ]),
      };
    case 'sinks/alarm':
      return { above: threshold };
    case 'sinks/mqtt-publish':
      return { topic: 'out' };
    default:
      return {};
  }
};
