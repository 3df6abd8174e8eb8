import type { StudyBody } from '@twinloom/runtime/protocol/studies';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import { span, when } from './report-parts.ts';

/** The flow that ran: what it called its parameters and nodes. Undefined of studies that did not keep it. */
export type Names = StudyBody['flow'];

/** One line for each thing that a variant changes. */
export function sayChanges(what: string, value: unknown, names: Names): string[] {
  if (Array.isArray(value)) return value.map((fault) => sayFault(fault as Record<string, unknown>, names));
  if (typeof value !== 'object' || value === null) return [`${what} ${String(value)} of the flow`];
  return Object.entries(value).map(([name, how]: [string, unknown]) =>
    typeof how === 'object' && how !== null
      ? `${called(name, names)} ${sayPolicy(how as Policy)}`
      : `${called(name, names)} = ${sayValue(name, how, names)}`,
  );
}

/** `Price of electricity (price)`: as people call it, and as the flow does. */
export function called(name: string, names: Names): string {
  const [node = ''] = name.split('.', 1);
  const owner = name.includes('.') ? own(names?.nodes, node) : own(names?.parameters, name);
  const title = owner?.title;
  return title === undefined || title === name ? name : `${title} (${name})`;
}

/** A bare number of a parameter is in the unit of that. */
function sayValue(name: string, value: unknown, names: Names): string {
  const unit = typeof value === 'number' ? own(names?.parameters, name)?.unit : undefined;
  return `${String(value)} ${formatUnit(unit ?? '')}`.trim();
}

function own<T>(all: Readonly<Record<string, T>> | undefined, name: string): T | undefined {
  return all && Object.hasOwn(all, name) ? all[name] : undefined;
}

type Policy = Record<string, unknown> & { policy?: string };

function sayPolicy({ policy, factor, to, over, points, from, by }: Policy): string {
  switch (policy) {
    case 'scaled':
      return `× ${String(factor)}`;
    case 'forecast':
      return `as ${String(by)} says it will be`;
    case 'ramp':
      return `to ${String(to)} over ${String(over)}`;
    case 'profile':
      return sayProfile(points);
    case 'replay':
      return `as it was from ${typeof from === 'number' ? when(from) : String(from)} on`;
    default:
      return 'as it stands';
  }
}

function sayProfile(points: unknown): string {
  const all = points as readonly [number, unknown][];
  const [first] = all;
  if (!first || all.length > 1) return `by a profile of ${all.length} points`;
  const [from, value] = first;
  return from === 0 ? `= ${String(value)}` : `= ${String(value)} from ${span(from)} after the start on`;
}

function sayFault({ input, kind, size, at, for: length }: Record<string, unknown>, names: Names): string {
  const parts = [
    `${called(String(input), names)}: ${String(kind)}`,
    size,
    at !== undefined && `from ${String(at)}`,
  ];
  if (length !== undefined) parts.push(`for ${String(length)}`);
  return parts.filter((part) => part !== undefined && part !== false).join(' ');
}
