import type { Snapshot } from '@twinloom/runtime/run/snapshot';
import { createTsit5 } from '@twinloom/runtime/solve/tsit5';

const G = 9.80665;
const AREA = 0.3;
const DRAIN = 0.62 * 0.00166;
const SECTION = (Math.PI * 0.08 ** 2) / 4;
const LOSS = (0.02 * 120) / 0.08 + 6;
const LIFT = 10;
const RATED = 1450 / 60;
const FALL = (20 - 15) / (18 / 3600) ** 2;
const BEST_FLOW = 19 / 3600;
const TICK = 0.1;

/** Flow in m3/h, head in m and energy in kW.h, as the KPIs of the pump name them. */
export interface PumpTotals {
  flow: number;
  head: number;
  energy: number;
}

/**
 * Pump, pipe and tank of the example as somebody would write them for this question alone: the same equations, solver and ticks, a speed sample a
 * second, three KPIs. The filters, alarms and predictors of the twin are left out, so the limit lies lower than the whole fold allows.
 */
export function runByHand(snapshot: Snapshot, horizon: number, factor: number): PumpTotals {
  const number = (value: unknown): number => Number(value);
  const x = Float64Array.of(
    number(snapshot.nodes.modelPipe!.states.q![0]),
    number(snapshot.nodes.modelTank!.states.h![0]),
  );
  const held = number(snapshot.nodes.speed!.outputs.value!.value);
  let speed = 0;
  const headOf = (flow: number): number => 20 * (speed / RATED) ** 2 - FALL * flow * Math.abs(flow);
  const solver = createTsit5(
    {
      size: 2,
      derive: (_t, [q, h], dx) => {
        const flow = Math.max(q!, 0);
        const velocity = flow / SECTION;
        const loss = (LOSS * velocity * Math.abs(velocity)) / (2 * G);
        const push = ((G * SECTION) / 120) * (headOf(flow) - LIFT - Math.max(h!, 0) - loss);
        dx[0] = q! > 0 ? push : Math.max(push, 0);
        const net = flow - DRAIN * Math.sqrt(2 * G * Math.max(h!, 0));
        dx[1] = (h! > 0 ? net : Math.max(net, 0)) / AREA;
      },
    },
    { rtol: 1e-6, atol: 1e-9 },
  );
  solver.restore(Object.values(snapshot.islands)[0]!.solver.map(number));
  const totals = { flow: 0, head: 0, energy: 0 };
  const ticks = Math.round(horizon / TICK);
  for (let k = 0; k < ticks; k++) {
    // What the twin showed at its last tick stands until the next one.
    if (k === 0) speed = held / 60;
    else if (k % 10 === 0) speed = (held * factor) / 60;
    const flow = Math.max(x[0]!, 0);
    const head = headOf(flow);
    const ratio = speed / RATED;
    const room = Math.max(2 * ratio * BEST_FLOW - flow, 0.1 * ratio * BEST_FLOW);
    const power = (998.2 * G * Math.max(head, 0) * (ratio * BEST_FLOW) ** 2) / (0.7 * room);
    totals.flow += flow * TICK;
    totals.head += head * TICK;
    totals.energy += power * TICK;
    if (k === 0) speed = (held * factor) / 60;
    solver.integrate(k * TICK, (k + 1) * TICK, x);
  }
  return {
    flow: (totals.flow / horizon) * 3600,
    head: totals.head / horizon,
    energy: totals.energy / 0.9 / 3.6e6,
  };
}
