import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalog } from '@twinloom/nodes/catalog';
import { compileFlow } from '@twinloom/runtime/compile/compile';
import { Twin } from '@twinloom/runtime/run/twin';
import { referenceFile } from './reference-data.ts';

/** Of each signal's range: what the Modelica Association's own comparisons allow. */
const ALLOWED = 1e-3;

interface Example {
  /** The file of the reference trajectory, without its ending. */
  name: string;
  tick: string;
  params: Record<string, unknown>;
  /** Signal of the reference → output of the equations. */
  signals: Record<string, string>;
}

/** Examples of the Modelica Standard Library, written as one node of equations each; parameters are those of the library. */
const EXAMPLES: Example[] = [
  {
    // Mechanics.Rotational.Examples.First: a drive of 0.1 kg·m² and a gear of 10 make 12 kg·m² on the side of the load.
    name: 'First',
    tick: '10 ms',
    params: {
      constants: { spring: 1e4, damping: 10 },
      states: { phi2: 0, w2: 0, phi3: 0, w3: 0 },
      equations: [
        'torque = 10*10*sin(2*pi*5*t)',
        'twist = spring*(phi2 - phi3)',
        'der(phi2) = w2',
        'der(w2) = (torque - damping*w2 - twist)/12',
        'der(phi3) = w3',
        'der(w3) = twist/2',
      ],
      outputs: { angle: '-phi2', speed: '-w2' },
    },
    signals: {
      'damper.phi_rel': 'angle',
      'damper.w_rel': 'speed',
      'inertia3.phi': 'phi3',
      'inertia3.w': 'w3',
    },
  },
  {
    // Mechanics.Translational.Examples.Oscillator: two masses driven at their resonance, one without a damper.
    name: 'Oscillator',
    tick: '10 ms',
    params: {
      states: { s1: -0.5, v1: 0, s2: -0.5, v2: 0 },
      equations: [
        'force = sin(2*pi*15.9155*t)',
        'der(s1) = v1',
        'der(v1) = force - 1e4*(s1 + 0.5)',
        'der(s2) = v2',
        'der(v2) = force - 1e4*(s2 + 0.5) - 10*v2',
      ],
      outputs: { gap: '0.5 - s2', closing: '-v2' },
    },
    signals: { 'damper1.s_rel': 'gap', 'damper1.v_rel': 'closing', 'mass1.s': 's1', 'mass1.v': 'v1' },
  },
  {
    // Thermal.HeatTransfer.Examples.TwoMasses
    name: 'TwoMasses',
    tick: '10 ms',
    params: {
      constants: { C: { value: 15, unit: 'J/K' }, G: { value: 10, unit: 'W/K' } },
      states: { T1: { initial: 373.15, unit: 'K' }, T2: { initial: 273.15, unit: 'K' } },
      equations: ['heat = G*(T1 - T2)', 'der(T1) = -heat/C', 'der(T2) = heat/C'],
    },
    signals: { 'mass1.T': 'T1', 'mass2.T': 'T2' },
  },
  {
    // Blocks.Examples.PID_Controller: a limited PI controller with tracking turns a drive with a soft shaft by π/2.
    name: 'PID_Controller',
    tick: '8 ms',
    params: {
      constants: { k: 100, Ti: 0.1, Ni: 0.1, limit: 12, c: 1e4, d: 100, load: 10 },
      states: { I: -0.1, wanted: 0, phi1: 0, w1: 0, twist: 0.001, slip: 0 },
      equations: [
        'der(wanted) = if(t < 0.5, 0, if(t < 1.5, 1, if(t < 0.5 + pi/2, 0, if(t < 1.5 + pi/2, -1, 0))))',
        'error = wanted - w1',
        'asked = k*(error + I)',
        'torque = clamp(asked, -limit, limit)',
        'der(I) = (error + (torque - asked)/(k*Ni))/Ti',
        'spring = c*twist + d*slip',
        'der(phi1) = w1',
        'turn1 = torque + spring',
        'der(w1) = turn1',
        'der(twist) = slip',
        'der(slip) = (load - spring)/2 - turn1',
      ],
    },
    signals: {
      'PI.I.y': 'I',
      'inertia1.phi': 'phi1',
      'inertia1.w': 'w1',
      'integrator.y': 'wanted',
      'spring.phi_rel': 'twist',
      'spring.w_rel': 'slip',
    },
  },
  {
    // Fluid.Examples.Tanks.EmptyTanks: a tank of 1 m² runs through a pipe of 1 m and 0.1 m diameter down into another, whose port lies at
    // half its height. Friction after Colebrook and White with a roughness of 25 µm; a port that falls dry closes over 0.1 diameters.
    name: 'EmptyTanks',
    tick: '20 ms',
    params: {
      constants: {
        rho: 995.586,
        mu: 1e-3,
        D: 0.1,
        L: 1,
        drop: 1,
        port: 0.5,
        roughness: 2.5e-5,
        g: 9.80665,
        zetaOut: 0.5,
        zetaIn: 1.04,
        dry: 1e-3,
      },
      states: { h1: 1, h2: 1e-10, runs: 1, lambda: { initial: 0.02, algebraic: true } },
      equations: [
        'A = pi*D^2/4',
        's1 = clamp((h1 - 0.1*D)/(0.1*D), -1, 1)',
        's2 = clamp((h2 - port - 0.1*D)/(0.1*D), -1, 1)',
        'wet1 = s1*(s1^2 - 3)*(dry - 1)/4 + (1 + dry)/2',
        'wet2 = s2*(s2^2 - 3)*(dry - 1)/4 + (1 + dry)/2',
        'head = max(h1 + drop - max(h2 - port, 0), 0)',
        'loss = (zetaOut + 1)/wet1 + (zetaIn - 1)*wet2 + lambda*L/D',
        'flow = runs*A*rho*sqrt(2*g*head/loss)',
        'Re = A*rho*sqrt(2*g*head/loss)*D/(A*mu)',
        '0 = 1/sqrt(lambda) + 2*log10(roughness/D/3.7 + 2.51/(Re*sqrt(lambda)))',
        'der(h1) = -flow/rho',
        'der(h2) = flow/rho',
        'der(runs) = 0',
      ],
      events: [{ when: 'h1', direction: 'falling', set: { runs: '0' } }],
      outputs: { massFlow: 'flow' },
    },
    signals: { 'tank1.level': 'h1', 'tank2.level': 'h2', 'tank2.ports[1].m_flow': 'massFlow' },
  },
];

