import { randomInt } from 'node:crypto';
import { resolve } from 'node:path';
import type { Plan, PlanSource } from '@twinloom/runtime/compile/plan';
import { Arrivals } from '@twinloom/runtime/run/arrivals';
import { layReadings, readAll } from '@twinloom/runtime/run/lay-readings';
import { Twin, type Emission } from '@twinloom/runtime/run/twin';
import { Pacer, type Timers } from '@twinloom/runtime/schedule/pacer';
import { pino } from 'pino';
import { readHttpHosts } from '../config.ts';
import { Connections } from '../connectors/connections.ts';
import type { ChannelFault } from '../connectors/http-polls.ts';
import type { Packet } from '../connectors/subscription-list.ts';
import { clockOrigin, monotonicClock } from '../host/monotonic-clock.ts';
import { Router } from '../host/router.ts';
import { tagOf } from '../host/tag.ts';
import { LiveOutlet } from './live-outlet.ts';
import type { RunFlags } from './read-run-flags.ts';
import { Recording } from './record-csv.ts';
import type { RowWriter } from './row-writer.ts';
import { sayFaults } from './say-faults.ts';
import { sayNotices } from './say-notices.ts';
import type { SetValue } from './set-values.ts';
import type { Resumed } from './snapshot-file.ts';

/** What a live run needs, read and found sound. */
export interface LiveRun {
  flags: RunFlags;
  plan: Plan;
  ports: number[];
  byHand: Record<string, SetValue>;
  resumed: Resumed | undefined;
}

const MICROS = 1e6;
const FLUSH_SECONDS = 0.5;
/** The longest a timer of the machine waits is 24 days. */
const LONGEST_TIMER_SECONDS = 86_400;
const MOST_SEED = 2 ** 31;

/** Runs a flow on the real clock with its real sources and sinks, until its time is over or somebody says stop. */
export async function runLive(
  run: LiveRun,
  writer: RowWriter | undefined,
): Promise<{ twin: Twin; end: number }> {
  const { flags, plan, byHand, resumed } = run;
  const now = monotonicClock(clockOrigin());
  const connections = await connect(run);
  const outlet = new LiveOutlet(flags.twin, connections);
  let recording: Recording | undefined;
  let end = Infinity;
  const options = {
    id: flags.twin,
    seed: flags.seed ?? randomInt(MOST_SEED),
    epoch: Math.floor(now()),
    onNotice: sayNotices((line) => console.error(`${flags.flow}: ${line}`)),
    onEmit: (emission: Emission) => outlet.send(emission, twin.epoch),
    onInstant: (at: Twin) => at.t <= end && recording?.take(at),
  };
  const twin: Twin = resumed ? Twin.restore(plan, resumed.snapshot, options) : new Twin(plan, options);
  const start = now() - twin.epoch;
  if (flags.for !== undefined) end = Math.round((start + flags.for) * MICROS) / MICROS;
  if (writer) recording = record(run, twin, writer, resumed ? start : undefined);
  const pacer = new Pacer(twin, timersOf(now));
  const arrivals = new Arrivals();
  const undo = listen(plan, connections, (sources, bytes, at) => {
    const heard = sources.map((source) => ({ source, reads: readAll(source, bytes) }));
    for (const inputs of layReadings(heard)) twin.deliver(arrivals.next(at - twin.epoch), inputs);
    pacer.wake();
  });
  if (Object.keys(byHand).length > 0) twin.set(start, byHand);
  pacer.wake();
  const flushing = setInterval(() => {
    const t = now() - twin.epoch;
    twin.advance(t, true);
    recording?.passTo(Math.min(t, end));
    void writer?.flush();
  }, FLUSH_SECONDS * 1000);
  const isOver = await stopped(flags.for, writer);
  clearInterval(flushing);
  pacer.close();
  for (const end of undo) end();
  if (!isOver) end = Math.round((now() - twin.epoch) * MICROS) / MICROS;
  twin.advance(end, true);
  recording?.finish(end);
  await connections.close();
  outlet.sayLost();
  return { twin, end };
}

