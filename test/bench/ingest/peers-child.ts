import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { connectAsync } from 'mqtt';
import { WebSocketServer } from 'ws';
import { startNodeRed, type RedNodeConfig } from '../peers/node-red.ts';
import { TAGS } from './takers.ts';
import { typicalHand } from './typical-hand.ts';

/*
 * What takes readings from a broker, in a process of its own: `peers-child.ts node-red|minimal BROKER`. Topics WHO/qos0 and WHO/qos1 go through
 * the typical twin, WHO/list too, element by element, WHO/tags tag by tag straight to the sum, WHO/ws to all WebSockets. Asked by any word it answers with its CPU time, how many went through, and their sum.
 */

const [who, url] = process.argv.slice(2) as [string, string];
let [count, sum] = [0, 0];
const sink = (value: number): void => {
  count++;
  sum += value;
};

const SMOOTH = `const ring = context.get('ring') || { values: [], at: 0 };
ring.values[ring.at] = msg.payload;
ring.at = (ring.at + 1) % 10;
context.set('ring', ring);
msg.payload = ring.values.reduce((sum, value) => sum + value, 0) / ring.values.length;
return msg;`;
const REST = `const a = msg.payload;
global.get('sink')((a > 28 ? 1 : 0) + a * a * 0.02 + 1.5 * a + 4);
return null;`;

const http = createServer().listen(0, '127.0.0.1');
await once(http, 'listening');
await (who === 'node-red' ? nodeRed() : minimal());
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send!({ cpu: (user + system) * 1000, count, sum });
});
process.send!({ port: (http.address() as AddressInfo).port });

async function minimal(): Promise<void> {
  const twin = typicalHand();
  const sockets = new WebSocketServer({ server: http, perMessageDeflate: false });
  const client = await connectAsync(url);
  client.on('message', (topic, bytes) => {
    if (topic === 'minimal/ws') {
      const text = bytes.toString();
      for (const socket of sockets.clients) socket.send(text);
    } else if (topic === 'minimal/tags') {
      const tags = JSON.parse(bytes.toString()) as Record<string, number>;
      for (const tag of TAGS) sink(tags[tag]!);
    } else if (topic === 'minimal/list') {
      for (const { v } of JSON.parse(bytes.toString()) as { v: number }[]) sink(twin(v));
    } else sink(twin((JSON.parse(bytes.toString()) as { speed: number }).speed));
  });
  await client.subscribeAsync(
    ['qos0', 'tags', 'list', 'ws'].map((kind) => `minimal/${kind}`),
    { qos: 0 },
  );
  await client.subscribeAsync('minimal/qos1', { qos: 1 });
}

async function nodeRed(): Promise<void> {
  const red = await startNodeRed({ sink }, http);
  const { hostname, port } = new URL(url);
  const broker: RedNodeConfig = {
    id: 'broker',
    type: 'mqtt-broker',
    broker: hostname,
    port,
    clientid: '',
    autoConnect: true,
    usetls: false,
    protocolVersion: '4',
    keepalive: '60',
    cleansession: true,
  };
  await red.deploy([
    broker,
    mqttIn('qos0', 0, 'json'),
    mqttIn('qos1', 1, 'json'),
    pick('pick', 'speed', 'scale'),
    range('scale', ['0', '100', '3', '53'], 'scale', 'limit'),
    range('limit', ['10', '45', '10', '45'], 'clamp', 'smooth'),
    func('smooth', SMOOTH, ['rest']),
    func('rest', REST, []),
    mqttIn('tags', 0, 'json', TAGS),
    ...TAGS.map((tag) => pick(tag, tag, 'add')),
    func('add', "global.get('sink')(msg.payload);", []),
    mqttIn('list', 0, 'json', ['split']),
    { id: 'split', type: 'split', arraySplt: 1, arraySpltType: 'len', wires: [['pick-v']] },
    pick('pick-v', 'v', 'scale'),
    mqttIn('ws', 0, 'utf8', ['out']),
    { id: 'listener', type: 'websocket-listener', path: '/', wholemsg: 'false' },
    { id: 'out', type: 'websocket out', server: 'listener', client: '', wires: [] },
  ]);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
}

function pick(id: string, name: string, to: string): RedNodeConfig {
  const rule = { t: 'set', p: 'payload', pt: 'msg', to: `payload.${name}`, tot: 'msg' };
  return { id, type: 'change', rules: [rule], wires: [[to]] };
}

function mqttIn(
  name: string,
  qos: number,
  datatype: string,
  to: readonly string[] = ['pick'],
): RedNodeConfig {
  return {
    id: `in-${name}`,
    type: 'mqtt in',
    topic: `node-red/${name}`,
    qos: String(qos),
    datatype,
    broker: 'broker',
    inputs: 0,
    wires: [[...to]],
  };
}

function range(
  id: string,
  [minin, maxin, minout, maxout]: string[],
  action: string,
  to: string,
): RedNodeConfig {
  return {
    id,
    type: 'range',
    minin,
    maxin,
    minout,
    maxout,
    action,
    round: false,
    property: 'payload',
    wires: [[to]],
  };
}

function func(id: string, code: string, wires: string[]): RedNodeConfig {
  return {
    id,
    type: 'function',
    func: code,
    outputs: 1,
    timeout: 0,
    noerr: 0,
    initialize: '',
    finalize: '',
    libs: [],
    wires: [wires],
  };
}
