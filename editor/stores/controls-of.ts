import { resolvePorts } from '@twinloom/runtime/compile/resolve-ports';
import type { Flow, FlowControl } from '@twinloom/runtime/graph/flow';
import type { NodeDescriptor } from '@twinloom/runtime/node/descriptor';

const LOOKS: Readonly<Record<string, FlowControl['look']>> = {
  number: 'slider',
  boolean: 'switch',
  string: 'choice',
  event: 'button',
};

/** What stands in the bar of a running twin: the controls its flow names, then every source that is set by hand. */
export function controlsOf(flow: Flow, byType: ReadonlyMap<string, NodeDescriptor>): FlowControl[] {
  const named = flow.controls ?? [];
  const resolved = resolvePorts(flow, byType);
  const further = Object.entries(flow.nodes).flatMap(([id, { type, title }]): FlowControl[] => {
    const output = byType.get(type)?.byHand;
    const look = output && LOOKS[resolved.node(id)?.outputs.get(output)?.type ?? ''];
    const port = `${id}.${output}`;
    return !look || named.some((control) => control.port === port)
      ? []
      : [{ title: title ?? id, port, look }];
  });
  return [...named, ...further];
}
