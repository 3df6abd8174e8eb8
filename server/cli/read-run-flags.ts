import { parseDuration } from '@twinloom/runtime/signal/quantity';
import { parseCommand } from './parse-command.ts';

/** What `twinloom run` was told. Durations in s. */
export interface RunFlags {
  flow: string;
  twin: string;
  /** Broker of the connection `default` in live mode; `none` leaves it out; absent: simulated time. */
  live: { mqtt: string } | 'no-broker' | undefined;
  for: number | undefined;
  replay: string | undefined;
  /** `name=value` in the order given. */
  set: { name: string; value: string }[];
  /** Names of ports or nodes; empty = the default. */
  record: string[];
  every: number | undefined;
  quality: boolean;
  seed: number | undefined;
  out: string | undefined;
  snapshot: string | undefined;
  resume: string | undefined;
  stats: boolean;
}

type Problem = { problem: string };

const BROKER = 'mqtt://127.0.0.1:1883';
const BROKER_PROTOCOLS = new Set(['mqtt:', 'mqtts:', 'ws:', 'wss:']);
const SHORTEST_EVERY = 1e-6;

const OPTIONS = {
  live: { type: 'boolean' },
  mqtt: { type: 'string' },
  broker: { type: 'string' },
  for: { type: 'string' },
  replay: { type: 'string' },
  set: { type: 'string', multiple: true },
  twin: { type: 'string' },
  record: { type: 'string', multiple: true },
  every: { type: 'string' },
  quality: { type: 'boolean' },
  seed: { type: 'string' },
  out: { type: 'string' },
  snapshot: { type: 'string' },
  resume: { type: 'string' },
  stats: { type: 'boolean' },
} as const;

/** Reads the flags of `twinloom run`; what is wrong with them is one line that says got and expected. */
export function readRunFlags(args: readonly string[]): RunFlags | Problem {
  const parsed = parseCommand(args, OPTIONS);
  if ('problem' in parsed) return parsed;
  const { values, positionals } = parsed;
  const [flow] = positionals;
  if (flow === undefined || positionals.length > 1) {
    return { problem: `expected one flow file, got ${positionals.join(', ') || 'none'}.` };
  }
  const numbers = readNumbers(values);
  if ('problem' in numbers) return numbers;
  const live = readLive(values);
  if (typeof live === 'object' && 'problem' in live) return live;
  const set = readSets(values.set ?? []);
  if ('problem' in set) return set;
  const record = (values.record ?? []).flatMap((list) => list.split(',')).map((name) => name.trim());
  const problem = whyNotTogether(values, record);
  if (problem !== undefined) return { problem };
  const { replay, out, snapshot, resume } = values;
  return {
    flow,
    twin: values.twin ?? 'twin',
    live,
    ...numbers,
    replay,
    set,
    record: [...new Set(record)],
    quality: values.quality === true,
    out: out === '-' ? undefined : out,
    snapshot,
    resume,
    stats: values.stats === true,
  };
}

type Values = {
  [K in keyof typeof OPTIONS]?: (typeof OPTIONS)[K]['type'] extends 'boolean'
    ? boolean
    : K extends 'set' | 'record'
      ? string[]
      : string;
};

function readNumbers(values: Values): Pick<RunFlags, 'for' | 'every' | 'seed'> | Problem {
  const duration = values.for === undefined ? undefined : readSeconds('--for', values.for, 0);
  if (typeof duration === 'object') return duration;
  const every = values.every === undefined ? undefined : readSeconds('--every', values.every, SHORTEST_EVERY);
  if (typeof every === 'object') return every;
  const { seed } = values;
  if (seed !== undefined && !(/^\d+$/.test(seed) && Number.isSafeInteger(Number(seed)))) {
    return { problem: `--seed ${seed}: expected a whole number from 0.` };
  }
  return { for: duration, every, seed: seed === undefined ? undefined : Number(seed) };
}

function readSeconds(flag: string, text: string, least: number): number | Problem {
  const parsed = parseDuration(text);
  const seconds = 'seconds' in parsed ? parsed.seconds : Number.NaN;
  if (Number.isFinite(seconds) && seconds >= least) return seconds;
  return {
    problem: `${flag} ${text}: expected a duration such as 100ms, "5 s", 2min, 1h or a number of seconds.`,
  };
}

function readLive({ live, mqtt, broker }: Values): RunFlags['live'] | Problem {
  if (live !== true) {
    const stray = mqtt === undefined ? (broker === undefined ? undefined : '--broker') : '--mqtt';
    return stray === undefined
      ? undefined
      : { problem: `${stray} goes with --live: without it nothing is connected.` };
  }
  if (broker !== undefined && broker !== 'none') {
    return { problem: `--broker ${broker}: expected none; a broker is named with --mqtt URL.` };
  }
  if (broker === 'none')
    return mqtt === undefined ? 'no-broker' : { problem: '--mqtt and --broker none exclude each other.' };
  if (mqtt !== undefined && !BROKER_PROTOCOLS.has(URL.parse(mqtt)?.protocol ?? '')) {
    return { problem: `--mqtt ${mqtt}: expected the URL of a broker, such as ${BROKER}.` };
  }
  return { mqtt: mqtt ?? BROKER };
}

function readSets(texts: readonly string[]): RunFlags['set'] | Problem {
  const sets: RunFlags['set'] = [];
  for (const text of texts) {
    const equals = text.indexOf('=');
    if (equals < 1) return { problem: `--set ${text}: expected name=value.` };
    sets.push({ name: text.slice(0, equals).trim(), value: text.slice(equals + 1).trim() });
  }
  return sets;
}

function whyNotTogether(values: Values, record: readonly string[]): string | undefined {
  for (const flag of ['twin', 'replay', 'out', 'snapshot', 'resume'] as const) {
    if (values[flag] === '') return `--${flag}: expected a value, got an empty text.`;
  }
  if (/[+#/\s]/.test(values.twin ?? ''))
    return `--twin ${values.twin}: expected an id without blanks, / + and #.`;
  if (record.includes('')) return '--record: expected node.port, got an empty name.';
  if (values.live === true && values.replay !== undefined) {
    return '--live and --replay exclude each other: live sources speak for themselves.';
  }
  if (values.live !== true && values.for === undefined && values.replay === undefined) {
    return '--for is missing: say how long to run, such as --for 60s (or give --replay CSV, or --live).';
  }
  return undefined;
}
