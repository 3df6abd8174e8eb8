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

/** What goes through to a sum: readings of quality of service 0 and 1, objects of twenty tags, lists of fifty readings. */
export type Kind = 'qos0' | 'qos1' | 'tags' | 'list';

/** Names of the tags of an object. */
export const TAGS: readonly string[] = Array.from({ length: 20 }, (_, i) => `tag${i}`);

/** Somebody who takes readings from the broker, on topics of its own. */
export interface Taker {
  name: string;
  topic(kind: Kind | 'ws'): string;
  done(kind: Kind): Promise<Done>;
  /** Opens a WebSocket and calls back with each value that comes. */
  watch(heard: (value: number) => void): Promise<() => void>;
  stop(): Promise<void>;
}

/** The product's server as a user starts it: journal and history on. */
export async function ourTaker(url: string): Promise<Taker> {
  const server = await startServer('--no-editor', '--no-plant', '--mqtt', url);
  for (const qos of [0, 1] as const) await deploy(`qos${qos}`, countedTwin(qos));
  await deploy('tags', twentyTags());
  await deploy('list', countedTwin(0, LIST));
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
      return {
        cpu,
        count: (ports['count.count']?.value ?? 0) * (kind === 'tags' ? TAGS.length : 1),
        sum: ports['sum.out']?.value ?? 0,
      };
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
function countedTwin(qos: 0 | 1, more: object = { topic: `twinloom/qos${qos}`, qos }): object {
  const { nodes, edges } = typicalTwin('speed').document as {
    nodes: Record<string, { params: object }>;
    edges: string[];
  };
  nodes.speed!.params = { ...nodes.speed!.params, ...more };
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

const LIST = { topic: 'twinloom/list', readings: 'list', path: 'v', timePath: 't' };

/** Twenty sources on one topic, and what their values came to. */
function twentyTags(): object {
  const source = (path: string): object => ({
    type: 'sources/mqtt',
    params: { topic: 'twinloom/tags', path, unit: '1', staleAfter: 'never' },
  });
  const inputs = [...TAGS, 'before'];
  return {
    twinloom: 1,
    nodes: {
      ...Object.fromEntries(TAGS.map((tag) => [tag, source(tag)])),
      count: { type: 'transforms/count', params: { of: 'samples' } },
      all: { type: 'transforms/expression', params: { inputs, expression: inputs.join(' + ') } },
      sum: { type: 'transforms/gain', params: {} },
      before: { type: 'transforms/delay', params: { samples: 1, initial: 0 } },
    },
    edges: [
      ...TAGS.map((tag) => `${tag}.value -> all.${tag}`),
      'tag0.value -> count.in',
      'before.out -> all.before',
      'all.out -> sum.in',
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
