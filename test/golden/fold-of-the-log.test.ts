import { describe, expect, it } from 'vitest';
import { catalog } from '@twinloom/nodes/catalog';
import { catalogOf } from '@twinloom/runtime/node/catalog';
import type { Plan } from '@twinloom/runtime/compile/plan';
import type { Command } from '@twinloom/runtime/run/commands';
import type { HandValue } from '@twinloom/runtime/run/hand-sets';
import type { LogEntry } from '@twinloom/runtime/run/log-entry';
import { RandomStream } from '@twinloom/runtime/run/random-stream';
import type { Snapshot } from '@twinloom/runtime/run/snapshot';
import { Twin } from '@twinloom/runtime/run/twin';
import { ASSETS, randomFlow, type RandomFlow } from './random-flow.ts';
import { paramsOf } from './random-params.ts';
import { trialNodes } from './trial-nodes.ts';

const FLOWS = 300;
const EPOCH = 1_700_000_000;
const everything = catalogOf([...catalog.values(), ...trialNodes]);

/** What a live run left behind. */
interface Lived {
  entries: LogEntry[];
  /** Snapshots, each with how many entries and emissions were before it. */
  checkpoints: { snapshot: Snapshot; entries: number; sent: number }[];
  sent: string[];
  end: string;
}

function settable({ nodes }: Plan): [string, HandValue][] {
  return nodes.flatMap(({ id, definition, params }): [string, HandValue][] => {
    const param = definition.emits?.(params);
    const value = param === undefined ? undefined : params[param];
    return typeof value === 'number' || typeof value === 'boolean' ? [[`${id}.value`, value]] : [];
  });
}

const commands: readonly Command[] = [
  { command: 're-anchor' },
  ...ASSETS.flatMap((asset): Command[] => [
    { command: 'replaced', asset },
    { command: 'out-of-service', asset },
    { command: 'in-service', asset },
  ]),
];

/** Lives as on a real clock: late packets, an advance now and then, pauses in which ticks are missed, values set by hand, a snapshot at times. */
function live(k: number, { plan, deliveries }: RandomFlow): Lived {
  const random = new RandomStream(k, 'wall clock');
  const below = (n: number): number => Math.floor(random.uniform() * n);
  const lived: Lived = { entries: [], checkpoints: [], sent: [], end: '' };
  const twin = new Twin(plan, {
    id: 'trial',
    epoch: EPOCH,
    onEntry: (entry) => lived.entries.push(structuredClone(entry)),
    onEmit: ({ node, bytes, t, sequence }) => lived.sent.push(`${node} ${sequence} ${t} ${String(bytes)}`),
  });
  const byHand = settable(plan);
  let now = 0;
  for (let i = 0; i < 80; i++) {
    now += [0, 0.0005, 0.013, 0.1, 0.1, 0.37, 4.2][below(7)]!;
    switch (below(8)) {
      case 0:
        twin.advance(now, true);
        break;
      case 1: {
        const [name, value] = byHand[below(byHand.length)] ?? ['none.value', 0];
        if (byHand.length > 0) twin.set(now, { [name]: below(3) === 0 ? null : value });
        break;
      }
      case 2: {
        const node = plan.nodes[below(plan.nodes.length)];
        if (node) twin.stop(now, node.id, below(2) === 0 ? 'it took too long' : undefined);
        break;
      }
      case 4:
        twin.tell(now, commands[below(commands.length)]!, { author: 'local', note: 'as the plant stands' });
        break;
      case 3:
        twin.mark(now);
        lived.checkpoints.push({
          // As the journal keeps it: a record may hold a -0, which JSON text cannot say.
          snapshot: structuredClone(twin.snapshot()),
          entries: lived.entries.length,
          sent: lived.sent.length,
        });
        break;
      default: {
        const { inputs } = deliveries[i % Math.max(deliveries.length, 1)] ?? { inputs: [] };
        const lag = [0, 0, 0.05, 0.4][below(4)]!;
        // What was stamped before the last tick ran, and what comes in its very microsecond.
        twin.deliver(below(5) === 0 ? Math.max(twin.t, 0) : Math.max(now - lag, 0), inputs);
      }
    }
  }
  twin.mark(now);
  lived.end = JSON.stringify(twin.snapshot());
  return lived;
}

/** The state and the emissions that a fold of the entries ends with, from the origin or a snapshot on. */
function fold(plan: Plan, entries: readonly LogEntry[], from?: Snapshot): { end: string; sent: string[] } {
  const sent: string[] = [];
  const options = {
    id: 'trial',
    epoch: EPOCH,
    onEmit: ({
      node,
      bytes,
      t,
      sequence,
    }: {
      node: string;
      bytes: Uint8Array;
      t: number;
      sequence: number;
    }) => sent.push(`${node} ${sequence} ${t} ${String(bytes)}`),
  };
  const twin = from === undefined ? new Twin(plan, options) : Twin.restore(plan, from, options);
  for (const entry of entries) twin.replay(entry);
  return { end: JSON.stringify(twin.snapshot()), sent };
}

describe('the input log', () => {
  it(`folded again gives the same state and emissions, bit for bit, from the origin and from each snapshot, in ${FLOWS} random flows`, () => {
    let [flows, merges, folds, told, anchored, grouped] = [0, 0, 0, 0, 0, 0];
    for (let k = 0; flows < FLOWS; k++) {
      const random = randomFlow(k, everything, paramsOf);
      if (!random) continue;
      flows++;
      if (random.plan.groups.some(({ nodes }) => nodes.length > 0)) grouped++;
      if (random.plan.nodes.some(({ states }) => states.some(({ anchor }) => anchor))) anchored++;
      const lived = live(k, random);
      told += lived.entries.filter(({ kind }) => kind === 'command').length;
      merges += lived.entries.filter(({ kind }) => kind === 'merge').length;
      for (const { snapshot, entries, sent } of [
        { snapshot: undefined, entries: 0, sent: 0 },
        ...lived.checkpoints,
      ]) {
        folds++;
        const again = fold(random.plan, lived.entries.slice(entries), snapshot);
        if (again.end !== lived.end) expect(again.end, `flow ${k}, entry ${entries}`).toBe(lived.end);
        expect(again.sent, `flow ${k}, entry ${entries}`).toEqual(lived.sent.slice(sent));
      }
    }
    expect(merges).toBeGreaterThan(FLOWS);
    expect(folds).toBeGreaterThan(5 * FLOWS);
    expect(told).toBeGreaterThan(FLOWS / 2);
    expect(grouped).toBeGreaterThan(FLOWS / 4);
    expect(anchored).toBeGreaterThan(FLOWS / 20);
  }, 600_000);
});
