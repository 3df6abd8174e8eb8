import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { ratioLine } from '../measure/ratio-line.ts';
import { median } from '../measure/statistics.ts';
import type { Heard, ReadersWord } from './readers-child.ts';
import { bareServer, jsonServer, ourServer, PORTS, type ValueServer } from './servers.ts';

/* A thousand values at 20 Hz to many screens: CPU time of the server for each value that arrived. */

const isQuick = process.argv.includes('--quick');
const ROUNDS = 5;
const TICKS = isQuick ? 8 : 20;
const TICK_MS = 50;
const CLIENTS = isQuick ? [10, 100] : [10, 100, 500];

const readers = fork(join(import.meta.dirname, 'readers-child.ts'), { stdio: 'inherit' });

async function ask(word: ReadersWord): Promise<Heard> {
  const answer = once(readers, 'message');
  readers.send(word);
  const [heard] = (await answer) as [Heard];
  return heard;
}

/** Tells some ticks in time; ns of CPU time for each value that arrived, and its bytes. */
async function round(server: ValueServer): Promise<{ cpu: number; bytes: number; share: number }> {
  await ask({ ask: 'count', port: server.port });
  const [before, since] = [process.cpuUsage(), performance.now()];
  for (let k = 0; k < TICKS; k++) {
    server.publish(k);
    await wait(Math.max(0, since + (k + 1) * TICK_MS - performance.now()));
  }
  const { user, system } = process.cpuUsage(before);
  // What is still on its way counts too.
  await wait(100);
  const { frames, bytes } = await ask({ ask: 'count', port: server.port });
  if (frames === 0) throw new Error(`the run is void: nothing arrived from ${server.name}`);
  return {
    cpu: ((user + system) * 1000) / (frames * PORTS),
    bytes: bytes / (frames * PORTS),
    share: frames / TICKS,
  };
}

async function fanOut(clients: number): Promise<string> {
  const probe = await ourServer();
  await ask({ ask: 'open', port: probe.port, count: 1, subscribe: true });
  const { bytes } = await round(probe);
  probe.close();
  const servers = [await ourServer(), await jsonServer(), await bareServer(Math.round(bytes * PORTS))];
  for (const { port, subscribes } of servers) {
    await ask({ ask: 'open', port, count: clients, subscribe: subscribes });
  }
  for (const server of servers) await round(server);
  const costs = servers.map(() => [] as Awaited<ReturnType<typeof round>>[]);
  for (let k = 0; k < ROUNDS; k++) {
    for (const [i, server] of servers.entries()) costs[i]!.push(await round(server));
  }
  console.log(`\n${clients} clients: ns of CPU time a value that arrived, its bytes, share of the frames`);
  for (const [i, { name }] of servers.entries()) {
    const of = (what: 'cpu' | 'bytes' | 'share'): number => median(costs[i]!.map((cost) => cost[what]));
    const share = `${((100 * of('share')) / clients).toFixed(0)} %`;
    console.log(`  ${name.padEnd(16)} ${of('cpu').toFixed(1)}  ${of('bytes').toFixed(1)} B  ${share}`);
  }
  if (clients === 100) await slowClient(servers[0]!, median(costs[0]!.map(({ cpu }) => cpu)));
  for (const server of servers) server.close();
  const [ours, json, bare] = costs as [(typeof costs)[0], (typeof costs)[0], (typeof costs)[0]];
  return ratioLine({
    name: clients === 100 ? 'stream' : `stream-${clients}`,
    peer: json.map(({ cpu }, k) => cpu / ours[k]!.cpu),
    limit: ours.map(({ cpu }, k) => cpu / bare[k]!.cpu),
    ...(clients === 100 && { goalPeer: 10, goalLimit: 1.2 }),
  });
}

/** One of a hundred does not read any more: what that costs the others, and how much is kept for it. */
async function slowClient(server: ValueServer, before: number): Promise<void> {
  await ask({ ask: 'pause', port: server.port });
  const memory = process.memoryUsage().rss;
  for (let k = 0; k < 3; k++) await round(server);
  const { cpu } = await round(server);
  const kept = (process.memoryUsage().rss - memory) / 1024;
  console.log(
    `  one that does not read: ${(cpu / before).toFixed(2)}x the CPU time a value, ${kept.toFixed(0)} KiB more memory`,
  );
}

const lines: string[] = [];
for (const clients of CLIENTS) lines.push(await fanOut(clients));
console.log(`\n${lines.join('\n')}`);
readers.kill();
process.exit();
