import type { ProblemBody } from '@twinloom/runtime/protocol/bodies';
import { readFlow } from '@twinloom/runtime/graph/read-flow';
import { problem } from './problem.ts';

/** Depth no honest document reaches; a request may wrap a flow of 64 levels once. */
const MAX_DEPTH = 66;
/** Keys, values and lists together; a flow of 30,000 nodes has as many. */
const MOST_VALUES = 500_000;
const POISON = new Set(['__proto__', 'constructor', 'prototype']);

/** Reads the body of a request: JSON without poisoning keys, not too deep and not of too many values; an empty body is absent. */
export function readJson(text: string): { value: unknown } | { problem: ProblemBody } {
  if (text === '') return { value: undefined };
  const excess = excessIn(text);
  if (excess !== undefined) return { problem: refused(excess) };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    const { diagnostics } = readFlow(text);
    return {
      problem: problem({
        status: 400,
        title: 'Broken JSON',
        code: 'broken-json',
        detail: diagnostics[0]?.says ?? 'the body is not JSON',
        remedy: diagnostics[0]?.remedy ?? 'Send JSON.',
        diagnostics,
      }),
    };
  }
  const key = poisonIn(value);
  return key === undefined ? { value } : { problem: refused(`the key "${key}" is not allowed`) };
}

function refused(detail: string): ProblemBody {
  return problem({ status: 400, title: 'Refused JSON', code: 'refused-json', detail, remedy: 'Remove it.' });
}

/** What is too much in a text, before anything is made of it. */
function excessIn(text: string): string | undefined {
  let [depth, values] = [0, 0];
  for (let i = 0; i < text.length; i++) {
    switch (text[i]) {
      case '"':
        i = endOfText(text, i);
        break;
      case '[':
      case '{':
        values++;
        if (++depth > MAX_DEPTH) return `the body is nested deeper than ${MAX_DEPTH} levels`;
        break;
      case ']':
      case '}':
        depth--;
        break;
      case ',':
      case ':':
        values++;
        break;
      default:
    }
    if (values > MOST_VALUES) return `the body has more than ${MOST_VALUES} keys and values`;
  }
  return undefined;
}

/** Where the text that begins here ends. */
function endOfText(text: string, from: number): number {
  for (let i = from + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === '"') return i;
  }
  return text.length;
}

function poisonIn(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) return firstIn(value);
  const keys = Object.keys(value);
  return keys.find((key) => POISON.has(key)) ?? firstIn(Object.values(value));
}

function firstIn(values: readonly unknown[]): string | undefined {
  for (const value of values) {
    const key = poisonIn(value);
    if (key !== undefined) return key;
  }
  return undefined;
}
