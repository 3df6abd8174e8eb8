import { parseArgs } from 'node:util';
import { parseDuration } from '@twinloom/runtime/signal/quantity';

/** Everything the server is told from outside; nothing else reads flags or the environment. */
export interface Config {
  /** TCP port of the page and the API; 0 = any free one. */
  port: number;
  host: string;
  /** Folder of the database, created when absent. */
  dataDir: string;
  /** A broker to use in place of the embedded one. */
  mqttUrl?: string;
  /** Port of the embedded broker; absent = 1883 or any free one. */
  mqttPort?: number;
  /** Whether the example plant runs as a process of its own. */
  plant: boolean;
  /** Whether to open the page in a browser. */
  open: boolean;
  /** Whether to build and serve the editor; `pnpm dev` serves it by itself. */
  editor: boolean;
  logLevel: string;
  /** How long samples and seconds of the history are kept, s, and how much all may take, bytes. */
  history: { samples: number; seconds: number; bytes: number };
  /** Share of the disk from which on history is not recorded any more, 0 to 1. */
  diskLimit: number;
  /** Hosts that HTTP nodes may speak to, from `TWINLOOM_HTTP_HOSTS`; absent = all but link-local and metadata addresses, which none may. */
  httpHosts?: readonly string[];
  /** A secret by its name, from `TWINLOOM_SECRET_<NAME>`: upper case, `-` and `.` as `_`. */
  secret(name: string): string | undefined;
}

export type ReadConfig = { config: Config } | { problem: string };

type Environment = Readonly<Record<string, string | undefined>>;

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '::1']);
const BROKER_PROTOCOLS = new Set(['mqtt:', 'mqtts:', 'ws:', 'wss:']);
const LEAST_KEEPING = 3_600;
const LEAST_BYTES = 1e7;
const BYTES: Readonly<Record<string, number>> = { MB: 1e6, GB: 1e9, TB: 1e12 };
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/** Reads the flags of `twinloom start` and the environment; a wrong flag is one line that says got and expected. */
export function readConfig(args: readonly string[], environment: Environment = process.env): ReadConfig {
  const flags = readFlags(args);
  if ('problem' in flags) return flags;
  const { values } = flags;
  const port = readPort('--port', values.port ?? '4280');
  if (typeof port === 'string') return { problem: port };
  const mqttPort =
    values['mqtt-port'] === undefined ? undefined : readPort('--mqtt-port', values['mqtt-port']);
  if (typeof mqttPort === 'string') return { problem: mqttPort };
  const host = (values.host ?? '127.0.0.1').replace(/^\[|\]$/g, '');
  if (!LOOPBACK.has(host)) {
    return {
      problem: `--host ${host}: Twinloom has no users and no TLS yet, so it listens to this machine only (127.0.0.1, localhost or ::1).`,
    };
  }
  const mqttUrl = values.mqtt;
  if (mqttUrl !== undefined && !isBrokerUrl(mqttUrl)) {
    return {
      problem: `--mqtt ${mqttUrl.replace(/\/\/.*@/s, '//…@')}: expected the URL of a broker, such as mqtt://127.0.0.1:1883.`,
    };
  }
  if (mqttUrl !== undefined && mqttPort !== undefined) {
    return {
      problem: '--mqtt and --mqtt-port exclude each other: the embedded broker does not run beside --mqtt.',
    };
  }
  if (values.data === '') return { problem: '--data: expected a folder, got an empty text.' };
  const logLevel = environment.TWINLOOM_LOG ?? 'warn';
  if (!LOG_LEVELS.includes(logLevel)) {
    return { problem: `TWINLOOM_LOG=${logLevel}: expected one of ${LOG_LEVELS.join(', ')}.` };
  }
  const kept = readKept(values);
  if ('problem' in kept) return kept;
  const httpHosts = readHttpHosts(environment);
  return {
    config: {
      port,
      host,
      dataDir: values.data ?? '.twinloom',
      ...(mqttUrl !== undefined && { mqttUrl }),
      ...(mqttPort !== undefined && { mqttPort }),
      plant: values['no-plant'] !== true,
      open: values.open === true,
      editor: values['no-editor'] !== true,
      logLevel,
      ...kept,
      ...(httpHosts && { httpHosts }),
      secret: (name) => environment[secretVariable(name)],
    },
  };
}

