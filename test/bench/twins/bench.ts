import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { catalog } from '@twinloom/nodes/catalog';
import { compileFlow } from '@twinloom/runtime/compile/compile';
import { parseFlow } from '@twinloom/runtime/graph/read-flow';
import { Twin } from '@twinloom/runtime/run/twin';
import { cProgram } from '../measure/c-program.ts';
import { ratioLine } from '../measure/ratio-line.ts';
import { ratiosOf, runRounds, usualRounds, type Contender } from '../measure/rounds.ts';
import { sayCosts } from '../measure/say-costs.ts';
import { median } from '../measure/statistics.ts';
import { largeDocument } from './chains.ts';
import { ourFleet, type MakeFleet } from './fleet.ts';
import { objectFleet } from './objects.ts';

/* Many twins of one flow, many flows, one large flow. */

const isQuick = process.argv.includes('--quick');
const TWINS = isQuick ? 2_000 : 10_000;
const FLOWS = isQuick ? 100 : 1_000;
const CHECKED = { twins: 16, ticks: 200 };

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** The sum over some twins and ticks says that all did the same; then many tick. */
function contender(name: string, make: MakeFleet): Contender {
  const checked = make(CHECKED.twins);
  let checksum = 0;
  for (let k = 0; k < CHECKED.ticks; k++) checksum += checked.tick(k);
  const fleet = make(TWINS);
  let k = 0;
  return {
    name,
    run(units) {
      let sum = 0;
      for (let unit = 0; unit < units; unit++) sum += fleet.tick(k++);
      return Number.isFinite(sum) ? checksum : sum;
    },
  };
}

async function twins(): Promise<string> {
  collect();
  const before = process.memoryUsage();
  const ours = contender('twinloom', ourFleet);
  collect();
  const after = process.memoryUsage();
  const bytes = after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers;
  console.log(`\n${TWINS} twins of 20 nodes: ${(bytes / TWINS / 1024).toFixed(1)} KiB each`);
  const c = cProgram('C -O2', join(import.meta.dirname, 'machine.c'), String(TWINS));
  const costs = await runRounds([ours, contender('objects', objectFleet), ...(c ? [c] : [])]);
  sayCosts('twins', 'tick of a twin', costs, TWINS);
  return ratioLine({
    name: 'twins',
    peer: ratiosOf(costs[1]!, costs[0]!),
    limit: costs[2] ? ratiosOf(costs[0]!, costs[2]) : [],
    goalPeer: 5,
    goalLimit: 3,
  });
}

interface Deployed {
  wall: number;
  cpu: number;
  rss: number;
  heap: number;
  checksum: number;
}

function deployIn(who: string): Deployed {
  const child = join(import.meta.dirname, 'deploy-child.ts');
  const { stdout, stderr } = spawnSync(process.execPath, ['--expose-gc', child, who, String(FLOWS)]);
  const last = stdout.toString().trim().split('\n').at(-1) ?? '';
  if (!last.startsWith('{')) throw new Error(stderr.toString());
  return JSON.parse(last) as Deployed;
}

function deploys(): string[] {
  const rounds = Array.from({ length: usualRounds.rounds > 5 ? 7 : 5 }, () => {
    const [ours, red] = [deployIn('twinloom'), deployIn('node-red')];
    if (sumOfChains() !== ours.checksum) throw new Error(`the run is void: twinloom made ${ours.checksum}`);
    if (sumOfChains() !== red.checksum) throw new Error(`the run is void: Node-RED made ${red.checksum}`);
    return { ours, red };
  });
  const say = (name: 'ours' | 'red', label: string): void => {
    const of = (what: keyof Deployed): number => median(rounds.map((round) => round[name][what])) / FLOWS;
    const kib = (what: 'rss' | 'heap'): string => `${(of(what) / 1024).toFixed(1)} KiB of ${what}`;
    console.log(
      `  ${label.padEnd(8)}  ${(of('cpu') / 1e6).toFixed(3)} ms of CPU time, ${kib('heap')}, ${kib('rss')} a flow`,
    );
  };
  console.log(`\ndeploy of ${FLOWS} flows of 10 nodes`);
  say('ours', 'twinloom');
  say('red', 'Node-RED');
  const ratio = (what: keyof Deployed): number[] => rounds.map(({ ours, red }) => red[what] / ours[what]);
  return [
    ratioLine({ name: 'deploy', peer: ratio('cpu'), goalPeer: 30 }),
    ratioLine({ name: 'memory', peer: ratio('rss'), goalPeer: 15 }),
  ];
}

/** Five additions of k to 1, in each flow. */
function sumOfChains(): number {
  let sum = 0;
  for (let k = 0; k < FLOWS; k++) sum += 1 + 5 * k;
  return sum;
}

function largeFlow(): void {
  const nodes = 10_000;
  const since = performance.now();
  const { flow } = parseFlow(largeDocument(nodes));
  const twin = new Twin(compileFlow(flow!, catalog).plan!, { id: 'large' });
  const made = performance.now();
  let best = Infinity;
  for (let k = 0; k < 300; k++) {
    const before = process.cpuUsage();
    for (let i = 0; i < 10; i++) twin.deliver(k + i / 10, [{ node: 'u', value: k }]);
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, ((user + system) * 1000) / 10 / nodes);
  }
  console.log(
    `\na flow of ${nodes} nodes: compiled in ${(made - since).toFixed(0)} ms, ${best.toFixed(2)} ns of CPU time a node and sample`,
  );
}

largeFlow();
const lines = [await twins(), ...deploys()];
console.log(`\n${lines.join('\n')}`);
