import type { RandomStream } from '@twinloom/runtime/run/random-stream';

/** What arrives on a topic, and what an honest reader must make of it. */
export interface HostileSample {
  text: string;
  /** What the JSON has at `v`; absent = nothing, or no JSON at all. */
  value?: unknown;
  isJson: boolean;
  /** Time of the measurement that stands in it, s since 1970; `wrong` where it is no time, absent where there is none. */
  t?: number | 'wrong';
  sequence?: number;
}

/** What a publisher did last, for repetitions. */
export interface Publisher {
  t: number;
  n: number;
  last: HostileSample | undefined;
}

const HOUR = 3600;
const LAST_SECOND = 1e11;

/** JSON texts of values that nobody should send. */
const VALUES = [
  'NaN',
  'Infinity',
  '-Infinity',
  '1e308',
  '-1e308',
  '1.7976931348623157e308',
  '1e400',
  '-1e400',
  '5e-324',
  '-0',
  '0',
  '1e30',
  '-1e30',
  '1.0000001e30',
  '9007199254740993',
  'null',
  'true',
  'false',
  '"12"',
  '"text"',
  '""',
  '"NaN"',
  '"1e308"',
  '[]',
  '[1,2,3,4,5,6,7,8]',
  '[1,null,2]',
  '[1e308,-1e308,1e308]',
  '[1e400]',
  '{}',
  '{"values":[1,2,3,4],"spacing":0.01}',
  '{"values":[1,2,3,4],"spacing":0}',
  '{"values":[1,2,3,4],"spacing":-1}',
  '{"values":[1e29,-1e29,1e29,-1e29,1e29,-1e29,1e29,-1e29],"spacing":1e-300}',
  '{"values":[],"spacing":1}',
  '{"value":1,"unit":"[degF]"}',
  '{"a":1,"b":"x","c":null}',
  '{"a":1e308,"b":-1e308}',
  '{"__proto__":{"a":1},"constructor":{"prototype":1},"a":2}',
  '{"a":{"b":{"c":[1e400]}}}',
];

/** Whole messages that are not as agreed. */
const MESSAGES = [
  '',
  ' ',
  '{',
  '[]',
  'null',
  '0',
  '"',
  '\u0000',
  '{"v":}',
  '{"v":1',
  '\uFEFF{"v":1}',
  '<xml/>',
  'v=1',
];

/** JSON texts of times, with what they mean. */
const TIMES: readonly (readonly [text: string, t: number | 'wrong'])[] = [
  ['0', 0],
  ['-1', -1],
  ['"1970-01-01T00:00:00Z"', 0],
  ['"1969-12-31 23:59:59"', -1],
  ['1e308', 'wrong'],
  ['-1e308', 'wrong'],
  ['1e400', 'wrong'],
  ['null', 'wrong'],
  ['"now"', 'wrong'],
  ['"2024-13-45T99:99:99Z"', 'wrong'],
  ['true', 'wrong'],
  ['[]', 'wrong'],
];

/** The next thing a broken publisher sends at `now`, s since 1970. */
export function hostileSample(now: number, from: Publisher, chance: RandomStream): HostileSample {
  const below = (n: number): number => Math.floor(chance.uniform() * n);
  const of = <T>(list: readonly T[]): T => list[below(list.length)]!;
  if (from.last && below(8) === 0) return from.last;
  if (below(12) === 0) {
    const message = of(MESSAGES);
    return { text: message, ...readAs(message) };
  }
  const value = below(2) === 0 ? of(VALUES) : String(usual(below(5), chance));
  const time = timeAt(now, from, below(10), of(TIMES));
  const count = countAt(from, below(10));
  const parts = [
    `"v":${value}`,
    ...(time === undefined ? [] : [`"t":${time[0]}`]),
    ...(count === undefined ? [] : [`"n":${count}`]),
  ];
  if (below(4) === 0) parts.reverse();
  const text = `{${parts.join(',')}}`;
  const sample = { text, ...readAs(text, time?.[1], count) };
  from.last = sample;
  return sample;
}

/** What JSON makes of it, by the parser of the language alone. */
function readAs(text: string, t?: number | 'wrong', count?: string): Omit<HostileSample, 'text'> {
  try {
    const json = JSON.parse(text.replace(/^\uFEFF/, '')) as { v?: unknown };
    return {
      isJson: true,
      value: json.v,
      ...(t !== undefined && { t }),
      ...(count !== undefined && Number.isFinite(Number(count)) && { sequence: Number(count) }),
    };
  } catch {
    return { isJson: false };
  }
}

/** A number as it comes from a sensor, in whatever unit somebody set it to today. */
function usual(kind: number, chance: RandomStream): number {
  const value = 1 + 0.5 * chance.normal();
  const units = [value, value * 1000, value * 3.6, value + 273.15, value * 1e-6];
  return units[kind]!;
}

function timeAt(
  now: number,
  from: Publisher,
  kind: number,
  odd: readonly [text: string, t: number | 'wrong'],
): readonly [text: string, t: number | 'wrong'] | undefined {
  const at = (t: number): readonly [string, number] => [String(t), Math.abs(t) > LAST_SECOND ? t / 1000 : t];
  switch (kind) {
    case 0:
      return undefined;
    case 1:
      return odd;
    case 2:
      return at(from.t);
    case 3:
      return at(from.t - 2.5);
    case 4:
      return at(now + HOUR);
    case 5:
      return at(now - HOUR);
    case 6:
      return at(Math.round(now * 1000));
    default:
      from.t = now;
      return at(now);
  }
}

function countAt(from: Publisher, kind: number): string | undefined {
  switch (kind) {
    case 0:
      return undefined;
    case 1:
      return String(from.n);
    case 2:
      return String(from.n - 3);
    case 3:
      return '1e308';
    case 4:
      return '"7"';
    case 5:
      return '-0';
    default:
      return String(++from.n);
  }
}
