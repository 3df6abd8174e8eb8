import { describe, expect, it } from 'vitest';
import { catalog } from '@twinloom/nodes/catalog';
import { sourceOf } from '@twinloom/runtime/emit/generate';
import { catalogOf } from '@twinloom/runtime/node/catalog';
import { Twin } from '@twinloom/runtime/run/twin';
import { randomFlow, randomFormula, type ParamsOf, type RandomFlow } from './random-flow.ts';
import { trialNodes } from './trial-nodes.ts';

const FLOWS = 1_000;
const everything = catalogOf([...catalog.values(), ...trialNodes]);

const paramsOf: ParamsOf = (type, pick) => {
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

/** Everything that can be seen of a run, numbers as their bits. */
function record({ plan, deliveries }: RandomFlow, interpreted: boolean): string[] {
  const bits = new DataView(new ArrayBuffer(8));
  const exact = (value: number): string => {
    bits.setFloat64(0, value);
    return Number.isNaN(value) ? 'NaN' : bits.getBigUint64(0).toString(16);
  };
  const seen: string[] = [];
  const twin = new Twin(plan, {
    id: 'trial',
    interpreted,
    onEmit: ({ node, bytes, t }) => seen.push(`${node} sends ${new TextDecoder().decode(bytes)} at ${t}`),
    onNotice: ({ node, t, says }) => seen.push(`${node} says ${says} at ${t}`),
    onInstant: (at) => {
      for (const port of at.takeChanged()) {
        const name = plan.ports[port]!.port;
        seen.push(
          `${at.t} ${name} ${exact(at.value(port))} ${at.quality(port)} ${exact(at.measuredAt(port))}`,
        );
      }
    },
  });
  for (const { at, inputs } of deliveries) twin.deliver(at, inputs);
  twin.advance((deliveries.at(-1)?.at ?? 0) + 5);
  return [
    ...seen,
    JSON.stringify(twin.snapshot()),
    JSON.stringify(twin.stats()),
    JSON.stringify(twin.status()),
  ];
}

describe('generated functions', () => {
  it(`do bit for bit what the interpreter does, in ${FLOWS} random flows`, () => {
    const types = new Set<string>();
    let [flows, lines] = [0, 0];
    for (let k = 0; flows < FLOWS; k++) {
      const random = randomFlow(k, everything, paramsOf);
      if (!random) continue;
      flows++;
      const interpreted = record(random, true);
      const generated = record(random, false);
      if (interpreted.join('\n') !== generated.join('\n')) {
        expect(generated, `flow ${k}: ${JSON.stringify(random.flow)}`).toEqual(interpreted);
      }
      lines += interpreted.length;
      for (const { type } of Object.values(random.flow.nodes)) types.add(type);
    }
    expect([...types].toSorted()).toEqual([...everything.keys()].toSorted());
    expect(lines).toBeGreaterThan(100 * FLOWS);
  }, 900_000);

  it('hold numbers, slots and fixed names only: no text of the flow', () => {
    const allowed =
      /^(use|strict|return|nodes|derive|function|const|let|if|else|emitAllBad|runNode|start|beginMember|started|due|ranIn|lastRun|lastDue|memory|quality|measured|stamp|periods|last|Math|abs|acos|asin|atan|atan2|ceil|cos|cosh|exp|floor|hypot|log|log10|log2|max|min|pow|round|sign|sin|sinh|sqrt|tan|tanh|trunc|mod|not|and|or|NaN|Infinity|dt|[a-zA-Z]{1,2}|[vnf]\d+|e\d+)$/;
    for (let k = 0; k < 50; k++) {
      const random = randomFlow(k, everything, paramsOf);
      const words = new Set(random && sourceOf(random.plan).match(/[A-Za-z_$][\w$]*/g));
      expect([...words].filter((word) => !allowed.test(word))).toEqual([]);
    }
  });
});
