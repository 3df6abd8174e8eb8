import type { DecodeList, Decoded, Once } from '@twinloom/runtime/node/definition';
import { decodeElement, isPrimitive, LARGEST_BYTES, readText, type Reading } from './decode-reading.ts';
import { describeJson } from './describe-json.ts';
import { readAtPath } from './read-at-path.ts';
import { readTime } from './read-time.ts';

/** Each is an instant: a list that takes longer would keep all others waiting. */
const MOST_READINGS = 5_000;

interface ListReading extends Reading {
  readings: 'one' | 'list';
  listPath?: string;
}

/** Reads a list of readings; undefined where one is expected. */
export function listOfReadings(p: ListReading): DecodeList | undefined {
  return p.readings === 'list' ? (bytes, once) => decodeList(bytes, p, once) : undefined;
}

/**
 * Every reading of a list, the oldest first; of equal times in the order of the list. One that cannot be read is a problem that names its place,
 * at its time where it has one, and the others count. Where times are expected, one without is wrong: it did not come just now. Nothing throws.
 */
function decodeList(bytes: Uint8Array, p: ListReading, once?: Once): readonly Decoded[] {
  if (bytes.byteLength > LARGEST_BYTES)
    return [{ problem: `expected at most 1 MB, got ${bytes.byteLength} bytes` }];
  const { text, json } = once && isPrimitive(p.type) ? once(readText) : readText(bytes);
  if (!json) return [{ problem: `expected JSON with a list of readings, got ${describeJson(text)}` }];
  const found = p.listPath ? readAtPath(json.value, p.listPath) : json;
  if ('problem' in found) return [found];
  const list = found.value;
  const at = p.listPath ? ` at ${p.listPath}` : '';
  if (!Array.isArray(list))
    return [{ problem: `expected a list of readings${at}, got ${describeJson(list)}` }];
  if (list.length > MOST_READINGS)
    return [{ problem: `expected at most ${MOST_READINGS} readings${at}, got ${list.length}` }];
  return inOrder(list.map((element, i) => decodeOne(element, `reading ${i + 1} of ${list.length}`, p)));
}

function decodeOne(element: unknown, name: string, p: ListReading): Decoded {
  const decoded = decodeElement(element, p);
  const t = p.timePath === undefined ? undefined : timeAt(element, p.timePath);
  if (decoded.problem !== undefined)
    return { problem: `${name}: ${decoded.problem}`, ...(t !== undefined && { t }) };
  if (p.timePath !== undefined && t === undefined)
    return { problem: `${name}: expected a time at ${p.timePath}, got none` };
  return decoded;
}

function timeAt(element: unknown, path: string): number | undefined {
  const found = readAtPath(element, path);
  return 'problem' in found ? undefined : readTime(found.value);
}

/** One without a time stays behind the one that it came after; the difference of two at the begin is NaN, which sorts as equal. */
function inOrder(list: readonly Decoded[]): readonly Decoded[] {
  let last = -Infinity;
  const placed = list.map((decoded) => ({ decoded, t: (last = decoded.t ?? last) }));
  return placed.toSorted((a, b) => a.t - b.t).map(({ decoded }) => decoded);
}
