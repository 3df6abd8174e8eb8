import { join } from 'node:path';
import { catalog } from '@twinloom/nodes/catalog';
import { describeCatalog, descriptorsOf } from '@twinloom/runtime/node/catalog';
import type { FastifyBaseLogger } from 'fastify';
import type { Config } from './config.ts';
import { Connections } from './connectors/connections.ts';
import { startBroker } from './connectors/embedded-broker.ts';
import { realTimers } from './connectors/real-timers.ts';
import { Historian } from './historian/historian.ts';
import { AlarmDesk } from './host/alarm-desk.ts';
import { CrashRecord } from './host/crash-record.ts';
import { openJournal } from './host/open-journal.ts';
import { PastDesk } from './host/past-desk.ts';
import { AheadDesk } from './host/ahead-desk.ts';
import { StudyDesk } from './host/study-desk.ts';
import { HostPool } from './host/host-pool.ts';
import { settleDebts } from './host/settle-debts.ts';
import { serverAlarm } from './host/server-alarm.ts';
import type { Stand } from './host/twin-stands.ts';
import { TableShelf } from './host/table-shelf.ts';
import { openLetterStore } from './outbox/letter-store.ts';
import manifest from './package.json' with { type: 'json' };
import { createApi } from './routes/api.ts';
import { createTurns } from './routes/in-turn.ts';
import type { Api, Parts, Plants } from './routes/parts.ts';
import { recordingOf } from './routes/recordings-of.ts';
import { awaitTwins, startTwins } from './routes/start-twins.ts';
import { listAlarms, writeAlarm } from './storage/alarms.ts';
import { Assets } from './storage/assets.ts';
import { listConnections } from './storage/connections.ts';
import { diskUse as askDisk, DiskWatch } from './storage/disk-watch.ts';
import { openStorage } from './storage/open-storage.ts';
import { readLeftState, writeLeftState } from './storage/left-states.ts';
import { readIdentity } from './storage/identity.ts';
import { Hub } from './stream/hub.ts';

/** A server that is built and not yet reached by anyone. */
export interface App {
  api: Api;
  parts: Parts;
  /** The broker of the connection `default`. */
  broker: { url: string; embedded: boolean };
  /** Opens the port of the configuration or another; the address, or one line about why not. */
  listen(otherPort?: number): Promise<{ address: string } | { problem: Problem }>;
  /** Starts the deployed twins again, then connects. Whoever asks meanwhile is told which do not run yet; changes wait. */
  run(): Promise<void>;
  close(): Promise<void>;
}

/** Something outside that keeps the server from starting, and what to do. */
export interface Problem {
  says: string;
  remedy: string;
}

export interface AppSurroundings {
  log: FastifyBaseLogger;
  editorDir?: string;
  examplesDir?: string;
  /** Makes what runs the examples' plants, which speak to this broker. */
  createPlants?: (brokerUrl: string) => Plants;
  /** How much of the disk of a folder is used, 0 to 1; tests say it. */
  diskUse?: (folder: string) => Promise<number>;
}

/** Name under which the password of `--mqtt mqtt://user:password@host` is kept, in memory only. */
const FLAG_SECRET = 'mqtt-flag';