/** `TWINLOOM_HTTP_HOSTS`: names parted by commas, each `host`, `host:port` or `*.domain`; empty = none at all, absent = no such limit. */
export function readHttpHosts(environment: Environment = process.env): readonly string[] | undefined {
  const text = environment.TWINLOOM_HTTP_HOSTS;
  return text
    ?.split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '');
}

/** The variable a secret's value is read from. */
export function secretVariable(name: string): string {
  return `TWINLOOM_SECRET_${name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}`;
}

/** Its user and password are read from their percent signs. */
function isBrokerUrl(text: string): boolean {
  const url = URL.parse(text);
  if (!url || !BROKER_PROTOCOLS.has(url.protocol)) return false;
  try {
    decodeURIComponent(url.username + url.password);
    return true;
  } catch {
    return false;
  }
}

function readFlags(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        host: { type: 'string' },
        data: { type: 'string' },
        mqtt: { type: 'string' },
        'mqtt-port': { type: 'string' },
        'no-plant': { type: 'boolean' },
        'no-editor': { type: 'boolean' },
        open: { type: 'boolean' },
        'keep-samples': { type: 'string' },
        'keep-seconds': { type: 'string' },
        'history-size': { type: 'string' },
        'disk-limit': { type: 'string' },
      },
      strict: true,
      allowPositionals: false,
    });
  } catch (error) {
    const says = error instanceof Error ? error.message : String(error);
    return { problem: says.split(/\.? *\n|\. /)[0] ?? says };
  }
}

/** What the flags say of the history; defaults: samples for a day, seconds for 30, 5 GB, up to 90 % of the disk. */
function readKept(
  values: Readonly<Record<string, string | boolean | undefined>>,
): Pick<Config, 'history' | 'diskLimit'> | { problem: string } {
  const [samples, seconds] = [
    readKeeping('--keep-samples', values['keep-samples'] ?? '1 d'),
    readKeeping('--keep-seconds', values['keep-seconds'] ?? '30 d'),
  ];
  if (typeof samples === 'string') return { problem: samples };
  if (typeof seconds === 'string') return { problem: seconds };
  const size = String(values['history-size'] ?? '5 GB');
  const [, digits, unit = ''] = /^(\d+(?:\.\d+)?) ?(MB|GB|TB)$/i.exec(size) ?? [];
  const bytes = Number(digits) * (BYTES[unit.toUpperCase()] ?? Number.NaN);
  if (!(bytes >= LEAST_BYTES))
    return { problem: `--history-size ${size}: expected a size of 10 MB or more, such as 500MB or 5GB.` };
  const percent = String(values['disk-limit'] ?? '90');
  const diskLimit = /^\d+(\.\d+)?$/.test(percent) ? Number(percent) / 100 : Number.NaN;
  if (!(diskLimit >= 0.1 && diskLimit <= 1))
    return { problem: `--disk-limit ${percent}: expected per cent of the disk from 10 to 100.` };
  return { history: { samples, seconds, bytes }, diskLimit };
}

function readKeeping(flag: string, text: string | boolean): number | string {
  const read = parseDuration(String(text));
  return 'seconds' in read && read.seconds >= LEAST_KEEPING
    ? read.seconds
    : `${flag} ${text}: expected a duration of an hour or more, such as 12h or 30d.`;
}

function readPort(flag: string, text: string): number | string {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  return port <= 65_535 ? port : `${flag} ${text}: expected a port from 0 (any free one) to 65535.`;
}
