import { catalog } from '@twinloom/nodes/catalog';
import { compileFlow } from '@twinloom/runtime/compile/compile';
import { parseFlow } from '@twinloom/runtime/graph/read-flow';
import { Twin } from '@twinloom/runtime/run/twin';
import { startNodeRed, type RedNodeConfig } from '../peers/node-red.ts';
import { chainDocument } from './chains.ts';

/* Deploys many flows of ten nodes in a process of its own, puts 1 into each, and prints what that came to: `deploy-child.ts twinloom|node-red FLOWS`. */

const [who, given] = process.argv.slice(2);
const count = Number(given);

function collect(): void {
  for (let i = 0; i < 3; i++) globalThis.gc!();
}

async function measure(deploy: () => unknown): Promise<object> {
  collect();
  const [memory, cpu, since] = [process.memoryUsage(), process.cpuUsage(), performance.now()];
  await deploy();
  const wall = (performance.now() - since) * 1e6;
  const { user, system } = process.cpuUsage(cpu);
  collect();
  const { rss, heapUsed } = process.memoryUsage();
  return { wall, cpu: (user + system) * 1000, rss: rss - memory.rss, heap: heapUsed - memory.heapUsed };
}

async function ours(): Promise<object> {
  const twins: Twin[] = [];
  const cost = await measure(() => {
    for (let k = 0; k < count; k++) {
      const { flow } = parseFlow(chainDocument(k));
      const { plan } = compileFlow(flow!, catalog);
      twins.push(new Twin(plan!, { id: `t${k}` }));
    }
  });
  let checksum = 0;
  for (const twin of twins) {
    twin.deliver(0, [{ node: 'u', value: 1 }]);
    checksum += twin.value(twin.portIndex('n8.out'));
  }
  return { ...cost, checksum };
}

async function nodeRed(): Promise<object> {
  let [checksum, left] = [0, count];
  const { promise, resolve } = Promise.withResolvers<void>();
  const sink = (value: number): void => {
    checksum += value;
    if (--left === 0) resolve();
  };
  const red = await startNodeRed({ sink });
  const tabs = Array.from({ length: count }, (_, k) => `tab${k}`);
  const cost = await measure(() =>
    red.deploy(
      tabs.flatMap((_, k) => redChain(k)),
      tabs,
    ),
  );
  for (let k = 0; k < count; k++) red.node(`${k}n0`).receive({ payload: 1 });
  await promise;
  return { ...cost, checksum };
}

/** Ten nodes, half of them functions that add, half of them changes that copy. */
function redChain(k: number): RedNodeConfig[] {
  return Array.from({ length: 10 }, (_, i) => {
    const place = { id: `${k}n${i}`, z: `tab${k}`, wires: [i < 9 ? [`${k}n${i + 1}`] : []] };
    if (i % 2 === 1 && i < 9)
      return {
        ...place,
        type: 'change',
        rules: [{ t: 'set', p: 'payload', pt: 'msg', to: 'payload', tot: 'msg' }],
      };
    const func =
      i === 9
        ? 'global.get("sink")(msg.payload); return null;'
        : `msg.payload = msg.payload + ${k}; return msg;`;
    return {
      ...place,
      type: 'function',
      func,
      outputs: 1,
      timeout: 0,
      noerr: 0,
      initialize: '',
      finalize: '',
      libs: [],
    };
  });
}

console.log(JSON.stringify(who === 'node-red' ? await nodeRed() : await ours()));
process.exit();
