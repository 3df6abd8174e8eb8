import { sourcesOf, type Plan, type PlanNode } from './plan.ts';
import { fillNames, resolveParameters, type Binding } from './resolve-params.ts';

const TWIN = '{twin}';

type Texts = ReadonlyMap<string, string>;

/**
 * The plan of another twin of the same flow with the same parameters: the two share all but the texts that name the twin. Undefined where the plan
 * may depend on the name in another way and has to be compiled.
 */
export function bindPlan(plan: Plan, { twin, parameters }: Binding, to: string): Plan | undefined {
  const { flow } = plan;
  const [before, after] = [twin, to].map(
    (name) =>
      resolveParameters(
        flow,
        { ...(name !== undefined && { twin: name }), ...(parameters && { parameters }) },
        [],
      ).text,
  ) as [Texts, Texts];
  const nodes: PlanNode[] = [];
  for (const node of plan.nodes) {
    const raw = flow.nodes[node.id]?.params ?? {};
    const params: Record<string, unknown> = { ...node.params };
    let isNamed = false;
    for (const [name, value] of Object.entries(raw)) {
      if (!mentionsTwin(value)) continue;
      isNamed = true;
      const isText = typeof value === 'string' && fillNames(value, before) === node.params[name];
      if (!isText) return undefined;
      params[name] = fillNames(value, after);
    }
    nodes.push(isNamed ? { ...node, params } : node);
  }
  return { ...plan, nodes, sources: sourcesOf(nodes) };
}

function mentionsTwin(value: unknown): boolean {
  if (typeof value === 'string') return value.includes(TWIN);
  return typeof value === 'object' && value !== null && Object.values(value).some(mentionsTwin);
}
