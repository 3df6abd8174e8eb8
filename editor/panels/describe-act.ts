import type { TimelineEntry } from '@twinloom/runtime/protocol/bodies';
import { formatValue } from '@twinloom/runtime/signal/format-value';

const MOST_NAMES = 6;

/** What somebody did to a twin, as one reads it: "took pump out of service". */
export function describeAct(entry: TimelineEntry): string {
  const { kind, asset, version, stateOf, nodes = [], values = {} } = entry;
  switch (kind) {
    case 'set':
      return listed(Object.entries(values).map(([name, value]) => sayValue(name, value)));
    case 'deployed':
      return `deployed version ${version}`;
    case 'went-back':
      return `went back to the state of version ${stateOf}, as version ${version}`;
    case 're-anchor':
      return `put ${listed(nodes)} where the plant stands`;
    case 'replaced':
      return `replaced ${asset}${nodes.length > 0 ? `: ${listed(nodes)} began anew` : ''}`;
    case 'out-of-service':
      return `took ${asset} out of service`;
    case 'in-service':
      return `put ${asset} back into service`;
    default:
      return kind satisfies never;
  }
}

function sayValue(name: string, value: number | boolean | string | null): string {
  if (value === null) return `gave ${name} back to the flow`;
  return `set ${name} to ${typeof value === 'number' ? formatValue(value) : String(value)}`;
}

function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return [...names.slice(0, MOST_NAMES), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}
