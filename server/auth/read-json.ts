import type { ProblemBody } from '@twinloom/runtime/protocol/bodies';
import { readFlow } from '@twinloom/runtime/graph/read-flow';
import { problem } from './problem.ts';

/** Depth no honest document reaches; a request may wrap a flow of 64 levels once. */
const MAX_DEPTH = 66;
const POISON = new Set(['__proto__', 'constructor', 'prototype']);

/** Reads the body of a request: JSON without poisoning keys and not too deep; an empty body is absent. */
export function readJson(text: string): { value: unknown } | { problem: ProblemBody } {
  if (text === '') return { value: undefined };
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
  const fault = faultIn(value, 0);
  if (fault === undefined) return { value };
  return {
    problem: problem({
      status: 400,
      title: 'Refused JSON',
      code: 'refused-json',
      detail: fault,
      remedy: 'Remove it.',
    }),
  };
}

function faultIn(value: unknown, depth: number): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth >= MAX_DEPTH) return `the body is nested deeper than ${MAX_DEPTH} levels`;
  for (const [key, item] of Object.entries(value)) {
    if (POISON.has(key)) return `the key "${key}" is not allowed`;
    const fault = faultIn(item, depth + 1);
    if (fault !== undefined) return fault;
  }
  return undefined;
}
