import { nearNames } from '@twinloom/runtime/compile/near-names';
import type { Plan } from '@twinloom/runtime/compile/plan';
import type { Diagnostic } from '@twinloom/runtime/graph/diagnostic';
import { edgesOf } from '@twinloom/runtime/graph/flow';

/** Indexes of the ports to record: those asked for (`node.port`, or `node` for all its outputs) in that order, else the default ones. */
export function choosePorts(
  plan: Plan,
  asked: readonly string[],
): { ports: number[]; diagnostics: Diagnostic[] } {
  if (asked.length === 0) return { ports: defaultPorts(plan), diagnostics: [] };
  const ports = new Set<number>();
  const diagnostics: Diagnostic[] = [];
  for (const name of asked) {
    const found = plan.ports.flatMap(({ port }, index) =>
      port === name || nodeOf(port) === name ? [index] : [],
    );
    for (const index of found) ports.add(index);
    if (found.length === 0) diagnostics.push(noSuchOutput(plan, name));
  }
  return { ports: [...ports], diagnostics };
}

/** Every output of every node that is wired to a sink, in the order of the file; all outputs where there is none. */
function defaultPorts(plan: Plan): number[] {
  const sinks = new Set(plan.nodes.filter(({ kind }) => kind === 'sink').map(({ id }) => id));
  const wired = new Set(
    edgesOf(plan.flow).flatMap(({ from, to }) => (sinks.has(to.node) ? [from.node] : [])),
  );
  const all = plan.ports.map((_, index) => index);
  const chosen = all.filter((index) => wired.has(nodeOf(plan.ports[index]?.port ?? '')));
  return chosen.length > 0 ? chosen : all;
}

function nodeOf(port: string): string {
  return port.slice(0, port.indexOf('.'));
}

function noSuchOutput(plan: Plan, name: string): Diagnostic {
  const known = plan.ports.map(({ port }) => port);
  const near = nearNames(name, known);
  const [node, port] = name.split('.', 2);
  return {
    code: 'unknown-output',
    severity: 'error',
    at: [{ ...(node && { node }), ...(port !== undefined && { port }) }],
    says: `--record ${name} names no output of the flow`,
    remedy: `${near.length > 0 ? 'Did you mean' : 'It has'} ${(near.length > 0 ? near : known.slice(0, 12)).join(', ')}${near.length > 0 ? '?' : '.'}`,
  };
}
