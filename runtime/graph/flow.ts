import { z } from 'zod';
import { flowScenarioSchema } from './scenario.ts';

/** Node ids, parameter names and port names: a letter, then letters, digits, `-` or `_`; never a dot. */
export const idPattern = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

const id = z.string().regex(idPattern, 'begins with a letter; letters, digits, - and _ only, at most 64');

/** Of the name of an asset. */
export const MOST_ASSET_LETTERS = 64;

/** One node of a flow. Unknown keys survive. What it says is said once more, for the usual case, in `are-sound-nodes.ts`. */
export const flowNodeSchema = z.looseObject({
  type: z.string().min(1),
  title: z.string().optional(),
  /** The asset, or part of one, that it belongs to: what is said of that one holds for the node. */
  asset: z.string().min(1).max(MOST_ASSET_LETTERS).optional(),
  params: z.record(z.string(), z.unknown()).optional(),
});

/** A parameter of the flow: a number in `unit`, a quantity text, a boolean or a plain text that twins may override. */
export const flowParameterSchema = z.looseObject({
  value: z.union([z.number(), z.string(), z.boolean()]),
  unit: z.string().optional(),
  title: z.string().optional(),
  min: z.number().optional(),
  max: z.number().optional(),
});

/** Something a person sets from the toolbar while the twin runs: `port` is written, `state` (default `port`) is shown. */
export const flowControlSchema = z.looseObject({
  title: z.string(),
  port: z.string(),
  state: z.string().optional(),
  look: z.enum(['switch', 'slider', 'choice', 'button']),
});

/** Nodes that belong together; with `enable`, a boolean port, they run only while it says true. Unknown keys survive. */
export const flowGroupSchema = z.looseObject({
  title: z.string().optional(),
  members: z.array(z.string()),
  enable: z.string().optional(),
  /** Shown as one card with the ports that cross its border. */
  collapsed: z.boolean().optional(),
});

/** A figure of merit: an expression over ports and time, worked out over a stretch of the twin's life and shown in `unit`. */
export const flowKpiSchema = z.looseObject({
  title: z.string().optional(),
  expression: z.string().min(1),
  unit: z.string().optional(),
  better: z.enum(['less', 'more']).optional(),
});

/** The saved document `*.flow.json` (contracts §1). Unknown keys survive load and save, value for value. */
export const flowSchema = z.looseObject({
  twinloom: z.literal(1),
  name: z.string().optional(),
  description: z.string().optional(),
  clock: z
    .looseObject({
      tick: z.union([z.string(), z.number()]).optional(),
      solver: z
        .looseObject({
          method: z.enum(['auto', 'rk4', 'tsit5']).optional(),
          rtol: z.number().positive().optional(),
          atol: z.number().positive().optional(),
        })
        .optional(),
    })
    .optional(),
  parameters: z.record(id, flowParameterSchema).optional(),
  nodes: z.record(id, flowNodeSchema),
  edges: z.array(z.string()).optional(),
  groups: z.record(id, flowGroupSchema).optional(),
  kpis: z.record(id, flowKpiSchema).optional(),
  scenarios: z.record(id, flowScenarioSchema).optional(),
  layout: z.record(z.string(), z.tuple([z.number(), z.number()])).optional(),
  controls: z.array(flowControlSchema).optional(),
  scope: z.looseObject({ ports: z.array(z.string()).optional() }).optional(),
});

export type Flow = z.infer<typeof flowSchema>;
export type FlowNode = z.infer<typeof flowNodeSchema>;
export type FlowParameter = z.infer<typeof flowParameterSchema>;
export type FlowGroup = z.infer<typeof flowGroupSchema>;
export type FlowKpi = z.infer<typeof flowKpiSchema>;
export type FlowControl = z.infer<typeof flowControlSchema>;

/** One end of an edge. */
export interface PortRef {
  node: string;
  port: string;
}

export interface Edge {
  from: PortRef;
  to: PortRef;
}

const edgePattern = /^\s*([A-Za-z][\w-]*)\.([A-Za-z][\w-]*)\s*->\s*([A-Za-z][\w-]*)\.([A-Za-z][\w-]*)\s*$/;

/** Reads `"inlet.value -> tank.inflow"`; undefined when it is not an edge. */
export function parseEdge(text: string): Edge | undefined {
  const match = edgePattern.exec(text);
  if (!match) return undefined;
  const [, fromNode = '', fromPort = '', toNode = '', toPort = ''] = match;
  return { from: { node: fromNode, port: fromPort }, to: { node: toNode, port: toPort } };
}

/** Writes an edge as the file keeps it. */
export function formatEdge(edge: Edge): string {
  return `${edge.from.node}.${edge.from.port} -> ${edge.to.node}.${edge.to.port}`;
}

/** The assets that nodes of a flow name, each once. */
export function assetsOf({ nodes }: Flow): string[] {
  return [...new Set(Object.values(nodes).flatMap(({ asset }) => asset ?? []))].toSorted();
}

/** The edges of a flow, in the file's order, texts that are no edges left out. */
export function edgesOf(flow: Pick<Flow, 'edges'>): Edge[] {
  return (flow.edges ?? []).map(parseEdge).filter((edge) => edge !== undefined);
}

/** The edges as the file keeps them, however they were spaced; a text that is no edge as it is. */
export function edgeTexts({ edges = [] }: Flow): string[] {
  return edges.map((text) => {
    const edge = parseEdge(text);
    return edge ? formatEdge(edge) : text;
  });
}
