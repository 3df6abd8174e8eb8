import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requirePeer } from './peers.ts';

/** What of a Node-RED node the bench calls. */
interface RedNode {
  receive(message: { payload: unknown }): void;
}

interface Red {
  init(server: object, settings: object): void;
  start(): Promise<void>;
  stop(): Promise<void>;
  events: { once(event: string, heard: () => void): void };
  runtime: { flows: { setFlows(options: object): Promise<unknown> } };
  nodes: { getNode(id: string): RedNode | null };
}

/** A node of a flow file of Node-RED; without wires it is the settings of others. */
export type RedNodeConfig = { id: string; type: string; wires?: string[][] } & Record<string, unknown>;

/** Node-RED without editor and without HTTP, in this process. */
export interface NodeRed {
  /** Replaces all flows and waits until they run. */
  deploy(nodes: readonly RedNodeConfig[], tabs?: readonly string[]): Promise<void>;
  node(id: string): RedNode;
  stop(): Promise<void>;
}

/** Starts it; what `shared` holds its functions reach by `global.get`, its WebSockets wait at `server`. */
export async function startNodeRed(
  shared: Record<string, unknown> = {},
  server: Server = createServer(),
): Promise<NodeRed> {
  const red = requirePeer('node-red') as Red;
  const userDir = mkdtempSync(join(tmpdir(), 'twinloom-node-red-'));
  red.init(server, {
    userDir,
    httpAdminRoot: false,
    httpNodeRoot: false,
    functionGlobalContext: shared,
    logging: { console: { level: 'error', metrics: false, audit: false } },
    telemetry: { enabled: false },
    diagnostics: { enabled: false },
  });
  // Said once for the empty flows of the start: what is deployed before then is lost.
  const started = new Promise<void>((resolve) => red.events.once('flows:started', resolve));
  await red.start();
  await started;
  return {
    async deploy(nodes, tabs = ['tab']) {
      const running = new Promise<void>((resolve) => red.events.once('flows:started', resolve));
      const flows = [...tabs.map((id) => ({ id, type: 'tab', label: id })), ...nodes.map(onTab)];
      await red.runtime.flows.setFlows({ flows: { flows }, deploymentType: 'full' });
      await running;
    },
    node(id) {
      const node = red.nodes.getNode(id);
      if (!node) throw new Error(`Node-RED has no node ${id}`);
      return node;
    },
    async stop() {
      await red.stop();
      rmSync(userDir, { recursive: true, force: true });
    },
  };
}

/** Only what has wires lies on a tab: brokers and listeners belong to all. */
function onTab(node: RedNodeConfig): object {
  return node.wires ? { z: 'tab', name: '', x: 0, y: 0, ...node } : node;
}