function record(
  { flags, ports }: LiveRun,
  twin: Twin,
  writer: RowWriter,
  after: number | undefined,
): Recording {
  const { every, quality } = flags;
  return new Recording(twin, { ports, every, quality, after, write: (text) => writer.write(text) });
}

/** Reaches the broker of the flags where the flow speaks to one; URLs need no connection. */
async function connect({ flags: { live }, plan }: LiveRun): Promise<Connections> {
  const log = pino({ level: 'silent' });
  const httpHosts = readHttpHosts();
  const recordsDir = resolve('records');
  if (typeof live !== 'object' || !usesBroker(plan)) {
    return new Connections({ secret: () => undefined, httpHosts, recordsDir, log });
  }
  const { url, user, password } = splitCredentials(live.mqtt);
  const connections = new Connections({
    secret: () => password,
    httpHosts,
    recordsDir,
    log,
    onReport: sayChanges(url),
  });
  await connections.put('default', {
    protocol: 'mqtt',
    url,
    user,
    ...(password !== undefined && { secret: 'flag' }),
  });
  return connections;
}

function usesBroker({ sources, nodes }: Plan): boolean {
  const sinks = nodes.flatMap(({ definition: { send }, params }) => (send ? [send.address(params)] : []));
  return [...sources.map(({ address }) => address), ...sinks].some(({ protocol }) => protocol === 'mqtt');
}

/** Says once that a broker is away, however often it is tried, and that it is back. */
function sayChanges(url: string): (report: { status: string; says?: string }) => void {
  let last: string | undefined;
  return ({ status, says }) => {
    if (says !== undefined && says !== last) console.error(`twinloom run: ${says}`);
    if (last !== undefined && status === 'connected') console.error(`twinloom run: ${url} is back.`);
    if (says !== undefined || status === 'connected') last = says;
  };
}

function splitCredentials(text: string): { url: string; user?: string; password?: string } {
  const url = URL.parse(text);
  if (!url || (url.username === '' && url.password === '')) return { url: text };
  const user = decodeURIComponent(url.username);
  const password = decodeURIComponent(url.password);
  url.username = '';
  url.password = '';
  return { url: url.href, user, ...(password !== '' && { password }) };
}

/** One packet is one delivery to all the sources it feeds. */
function listen(
  plan: Plan,
  connections: Connections,
  deliver: (sources: readonly PlanSource[], bytes: Uint8Array, at: number) => void,
): (() => void)[] {
  const router = new Router<Plan>();
  router.add(plan, plan.sources);
  // One function for all addresses: an arriving packet calls it once.
  const heard = ({ connection, topic, bytes, at, acknowledge }: Packet): void => {
    for (const { sources } of router.targets(connection, topic)) deliver(sources, bytes, at);
    acknowledge?.();
  };
  const changes = new Map<string, (fault: string | undefined) => void>();
  const tell = ({ topic, says }: ChannelFault): void => {
    const change = changes.get(topic) ?? sayFaults(topic);
    changes.set(topic, change);
    change(says);
  };
  return plan.sources.flatMap(({ node, address }) => {
    if (address.protocol !== 'twin') return [connections.subscribe(address, heard, tell)];
    console.error(`${node}: nothing is heard of ${tagOf(address)}: no other twin runs here`);
    return [];
  });
}

function timersOf(now: () => number): Timers {
  return {
    now,
    after: (seconds, fire) => {
      const timer = setTimeout(fire, seconds * 1000);
      return () => clearTimeout(timer);
    },
  };
}

/** Resolves to true when the time is over; to false on Ctrl-C, when told to end, or when nobody reads any more. */
function stopped(seconds: number | undefined, writer: RowWriter | undefined): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  let timer: NodeJS.Timeout | undefined;
  const wait = (left: number): void => {
    const piece = Math.min(left, LONGEST_TIMER_SECONDS);
    timer = setTimeout(() => (left > piece ? wait(left - piece) : resolve(true)), piece * 1000);
  };
  if (seconds !== undefined) wait(seconds);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(false));
  writer?.onEnd(() => resolve(false));
  return promise.finally(() => clearTimeout(timer));
}