/** Builds everything of a configuration: storage, broker, connections, host, hub, routes. */
export async function buildApp(
  config: Config,
  { log, editorDir, examplesDir, createPlants, diskUse = askDisk }: AppSurroundings,
): Promise<App | { problem: Problem }> {
  // Its thread starts while the storage is opened.
  const opening = config.mqttUrl === undefined ? openBroker(config.mqttPort) : undefined;
  const opened = await openStorage(config.dataDir);
  const embedded = await opening;
  if ('problem' in opened) {
    if (embedded && !('problem' in embedded)) await embedded.close();
    return opened;
  }
  const { storage } = opened;

  if (embedded && 'problem' in embedded) {
    await storage.destroy();
    return embedded;
  }
  const brokerUrl = config.mqttUrl ?? embedded?.url ?? '';
  const { url, user, password } = splitCredentials(brokerUrl);

  const letters = await openLetterStore(join(config.dataDir, 'outbox'));
  for (const path of letters.damaged)
    log.warn({ path }, `${path} is damaged: what waited to be sent behind the damage was left out`);
  let outboxFault: string | undefined;
  const connections = new Connections({
    secret: (name: string) => (name === FLAG_SECRET ? password : config.secret(name)),
    ...(config.httpHosts && { httpHosts: config.httpHosts }),
    recordsDir: join(config.dataDir, 'records'),
    letters,
    onOutboxFault: (says) => {
      if (says !== outboxFault) log.warn(says ?? 'what waits to be sent is written again');
      outboxFault = says;
    },
    identity: await readIdentity(config.dataDir),
    log,
  });
  const hub = new Hub();
  const assets = new Assets(config.dataDir);
  const shelf = new TableShelf(assets, descriptorsOf(catalog));
  let lastAlarm: Promise<unknown> = Promise.resolve();
  const alarms = new AlarmDesk({
    timers: realTimers,
    alarms: await listAlarms(storage),
    keep: (key, alarm, event) => {
      lastAlarm = lastAlarm
        .then(() => writeAlarm(storage, key, alarm, event))
        .catch((error: unknown) => log.warn({ error }, 'an alarm is not written down'));
    },
  });
  alarms.take(serverAlarm('journal', false, realTimers.now()));
  const { journal, recovered, health } = await openJournal(config.dataDir, storage, log, {
    onCommit: () => host.committed(),
    preamble: () => host.preamble(),
    onFault: (says) => alarms.take(serverAlarm('journal', says !== undefined, realTimers.now())),
  });
  const historian = openHistorian(config, log);
  if ('problem' in historian) {
    await Promise.all([journal.close(), connections.close(), embedded?.close()]);
    await storage.destroy();
    return historian;
  }
  const { history } = historian;
  const disk = new DiskWatch({
    timers: realTimers,
    measure: () => diskUse(config.dataDir),
    limit: config.diskLimit,
    onChange: (isAlmostFull, use) => {
      if (isAlmostFull) history.pause();
      else history.resume();
      const reading = { value: Math.round(use * 100), unit: '%' };
      alarms.take(serverAlarm('disk', isAlmostFull, realTimers.now(), reading));
    },
  });
  // From here on flows run: an end before this has nothing to do with them.
  const crashes = new CrashRecord(config.dataDir, Date.now() / 1000);
  const ahead = new AheadDesk({
    dataDir: config.dataDir,
    recorded: (twin, port, from, to) => recordingOf(history, twin, port, from, to - from),
    log,
  });
  const host: HostPool = new HostPool({
    hub,
    connections,
    log,
    journal,
    recovered: settleDebts(recovered, letters.lastSequences, connections, journal),
    history,
    alarms,
    ahead,
    leftStates: {
      write: (twin, left) => {
        const key = { twin, version: left.version, t: Date.now() / 1000 };
        writeLeftState(storage, key, left).catch((error: unknown) =>
          log.warn({ error, twin }, 'the state of a version is not kept'),
        );
      },
      read: async (twin, version) => (await readLeftState(storage, twin, version)) as Stand | undefined,
    },
    tables: (document) => shelf.tablesFor(document),
    watch: (busy) => crashes.noteBusy(busy),
  });
  // A page asks what is wrong with its draft as soon as it shows it.
  if (editorDir !== undefined) host.openBench();
  const studies = await StudyDesk.open({ storage, log });
  const past = new PastDesk({ dataDir: config.dataDir, timers: realTimers });
  const parts: Parts = {
    version: manifest.version,
    catalog: JSON.stringify(describeCatalog(catalog)),
    dataDir: config.dataDir,
    storage,
    studies,
    past,
    assets,
    host,
    hub,
    connections,
    records: connections.records,
    journal,
    journalHealth: health,
    alarms,
    history,
    outboxHealth: () => outboxFault,
    historyHealth: historian.health,
    diskHealth: () => disk.says,
    plants: createPlants?.(brokerUrl),
    editorDir,
    examplesDir,
    failures: new Map(),
    starting: new Set(),
    noteDeployed: (flow) => crashes.noteDeployed(flow),
    now: () => Date.now() / 1000,
    inTurn: createTurns(),
  };
  let port = config.port;
  await awaitTwins(parts);
  const api = await createApi(parts, () => port, log);

  return {
    api,
    parts,
    broker: { url, embedded: embedded !== undefined },
    async listen(wanted = config.port) {
      try {
        const bound = await api.listen({ port: wanted, host: config.host });
        port = Number(new URL(bound).port) || wanted;
      } catch (error) {
        return { problem: problemOfListening(config.host, wanted, error) };
      }
      const name = config.host.includes(':') ? `[${config.host}]` : config.host;
      return { address: `http://${name}:${port}` };
    },
    async run() {
      await parts.inTurn(() => startTwins(parts, crashes.held));
      crashes.noteUp();
      // After the twins: what a broker kept for them comes with the connection.
      await connections.put('default', {
        protocol: 'mqtt',
        url,
        user,
        ...(password && { secret: FLAG_SECRET }),
      });
      for (const { id, settings } of await listConnections(storage)) {
        const isOverruled = id === 'default' && config.mqttUrl !== undefined;
        if (!isOverruled) await connections.put(id, settings);
      }
    },
    async close() {
      hub.close();
      await api.close();
      await studies.close();
      past.close();
      ahead.close();
      await host.close();
      disk.close();
      await journal.close();
      history.close();
      alarms.close();
      await lastAlarm;
      await connections.close();
      await embedded?.close();
      await storage.destroy();
      crashes.close();
    },
  };
}

