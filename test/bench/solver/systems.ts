import { catalog } from '@twinloom/nodes/catalog';
import { compileFlow } from '@twinloom/runtime/compile/compile';
import { generate } from '@twinloom/runtime/emit/generate';
import { parseFlow } from '@twinloom/runtime/graph/read-flow';
import type { System } from '@twinloom/runtime/solve/solver';

/** An initial value problem as somebody writes it into a node, with what the engine makes of it. */
export interface Problem {
  system: System;
  start: readonly number[];
  /** The same with the step of `rk4` that the engine makes of it. */
  inOne: System;
}

/** Van der Pol's oscillator with μ = 1. */
export function vanDerPol(): Problem {
  return problem({ x: 2, v: 0 }, ['der(x) = v', 'der(v) = (1 - x*x)*v - x']);
}

/** Prey and predators after Lotka and Volterra. */
export function lotkaVolterra(): Problem {
  return problem({ x: 1, y: 1 }, ['der(x) = 1.5*x - x*y', 'der(y) = x*y - 3*y']);
}

/** Ten bodies in a row, heated at one end, cooled at the other. */
export function thermalChain(): Problem {
  const names = Array.from({ length: 10 }, (_, i) => `T${i}`);
  return problem(
    Object.fromEntries(names.map((name) => [name, 20])),
    names.map((name, i) => {
      const into = i === 0 ? '500' : `12*(T${i - 1} - ${name})`;
      const out = i === 9 ? `5*(${name} - 20)` : `12*(${name} - T${i + 1})`;
      return `der(${name}) = (${into} - ${out})/4000`;
    }),
  );
}

function problem(states: Record<string, number>, equations: readonly string[]): Problem {
  const model = { type: 'physics/equations', params: { states, equations } };
  const clock = { solver: { method: 'rk4' } };
  const { flow } = parseFlow({ twinloom: 1, clock, nodes: { model } });
  const { plan, diagnostics } = compileFlow(flow!, catalog);
  const { derive: [derive] = [], steps: [tryStep] = [] } = plan ? generate(plan) : {};
  if (!plan || !derive || !tryStep) throw new Error(diagnostics.map(({ says }) => says).join('\n'));
  const memory = plan.initialMemory.slice();
  const system: System = {
    size: plan.islands[0]!.states.length,
    derive: (t, x, dx) => derive(memory, t, x, dx),
  };
  const inOne: System = { ...system, tryStep: (times, x, end) => tryStep(memory, 0, times, x, end) };
  return { system, inOne, start: Object.values(states) };
}
