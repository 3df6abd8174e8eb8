import type { TimelineEntry } from '@twinloom/runtime/protocol/bodies';
import { formatValue } from '@twinloom/runtime/signal/format-value';
import { timelineWords } from '../words/timeline.ts';

const MOST_NAMES = 6;

/** What somebody did to a twin, as one reads it: "took pump out of service". */
export function describeAct(entry: TimelineEntry): string {
  const { kind, asset = '', version, stateOf, nodes = [], values = {} } = entry;
  switch (kind) {
    case 'set':
      return listed(Object.entries(values).map(([name, value]) => sayValue(name, value)));
    case 'deployed':
      return timelineWords.deployedVersion(version);
    case 'went-back':
      return timelineWords.wentBack(stateOf, version);
    case 're-anchor':
      return timelineWords.reAnchored(listed(nodes));
    case 'replaced':
      return nodes.length > 0
        ? timelineWords.replacedAnew(asset, listed(nodes))
        : timelineWords.replaced(asset);
    case 'out-of-service':
      return timelineWords.tookOutOfService(asset);
    case 'in-service':
      return timelineWords.putBack(asset);
    default:
      return kind satisfies never;
  }
}

function sayValue(name: string, value: number | boolean | string | null): string {
  if (value === null) return timelineWords.gaveBack(name);
  return timelineWords.set(name, typeof value === 'number' ? formatValue(value) : String(value));
}

function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return [...names.slice(0, MOST_NAMES), ...(more > 0 ? [timelineWords.more(more)] : [])].join(', ');
}
