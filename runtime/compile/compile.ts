import { hasErrors, type Diagnostic } from '../graph/diagnostic.ts';
import type { Flow, FlowNode } from '../graph/flow.ts';
import type { Catalog } from '../node/catalog.ts';
import type { NodeDefinition, Params } from '../node/definition.ts';
import type { NodeDescriptor } from '../node/descriptor.ts';
import type { Table, Tables } from '../table/table.ts';
import * as says from './diagnostics.ts';
import { compileKpis, kpiParameters } from './kpi.ts';
import { layFlow, type LaidFlow, type PlanForm } from './lay-flow.ts';
import { formOf, type FormedNode } from './node-form.ts';
import { sourcesOf, type Plan } from './plan.ts';
import { resolveParameters, resolveParams, type Binding, type Parameters } from './resolve-params.ts';
import type { ResolvedNode } from './resolve-ports.ts';
import { wireFlow } from './wire-flow.ts';

export interface Compiled {
  /** Absent when any diagnostic is an error. */
  plan?: Plan;
  diagnostics: Diagnostic[];
}

/**
 * Checks a flow and makes its plan for one twin; every problem at once, in the order of the file. Exactly what deploy accepts. `tables` holds what
 * stands in the files its nodes read (`tablesWanted` says which): nothing is opened here. Flows that differ in values of params alone are wired and
 * laid out once.
 */
export function compileFlow(
  flow: Flow,
  catalog: Catalog,
  binding: Binding = {},
  tables: Tables = {},
): Compiled {
  const wiring = wireFlow(flow, catalog);
  const diagnostics = [...wiring.diagnostics];
  const parameters = resolveParameters(flow, binding, diagnostics);
  const given = new Map<string, Given | undefined>();
  const diagnosticsOf = new Map<string, Diagnostic[]>();
  for (const [id, node] of Object.entries(flow.nodes)) {
    const own: Diagnostic[] = [];
    const [definition, ports] = [catalog.get(node.type), wiring.ports.node(id)];
    given.set(id, definition && ports && readNode(id, node, definition, ports, parameters, tables, own));
    if (own.length > 0) diagnosticsOf.set(id, own);
  }
  const layout = layFlow(flow, given, wiring);
  for (const id of given.keys())
    diagnostics.push(...(diagnosticsOf.get(id) ?? []), ...(layout.diagnosticsOf.get(id) ?? []));
  diagnostics.push(...layout.diagnostics);
  // With a node missing, a port of it would be missed as well.
  if (layout.isWhole) compileKpis(flow.kpis, layout.ports, kpiParameters(flow, parameters), diagnostics);
  if (hasErrors(diagnostics) || !layout.form) return { diagnostics };
  return { plan: fillIn(flow, layout, layout.form, [...given.values()] as Given[]), diagnostics };
}

/** A node with what is its own beside its form. */
interface Given extends FormedNode {
  params: Record<string, unknown>;
  table: Table | undefined;
}

function readNode(
  id: string,
  node: FlowNode,
  definition: NodeDefinition,
  ports: ResolvedNode,
  parameters: Parameters,
  tables: Tables,
  diagnostics: Diagnostic[],
): Given | undefined {
  const params = resolveParams(id, node.params ?? {}, definition, ports, parameters, diagnostics);
  if (!params) return undefined;
  const table = findTable(id, definition.descriptor, params, tables, diagnostics);
  return { ...formOf(definition, params), params, table };
}

/** The plan of a flow: its form, and the values that are its own. */
function fillIn(flow: Flow, layout: LaidFlow, form: PlanForm, given: readonly Given[]): Plan {
  const { tick, solver, islands, groups, periods, memorySize, places, fileOrder } = form;
  const initialMemory = form.memory.slice();
  let place = 0;
  for (const { values } of given) for (const value of values) initialMemory[places[place++]!] = value;
  const nodes = form.nodes.map((node, i) => {
    const { params, table } = given[fileOrder[i]!]!;
    const staleAfter = staleAfterOf(node.definition, params);
    return table ? { ...node, params, staleAfter, table } : { ...node, params, staleAfter };
  });
  return {
    flow,
    form: layout.wiring ? layout : {},
    tick,
    solver,
    nodes,
    islands,
    groups,
    periods,
    ports: layout.ports,
    sources: sourcesOf(nodes),
    memorySize,
    initialMemory,
  };
}

const DEFAULT_STALE_SECONDS = 10;

function staleAfterOf({ listen }: NodeDefinition, params: Params): number {
  const { staleAfter } = params;
  if (!listen || staleAfter === 'never') return Infinity;
  return typeof staleAfter === 'number' ? staleAfter : (listen.staleAfter?.(params) ?? DEFAULT_STALE_SECONDS);
}

function findTable(
  id: string,
  { reads }: NodeDescriptor,
  params: Readonly<Record<string, unknown>>,
  tables: Tables,
  diagnostics: Diagnostic[],
): Table | undefined {
  if (!reads) return undefined;
  const file = shownFile(String(params[reads.file]));
  const found = Object.hasOwn(tables, id) ? tables[id] : undefined;
  if (found && 'times' in found) return found;
  diagnostics.push(
    found ? says.badTable(id, reads.file, file, found.problem) : says.missingTable(id, reads.file, file),
  );
  return undefined;
}

/** A hash as much of it as a person compares. */
function shownFile(file: string): string {
  return file.startsWith('sha256:') ? file.slice(0, 'sha256:'.length + 12) : file;
}
