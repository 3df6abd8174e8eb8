import { areSoundNodes } from './are-sound-nodes.ts';
import type { Diagnostic } from './diagnostic.ts';
import { flowSchema, type Flow } from './flow.ts';

const MAX_DEPTH = 64;
const POISON = new Set(['__proto__', 'constructor', 'prototype']);

export interface ReadFlow {
  flow?: Flow;
  diagnostics: Diagnostic[];
}

/** Reads the text of a `*.flow.json`; every problem of its form at once, with line and column where the JSON itself is broken. */
export function readFlow(text: string): ReadFlow {
  let value: unknown;
  try {
    value = JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch (error) {
    return { diagnostics: [brokenJson(text, error instanceof Error ? error.message : String(error))] };
  }
  return parseFlow(value);
}

/** The same for JSON that is parsed already. The document comes back value for value, unknown keys included. */
export function parseFlow(value: unknown): ReadFlow {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return { diagnostics: [invalid('flow', sayNoFlow(value), TAKE_A_FLOW)] };
  }
  const version = (value as { twinloom?: unknown }).twinloom;
  if (typeof version === 'number' && version > 1) {
    return {
      diagnostics: [
        {
          code: 'newer-format',
          severity: 'error',
          at: [{}],
          says: `this flow is written in format ${version}; this Twinloom reads format 1`,
          remedy: 'Open it with a newer Twinloom, or export it there in format 1.',
        },
      ],
    };
  }
  if (version === undefined)
    return {
      diagnostics: [invalid('twinloom', 'this JSON is no flow: it does not say "twinloom": 1', TAKE_A_FLOW)],
    };
  const poison = poisonIn(value, 0);
  if (poison) return { diagnostics: [invalid('flow', poison, 'remove it')] };
  const { nodes } = value as { nodes?: unknown };
  const isUsual = areSoundNodes(nodes) && flowSchema.safeParse({ ...value, nodes: {} }).success;
  if (isUsual) return { flow: value as Flow, diagnostics: [] };
  const parsed = flowSchema.safeParse(value);
  if (parsed.success) return { flow: value as Flow, diagnostics: [] };
  return {
    diagnostics: parsed.error.issues.map((issue) => ({
      code: 'invalid-document',
      severity: 'error',
      at: [placeOf(issue.path)],
      says: `${issue.path.map(String).join('.') || 'flow'}: ${issue.message}`,
      remedy: 'Mend it at that place, or take the file as Twinloom wrote it.',
    })),
  };
}

function placeOf(path: PropertyKey[]): { node?: string; param?: string } {
  if (path[0] === 'nodes' && path.length > 1) {
    return {
      node: String(path[1]),
      ...(path[2] === 'params' && path.length > 3 ? { param: String(path[3]) } : {}),
    };
  }
  return path.length > 0 ? { param: path.map(String).join('.') } : {};
}

function brokenJson(text: string, reason: string): Diagnostic {
  const position = /position (\d+)/.exec(reason);
  const upTo = text.slice(0, position ? Number(position[1]) : text.length);
  const line = upTo.split('\n').length;
  const column = upTo.length - upTo.lastIndexOf('\n');
  return {
    code: 'broken-json',
    severity: 'error',
    at: [{ line, column }],
    says: `this is not JSON: ${reason.replace(/ in JSON.*$/s, '')} at line ${line}, column ${column}`,
    remedy: 'Mend the text at that place, or restore the file from its last good version.',
  };
}

function invalid(param: string, says: string, remedy: string): Diagnostic {
  return { code: 'invalid-document', severity: 'error', at: [{ param }], says, remedy };
}

const TAKE_A_FLOW = 'Copy nodes in a flow of Twinloom, or take a file that it wrote.';

function sayNoFlow(value: unknown): string {
  const isNodeRed =
    Array.isArray(value) &&
    value.some((each) => typeof each === 'object' && each !== null && Object.hasOwn(each, 'wires'));
  return isNodeRed
    ? 'this is a flow of Node-RED, which Twinloom does not read'
    : `a flow is a JSON object, and this is ${kindOf(value)}`;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'an array' : `a ${typeof value}`;
}

function poisonIn(value: unknown, depth: number): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth > MAX_DEPTH) return `nested deeper than ${MAX_DEPTH} levels`;
  for (const key of Object.keys(value)) {
    if (POISON.has(key)) return `the key "${key}" is not allowed`;
    const found = poisonIn((value as Record<string, unknown>)[key], depth + 1);
    if (found) return found;
  }
  return undefined;
}
