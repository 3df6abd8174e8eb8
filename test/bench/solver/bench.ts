import { join } from 'node:path';
import { createRk4 } from '@twinloom/runtime/solve/rk4';
import { cProgram } from '../measure/c-program.ts';
import { ratioLine } from '../measure/ratio-line.ts';
import { ratiosOf, runRounds, usualRounds, type Contender } from '../measure/rounds.ts';
import { sayCosts } from '../measure/say-costs.ts';
import { median } from '../measure/statistics.ts';
import { lotkaVolterra, thermalChain, vanDerPol, type Problem } from './systems.ts';
import { byOdex, byTsit5, costAt, errorOf, repeated, type Solve } from './work-precision.ts';

/* The integrators on right-hand sides the engine made of equations: rk4 against C, tsit5 against odex at equal error. */

const STEPS = 1_000;
const isQuick = process.argv.includes('--quick');

function ourRk4({ inOne: system, start }: Problem, h: number): Contender {
  return {
    name: 'twinloom',
    run(units) {
      const solver = createRk4(system);
      const x = new Float64Array(system.size);
      let sum = 0;
      for (let unit = 0; unit < units; unit++) {
        x.set(start);
        for (let k = 0; k < STEPS; k++) solver.integrate(k * h, (k + 1) * h, x);
        sum = x.reduce((all, value) => all + value, 0);
      }
      return sum;
    },
  };
}

async function rk4(row: string, system: string, problem: Problem, h: number): Promise<string> {
  const c = cProgram('C -O2', join(import.meta.dirname, 'rk4.c'), system);
  const costs = await runRounds([ourRk4(problem, h), ...(c ? [c] : [])]);
  sayCosts(`${row}, ${system}`, 'step', costs, STEPS);
  const limit = costs[1] ? ratiosOf(costs[0]!, costs[1]) : [];
  return ratioLine({ name: row, limit, goalLimit: 1.5 });
}

/** Tolerances of work-precision, and the errors at which both are compared. */
const TOLERANCES = [1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10];
const ERRORS = [1e-3, 1e-4, 1e-5, 1e-6, 1e-7];

interface Race {
  name: string;
  end: number;
  problem: Problem;
  f: (t: number, x: number[]) => number[];
}

const races: Race[] = [
  {
    name: 'van der Pol',
    end: 20,
    problem: vanDerPol(),
    f: (_, [x, v]) => [v!, (1 - x! * x!) * v! - x!],
  },
  {
    name: 'Lotka-Volterra',
    end: 20,
    problem: lotkaVolterra(),
    f: (_, [x, y]) => [1.5 * x! - x! * y!, x! * y! - 3 * y!],
  },
];

/** For each error and round: what odex costs over what we cost. */
async function race({ name, end, problem, f }: Race): Promise<number[][]> {
  const solves: [string, Solve][] = [
    ['tsit5', byTsit5(problem, end)],
    ['odex', byOdex(f, problem, end)],
  ];
  const reference = byTsit5(problem, end)(1e-12);
  const contenders = solves.flatMap(([who, solve]) =>
    TOLERANCES.map((tolerance) => ({ who, tolerance, error: errorOf(solve(tolerance), reference), solve })),
  );
  const costs = await runRounds(
    contenders.map(({ who, tolerance, solve }) => repeated(`${who} ${tolerance}`, solve, tolerance)),
    // Each contender is a point of a line: what they come to lies as far apart as their tolerances.
    { ...usualRounds, seconds: isQuick ? 0.05 : 0.2, tolerance: 0.05 },
  );
  const lineOf = (who: string, round: number): [number[], number[]] => {
    const own = contenders
      .map((one, i) => ({ ...one, cost: costs[i]!.cpu[round]! }))
      .filter((one) => one.who === who);
    return [own.map(({ error }) => error), own.map(({ cost }) => cost)];
  };
  console.log(`\n${name}, µs of CPU time at equal error`);
  return ERRORS.map((error) => {
    const pairs = costs[0]!.cpu.map((_, round) => [
      costAt(error, ...lineOf('odex', round)),
      costAt(error, ...lineOf('tsit5', round)),
    ]);
    const ratios = pairs.map(([odex, ours]) => odex! / ours!);
    const [odex, ours] = [0, 1].map((side) => (median(pairs.map((pair) => pair[side]!)) / 1000).toFixed(1));
    console.log(`  ${error}  tsit5 ${ours}  odex ${odex}  ${median(ratios).toFixed(2)}x`);
    return ratios;
  });
}

const lines = [
  await rk4('rk4', 'chain', thermalChain(), 1),
  await rk4('rk4-small', 'van-der-pol', vanDerPol(), 0.01),
];
const levels: number[][] = [];
for (const one of races) levels.push(...(await race(one)));
const known = levels.filter((ratios) => !ratios.some(Number.isNaN));
const perRound = known[0]!.map((_, round) =>
  Math.exp(known.reduce((sum, ratios) => sum + Math.log(ratios[round]!), 0) / known.length),
);
lines.push(ratioLine({ name: 'tsit5', peer: perRound, goalPeer: 3 }));
console.log(`\n${lines.join('\n')}`);
