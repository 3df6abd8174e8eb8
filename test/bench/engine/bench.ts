import { ratioLine } from '../measure/ratio-line.ts';
import { ratiosOf, runRounds, type Contender, type Costs } from '../measure/rounds.ts';
import { sayCosts } from '../measure/say-costs.ts';
import { startNodeRed } from '../peers/node-red.ts';
import { chainOfTen, fanOutToTen, typicalTwin } from './flows.ts';
import { handChain, handFanOut, handJson, handNumbers } from './hand.ts';
import { CYCLE } from './inputs.ts';
import { ourJson, ourNumbers } from './ours.ts';
import { NodeRedFlows } from './with-node-red.ts';
import { rxChain, rxFanOut, rxJson, rxNumbers } from './with-rxjs.ts';

/* What a sample costs on its way through a flow: the product's engine, Node-RED, RxJS, and JavaScript written by hand. */

interface Work {
  name: string;
  ours: Contender;
  limit: Contender;
  peers: { row: string; contender: Contender; goal?: number }[];
  goalLimit: number;
}

const redFlows = new NodeRedFlows();
const red = await startNodeRed(redFlows.shared);
await redFlows.deploy(red);

const works: Work[] = [
  {
    name: 'engine-numbers',
    ours: ourNumbers(typicalTwin()),
    limit: handNumbers(),
    peers: [
      { row: 'engine-numbers', contender: redFlows.numbers(), goal: 400 },
      { row: 'engine-numbers-rxjs', contender: rxNumbers(), goal: 1.5 },
    ],
    goalLimit: 1.5,
  },
  {
    name: 'engine-json',
    ours: ourJson(typicalTwin('speed')),
    limit: handJson(),
    peers: [
      { row: 'engine-json', contender: redFlows.json(), goal: 50 },
      { row: 'engine-json-rxjs', contender: rxJson() },
    ],
    goalLimit: 1.2,
  },
  {
    name: 'engine-chain',
    ours: ourNumbers(chainOfTen()),
    limit: handChain(),
    peers: [
      { row: 'engine-chain', contender: redFlows.chain(), goal: 500 },
      { row: 'engine-chain-range', contender: redFlows.chainOfRanges() },
      { row: 'engine-chain-rxjs', contender: rxChain() },
    ],
    goalLimit: 1.5,
  },
  {
    name: 'engine-fanout',
    ours: ourNumbers(fanOutToTen()),
    limit: handFanOut(),
    peers: [
      { row: 'engine-fanout', contender: redFlows.fanOut(), goal: 500 },
      { row: 'engine-fanout-rxjs', contender: rxFanOut() },
    ],
    goalLimit: 1.5,
  },
];

const lines: string[] = [];
for (const work of works) {
  const { ours, limit, peers } = work;
  const costs = await runRounds([ours, ...peers.map(({ contender }) => contender), limit]);
  sayCosts(work.name, 'sample', costs, CYCLE);
  lines.push(...linesOf(work, costs));
}
console.log(`\n${lines.join('\n')}`);
await red.stop();

function linesOf({ name, peers, goalLimit }: Work, costs: readonly Costs[]): string[] {
  const [ours, limit] = [costs[0]!, costs.at(-1)!];
  return peers.map(({ row, goal }, i) =>
    ratioLine({
      name: row,
      peer: ratiosOf(costs[i + 1]!, ours),
      ...(goal !== undefined && { goalPeer: goal }),
      ...(row === name && { limit: ratiosOf(ours, limit), goalLimit }),
    }),
  );
}
