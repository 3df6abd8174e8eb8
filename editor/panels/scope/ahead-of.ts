import type { Flow } from '@twinloom/runtime/graph/flow';
import type { NodeDescriptor } from '@twinloom/runtime/node/descriptor';
import { parseDuration } from '@twinloom/runtime/signal/quantity';

/** How far ahead of its own time a port speaks. */
export interface Ahead {
  /** The param that says so, `node.param`: a person may have set it by hand meanwhile. */
  param: string;
  /** As the flow says, s. */
  seconds: number;
}

/** How far ahead a prediction and its interval lie; undefined where a port speaks of now, or the flow does not say it as a plain time. */
export function aheadOf(
  port: string,
  flow: Flow | undefined,
  byType: ReadonlyMap<string, NodeDescriptor>,
): Ahead | undefined {
  const [id = '', name = ''] = port.split('.');
  const node = flow && Object.hasOwn(flow.nodes, id) ? flow.nodes[id] : undefined;
  if (!node || !['value', 'lower', 'upper'].includes(name)) return undefined;
  const found = Object.entries(byType.get(node.type)?.params ?? {}).find(([, { ahead }]) => ahead === true);
  if (!found) return undefined;
  const [param, schema] = found;
  const value = node.params?.[param] ?? schema.default;
  const parsed = typeof value === 'string' ? parseDuration(value) : undefined;
  const seconds = parsed && 'seconds' in parsed ? parsed.seconds : value;
  return typeof seconds === 'number' && seconds > 0 ? { param: `${id}.${param}`, seconds } : undefined;
}
