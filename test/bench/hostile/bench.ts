import { parseArgs } from 'node:util';
import { RandomStream } from '@twinloom/runtime/run/random-stream';
import { catalog } from '@twinloom/nodes/catalog';
import { hostileFlow } from '../../golden/hostile-flow.ts';
import { runHostile } from '../../golden/hostile-run.ts';

/** Cases of one flow. */
const CASES = 50;

const { values } = parseArgs({
  options: { cases: { type: 'string' }, seed: { type: 'string' }, quick: { type: 'boolean' } },
});
const wanted = Number(values.cases ?? (values.quick ? 10_000 : 100_000));
const firstSeed = Number(values.seed ?? 1);
const types = [...catalog.keys()].filter((type) => type !== 'sources/mqtt');

const sum = { cases: 0, delivered: 0, dropped: 0, flows: 0, faults: 0 };
const started = performance.now();
for (let k = 0; sum.cases < wanted; k++) {
  const type = types[k % types.length]!;
  const seed = firstSeed + Math.floor(k / types.length);
  const chance = new RandomStream(seed, type);
  const { faults, cases, delivered, dropped } = runHostile(
    hostileFlow(type, catalog, chance),
    CASES,
    catalog,
    chance,
  );
  for (const fault of faults) console.error(`seed ${seed}, ${type}: ${fault}`);
  sum.cases += cases;
  sum.delivered += delivered;
  sum.dropped += dropped;
  sum.faults += faults.length;
  sum.flows++;
}
const seconds = ((performance.now() - started) / 1000).toFixed(0);
console.log(
  `${sum.cases} cases in ${sum.flows} flows of ${types.length} kinds of nodes: ${sum.delivered} delivered, ${sum.dropped} refused and counted, in ${seconds} s`,
);
console.log(`hostile ${sum.faults} faults`);
process.exitCode = sum.faults > 0 ? 1 : 0;