/** The history of a data folder, and what is wrong with it (undefined = nothing). */
function openHistorian(
  { dataDir, history: limits }: Config,
  log: Pick<FastifyBaseLogger, 'warn'>,
): { history: Historian; health: () => string | undefined } | { problem: Problem } {
  const folder = join(dataDir, 'history');
  let fault: string | undefined;
  const onFault = (says: string | undefined): void => {
    if (says !== fault) log.warn(says ?? 'history is recorded again');
    fault = says;
  };
  try {
    return { history: new Historian({ folder, timers: realTimers, limits, onFault }), health: () => fault };
  } catch (error) {
    return {
      problem: {
        says: `the history in ${folder} cannot be opened (${reasonOf(error)})`,
        remedy: 'Make room there, or give this user the right to write, and start again.',
      },
    };
  }
}

async function openBroker(port: number | undefined) {
  try {
    return await startBroker({ port });
  } catch (error) {
    return {
      problem: {
        says: `the embedded broker cannot take port ${port ?? 1883} (${reasonOf(error)})`,
        remedy: 'Choose another with --mqtt-port N, or use a broker of your own with --mqtt URL.',
      },
    };
  }
}

function problemOfListening(host: string, port: number, error: unknown): Problem {
  const { code } = error as { code?: string };
  if (code === 'EADDRINUSE') {
    return {
      says: `port ${port} is taken`,
      remedy: 'Stop what runs there, or use another with --port N (0 takes any free one).',
    };
  }
  if (code === 'EACCES') {
    return {
      says: `port ${port} may not be opened by this user`,
      remedy: 'Use one above 1023 with --port N.',
    };
  }
  return {
    says: `${host}:${port} cannot be opened (${reasonOf(error)})`,
    remedy: 'Use another with --port N.',
  };
}

/** User and password leave the URL, which is shown. */
function splitCredentials(brokerUrl: string): { url: string; user?: string; password?: string } {
  const url = URL.parse(brokerUrl);
  if (!url || (url.username === '' && url.password === '')) return { url: brokerUrl };
  const user = decodeURIComponent(url.username);
  const password = decodeURIComponent(url.password);
  url.username = '';
  url.password = '';
  return { url: url.href, user, ...(password !== '' && { password }) };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
