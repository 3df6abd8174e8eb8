import { setImmediate } from 'node:timers/promises';
import type { StudyRequest } from '@twinloom/runtime/graph/scenario';
import { recordingName, type Recording } from '@twinloom/runtime/scenario/lay-inputs';
import { parseDuration } from '@twinloom/runtime/signal/quantity';
import type { Historian } from '../historian/historian.ts';
import { readMoment } from './read-moment.ts';

/** About so many samples of one input are replayed at most. */
const MOST_SAMPLES = 1_000_000;

/** What the inputs that a question replays said in the stretch they are replayed from, by the history of the twin. */
export async function recordingsOf(
  history: Pick<Historian, 'rows'>,
  twin: string,
  { inputs, variants, horizon }: StudyRequest,
  now: number,
): Promise<Map<string, Recording | { problem: string }>> {
  const length = parseDuration(horizon);
  const all = [inputs ?? {}, ...Object.values(variants).map(({ inputs: own = {} }) => own)];
  const recorded = new Map<string, Recording | { problem: string }>();
  for (const [name, policy] of all.flatMap((one) => Object.entries(one))) {
    if (policy.policy !== 'replay' || 'problem' in length) continue;
    const key = recordingName(name, policy.from);
    const from = readMoment(String(policy.from));
    if (Number.isNaN(from)) recorded.set(key, { problem: `"${policy.from}" is no time` });
    else if (from >= now) recorded.set(key, { problem: 'the time it is replayed from lies in the future' });
    if (!recorded.has(key)) recorded.set(key, await recordingOf(history, twin, name, from, length.seconds));
  }
  return recorded;
}

/** What one input said from a time on, s since 1970; a piece at a time: what lives comes between. */
export async function recordingOf(
  history: Pick<Historian, 'rows'>,
  twin: string,
  name: string,
  from: number,
  seconds: number,
): Promise<Recording> {
  const [times, values]: [number[], number[]] = [[], []];
  const port = name.includes('.') ? name : `${name}.value`;
  for (const piece of history.rows(twin, [port], { from, to: from + seconds }).pieces) {
    for (let i = 0; i < piece.times.length; i++) {
      times.push(piece.times[i]! - from);
      values.push(piece.columns[0]!.values[i]!);
    }
    if (times.length >= MOST_SAMPLES) break;
    await setImmediate();
  }
  return { times: Float64Array.from(times), values: Float64Array.from(values) };
}
