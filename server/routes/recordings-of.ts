import type { InputPolicy, StudyRequest } from '@twinloom/runtime/graph/scenario';
import { recordingName, type Recording } from '@twinloom/runtime/scenario/lay-inputs';
import { parseDuration } from '@twinloom/runtime/signal/quantity';
import type { Historian } from '../historian/historian.ts';
import { readMoment } from './read-moment.ts';

/** Most samples of one input that are replayed. */
const MOST_SAMPLES = 1_000_000;

/** What the inputs that a question replays said in the stretch they are replayed from, by the history of the twin. */
export function recordingsOf(
  history: Pick<Historian, 'rows'>,
  twin: string,
  { inputs, variants, horizon }: StudyRequest,
): Map<string, Recording> {
  const length = parseDuration(horizon);
  const all = [inputs ?? {}, ...Object.values(variants).map(({ inputs: own = {} }) => own)];
  const recorded = new Map<string, Recording>();
  for (const [name, policy] of all.flatMap((one) => Object.entries(one))) {
    const from = startOf(policy);
    if (policy.policy !== 'replay' || Number.isNaN(from) || 'problem' in length) continue;
    const key = recordingName(name, policy.from);
    if (!recorded.has(key)) recorded.set(key, recordingOf(history, twin, name, from, length.seconds));
  }
  return recorded;
}

function startOf(policy: InputPolicy): number {
  return policy.policy === 'replay' ? readMoment(String(policy.from)) : Number.NaN;
}

/** What one input said from a time on, s since 1970. */
export function recordingOf(
  history: Pick<Historian, 'rows'>,
  twin: string,
  name: string,
  from: number,
  seconds: number,
): Recording {
  const [times, values]: [number[], number[]] = [[], []];
  const port = name.includes('.') ? name : `${name}.value`;
  for (const piece of history.rows(twin, [port], { from, to: from + seconds }).pieces) {
    for (let i = 0; i < piece.times.length && times.length < MOST_SAMPLES; i++) {
      times.push(piece.times[i]! - from);
      values.push(piece.columns[0]!.values[i]!);
    }
  }
  return { times: Float64Array.from(times), values: Float64Array.from(values) };
}
