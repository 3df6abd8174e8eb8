import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { WebSocket } from 'ws';
import { Screen } from '../../fixtures/screen.ts';
import { startServer } from '../../fixtures/start-server.ts';
import { typicalTwin } from '../engine/flows.ts';

/** What a taker has done since it began. */
export interface Done {
  /** CPU time, ns. */
  cpu: number;
  count: number;
  sum: number;
}

/** Somebody who takes readings from the broker, on topics of its own. */
export interface Taker {
  name: string;
  topic(kind: 'qos0' | 'qos1' | 'ws'): string;
  done(kind: 'qos0' | 'qos1'): Promise<Done>;
  /** Opens a WebSocket and calls back with each value that comes. */
  watch(heard: (value: number) => void): Promise<() => void>;
  stop(): Promise<void>;
}

/** The product's server as a user starts it: journal and history on. */
export async function ourTaker(url: string): Promise<Taker> {
  const server = await startServer('--no-editor', '--no-plant', '--mqtt', url);
  for (const qos of [0, 1] as const) await deploy(`qos${qos}`, countedTwin(qos));
  await deploy('ws', wire);

  async function deploy(id: string, document: object): Promise<void> {
    await server.send('PUT', `/api/flows/${id}`, document);
    await server.send('POST', `/api/flows/${id}/deploy`, {});
    await server.send('PUT', `/api/twins/${id}`, { flow: id });
  }

  return {
    name: 'twinloom',
    topic: (kind) => `twinloom/${kind}`,
    async done(kind) {
      const metrics = await (await fetch(`${server.address}/metrics`)).text();
      const cpu = Number(/^twinloom_cpu_seconds_total (\S+)/m.exec(metrics)![1]) * 1e9;
      type State = { ports: Record<string, { value: number | null }> };
      const { ports } = await server.get<State>(`/api/twins/${kind}/state`);
      return { cpu, count: ports['count.count']?.value ?? 0, sum: ports['sum.out']?.value ?? 0 };
    },
    async watch(heard) {
      const screen = new Screen(server.address, 'ws');
      await screen.until(() => true);
      screen.onFrame = () => {
        const value = screen.values.get('seq.value');
        if (value !== undefined) heard(value);
      };
      return () => screen.close();
    },
    stop: () => server.stop(),
  };
}

/** The typical twin, and how many readings it had and what they came to. */
function countedTwin(qos: 0 | 1): object {
  const { nodes, edges } = typicalTwin('speed').document as {
    nodes: Record<string, { params: object }>;
    edges: string[];
  };
  nodes.speed!.params = { ...nodes.speed!.params, topic: `twinloom/qos${qos}`, qos };
  return {
    twinloom: 1,
    nodes: {
      ...nodes,
      count: { type: 'transforms/count', params: { of: 'samples' } },
      flag: {
        type: 'transforms/expression',
        params: { inputs: ['high', 'power', 'before'], expression: 'if(high, 1, 0) + power + before' },
      },
      sum: { type: 'transforms/gain', params: {} },
      before: { type: 'transforms/delay', params: { samples: 1, initial: 0 } },
    },
    edges: [
      ...edges,
      'speed.value -> count.in',
      'high.out -> flag.high',
      'power.out -> flag.power',
      'before.out -> flag.before',
      'flag.out -> sum.in',
      'sum.out -> before.in',
    ],
  };
}

const wire = {
  twinloom: 1,
  nodes: {
    seq: {
      type: 'sources/mqtt',
      params: { topic: 'twinloom/ws', path: 'seq', unit: '1', staleAfter: 'never' },
    },
  },
};

/** Node-RED, or the least program that does it. */
export async function peerTaker(who: 'node-red' | 'minimal', url: string): Promise<Taker> {
  const child = fork(join(import.meta.dirname, 'peers-child.ts'), [who, url]);
  const { port } = (await answerOf(child)) as { port: number };
  return {
    name: who === 'node-red' ? 'Node-RED' : 'minimal',
    topic: (kind) => `${who}/${kind}`,
    async done() {
      child.send('done');
      return (await answerOf(child)) as Done;
    },
    async watch(heard) {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/`);
      await once(socket, 'open');
      socket.on('message', (data: Buffer) => heard((JSON.parse(data.toString()) as { seq: number }).seq));
      return () => socket.terminate();
    },
    async stop() {
      child.kill();
      await once(child, 'exit');
    },
  };
}

async function answerOf(child: ChildProcess): Promise<unknown> {
  const [answer] = (await once(child, 'message')) as [unknown];
  return answer;
}
