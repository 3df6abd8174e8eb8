import { expect, it } from 'vitest';
import { catalog } from '@twinloom/nodes/catalog';
import type { Plan } from '@twinloom/runtime/compile/plan';
import { findBlocks } from '@twinloom/runtime/emit/find-blocks';
import { catalogOf } from '@twinloom/runtime/node/catalog';
import { RandomStream } from '@twinloom/runtime/run/random-stream';
import { readSnapshot } from '@twinloom/runtime/run/snapshot';
import { Twin, type TwinOptions } from '@twinloom/runtime/run/twin';
import { BAD, GOOD, UNCERTAIN } from '@twinloom/runtime/signal/quality';
import { chainFlow, moodyNode } from './chain-flow.ts';
import { picker, type ParamsOf } from './random-flow.ts';
import { paramsOf } from './random-params.ts';
import { trialNodes } from './trial-nodes.ts';

const FLOWS = 400;
const DELIVERIES = 60;
const everything = catalogOf([...catalog.values(), ...trialNodes, moodyNode]);
const types = [...everything.values()]
  .filter(({ inputs, outputs, listen, descriptor }) => {
    const ports = [...Object.values(inputs), ...Object.values(outputs)];
    const isPlain = ports.every(({ type }) => type === 'number' || type === 'boolean');
    return isPlain && ports.length > 1 && !listen && !descriptor.reads && Object.keys(inputs).length > 0;
  })
  .flatMap(({ type }) => (type === moodyNode.type ? [type, type, type, type] : [type]));

/** Windows of a few samples, and of a time in which more come than they hold. */
const chainParams: ParamsOf = (type, pick) =>
  type === 'transforms/moving-average'
    ? pick.of([{ window: 2 }, { window: 3 }, { window: '1 s' }, { window: '2 s', mostSamples: 3 }])
    : paramsOf(type, pick);

/** Everything that can be seen of a run: samples to the bit, who was run, what was said, what is kept. */
function record(plan: Plan, seed: number, interpreted: boolean): string[] {
  const pick = picker(new RandomStream(seed, 'deliveries'));
  const seen: string[] = [];
  const bits = new DataView(new ArrayBuffer(8));
  const exact = (value: number): string => {
    bits.setFloat64(0, value);
    return Number.isNaN(value) ? 'NaN' : bits.getBigUint64(0).toString(16);
  };
  let mayBeCalm = false;
  const options: TwinOptions = {
    id: 'chain',
    interpreted,
    onEnter: (node) => {
      // A calm step may be taken without its code: whoever watches over that sees nothing of it.
      if (node >= 0) mayBeCalm = plan.nodes[node]!.definition.calm !== undefined;
      if (!mayBeCalm) seen.push(`enters ${node}`);
    },
    onNotice: ({ node, t, says }) => seen.push(`${node} says ${says} at ${t}`),
    onInstant: (twin) => {
      for (const port of twin.takeChanged())
        seen.push(
          `${twin.t} ${plan.ports[port]!.port} ${exact(twin.value(port))} ${twin.quality(port)} ${exact(twin.measuredAt(port))}`,
        );
    },
  };
  let twin = new Twin(plan, options);
  let now = 0;
  for (let k = 0; k < DELIVERIES; k++) {
    now += pick.of([0, 0.001, 0.013, 0.1, 0.1, 0.35, 1, 2.5]);
    const own = pick.of(plan.nodes).id;
    const what = pick.below(30);
    if (what === 0) twin.stop(now, own, 'it took too long');
    if (what === 1) for (const id of twin.stopped()) twin.stop(now, id);
    if (what === 2) {
      const read = readSnapshot(JSON.stringify(twin.snapshot()));
      if ('problem' in read) throw new Error(read.problem);
      twin = Twin.restore(plan, read.snapshot, options);
    }
    const heard = ['s0', 's1'].filter((id) => twin.portIndex(`${id}.value`) >= 0 && pick.below(3) > 0);
    const quality = pick.of([GOOD, GOOD, GOOD, GOOD, UNCERTAIN, BAD] as const);
    twin.deliver(
      now,
      heard.map((node) => ({ node, value: pick.number(), ...(pick.below(3) === 0 && { quality }) })),
    );
    if (what === 3) seen.push(JSON.stringify([twin.snapshot(), twin.status(), twin.nextDue()]));
  }
  twin.advance(now + 3);
  return [...seen, JSON.stringify(twin.snapshot()), JSON.stringify([twin.stats(), twin.status()])];
}

it(`blocks of nodes with own code do bit for bit what the interpreter does, in ${FLOWS} random chains`, () => {
  const inBlocks = new Map<string, number>();
  for (let k = 0, flows = 0; flows < FLOWS; k++) {
    const chain = chainFlow(picker(new RandomStream(k, 'chain')), types, everything, chainParams);
    if (!chain) continue;
    flows++;
    const { plan, flow } = chain;
    for (const { definition, program } of findBlocks(plan).flatMap(({ nodes }) => nodes))
      if (!program) inBlocks.set(definition.type, (inBlocks.get(definition.type) ?? 0) + 1);
    const interpreted = record(plan, k, true);
    const generated = record(plan, k, false);
    if (interpreted.join('\n') !== generated.join('\n'))
      expect(generated, `chain ${k}: ${JSON.stringify(flow)}`).toEqual(interpreted);
  }
  const wanted = [moodyNode.type, 'transforms/moving-average', 'predictors/cusum', 'predictors/ewma'];
  expect(wanted.filter((type) => (inBlocks.get(type) ?? 0) < 10)).toEqual([]);
}, 300_000);