function readTable(file: string): { columns: string[]; rows: number[][] } {
  const [head = '', ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  return {
    columns: head.split(',').map((name) => name.replaceAll('"', '').trim()),
    rows: lines.map((line) => line.split(',').map(Number)),
  };
}

/** The greatest deviation of each signal at the ticks of the flow, over the signal's range. */
function deviations({ tick, params, signals }: Example, file: string): Record<string, number> {
  const { columns, rows } = readTable(file);
  const flow = {
    twinloom: 1 as const,
    clock: { tick },
    nodes: { model: { type: 'physics/equations', params } },
  };
  const { plan, diagnostics } = compileFlow(flow, catalog);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  const twin = new Twin(plan!, { id: 'reference' });
  const worst = new Map(Object.keys(signals).map((signal) => [signal, 0]));
  let compared = 0;
  for (const row of rows) {
    const ticks = row[0]! / plan!.tick;
    if (Math.abs(ticks - Math.round(ticks)) > 1e-6) continue;
    compared++;
    twin.advance(row[0]! + 1e-9);
    for (const [signal, output] of Object.entries(signals)) {
      const wanted = row[columns.indexOf(signal)]!;
      const got = twin.value(twin.portIndex(`model.${output}`));
      worst.set(signal, Math.max(worst.get(signal)!, Math.abs(got - wanted)));
    }
  }
  expect(compared).toBeGreaterThan(80);
  return Object.fromEntries(
    [...worst].map(([signal, deviation]) => {
      const values = rows.map((row) => row[columns.indexOf(signal)]!);
      return [signal, deviation / (Math.max(...values) - Math.min(...values))];
    }),
  );
}

describe('an example of the Modelica library, as equations', () => {
  for (const example of EXAMPLES) {
    const file = referenceFile(`modelica-ref/${example.name}.csv`);
    it.skipIf(file === undefined)(`${example.name} follows its reference`, () => {
      for (const [signal, deviation] of Object.entries(deviations(example, file!)))
        expect({ signal, isClose: deviation <= ALLOWED, deviation }).toMatchObject({ isClose: true });
    });
  }
});
