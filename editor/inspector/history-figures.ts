import type { HistoryBody } from '@twinloom/runtime/protocol/bodies';
import { formatValue } from '@twinloom/runtime/signal/format-value';
import { BAD, GOOD } from '@twinloom/runtime/signal/quality';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import { inspectorWords } from '../words/inspector.ts';

/** What a recorded stretch comes to, in words: for the table below its chart. */
interface HistoryFigures {
  least: string;
  greatest: string;
  last: string;
  /** How much of what was recorded is bad; '' where nothing is. */
  bad: string;
}

/** Least, greatest and last good value of what was recorded of a port; undefined where no value of it is good. */
export function historyFigures(
  { unit, min, max, mean, quality }: HistoryBody,
  isBoolean: boolean,
): HistoryFigures | undefined {
  const [lows, highs, means] = [min, max, mean].map((column) => column.filter((value) => value !== null));
  const last = means?.at(-1);
  if (!lows?.length || !highs?.length || last === undefined) return undefined;
  const say = (value: number): string =>
    isBoolean ? (value === 0 ? 'false' : 'true') : `${formatValue(value)} ${formatUnit(unit)}`.trim();
  const bad = quality.filter((word) => word === 'bad').length;
  return {
    // A loop: of many samples there are more than a call takes arguments.
    least: say(lows.reduce((a, b) => Math.min(a, b))),
    greatest: say(highs.reduce((a, b) => Math.max(a, b))),
    last: say(last),
    bad: bad === 0 ? '' : inspectorWords.shareBad(Math.max(1, Math.round((100 * bad) / quality.length))),
  };
}

/** What was recorded of a port in a stretch, or, where it said nothing in it, the value that it said before and that stands since. */
export function withStanding(
  body: HistoryBody,
  from: number,
  standing: { value: number; t: number; quality: number; type: string },
): HistoryBody {
  const { value, t, quality, type } = standing;
  const stands = (type === 'number' || type === 'boolean') && quality < BAD && t > 0 && t <= from;
  if (body.t.length > 0 || !stands) return body;
  return {
    ...body,
    t: [from],
    min: [value],
    max: [value],
    mean: [value],
    quality: [quality === GOOD ? 'good' : 'uncertain'],
  };
}
