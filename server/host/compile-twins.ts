import { bindPlan } from '@twinloom/runtime/compile/bind-plan';
import { compileFlow } from '@twinloom/runtime/compile/compile';
import type { Plan } from '@twinloom/runtime/compile/plan';
import { hasErrors, type Diagnostic } from '@twinloom/runtime/graph/diagnostic';
import { parseFlow } from '@twinloom/runtime/graph/read-flow';
import type { Catalog } from '@twinloom/runtime/node/catalog';
import type { Tables } from '@twinloom/runtime/table/table';
import type { TwinBinding, TwinOrder } from './words.ts';

/** A plan, or why there is none; doubts in both cases. */
export interface CompiledTwin {
  plan?: Plan;
  diagnostics: Diagnostic[];
}

/** Reads a document and compiles it, for one twin or for none; no plan when anything is an error. */
export function compileDocument(
  document: unknown,
  catalog: Catalog,
  twin?: TwinBinding,
  tables?: Tables,
): CompiledTwin {
  const { flow, diagnostics } = parseFlow(document);
  if (!flow || hasErrors(diagnostics)) return { diagnostics };
  const compiled = compileFlow(flow, catalog, twin && { twin: twin.id, parameters: twin.parameters }, tables);
  return { plan: compiled.plan, diagnostics: [...diagnostics, ...compiled.diagnostics] };
}

/** Compiles the twins of one deploy: those of one document with the same parameters once, and then only their names are filled in. */
export class TwinCompiler {
  readonly #catalog: Catalog;
  readonly #known = new Map<unknown, Map<string, { twin: TwinOrder; compiled: CompiledTwin }>>();

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
  }

  compile(twin: TwinOrder): CompiledTwin {
    const ofDocument = this.#known.get(twin.document) ?? new Map<string, never>();
    this.#known.set(twin.document, ofDocument);
    const key = JSON.stringify(twin.parameters);
    const first = ofDocument.get(key);
    const plan = first?.compiled.plan && this.#bind(first.compiled.plan, first.twin, twin);
    if (plan) return { plan, diagnostics: [] };
    const compiled = compileDocument(twin.document, this.#catalog, twin, twin.tables);
    if (!first) ofDocument.set(key, { twin, compiled });
    return compiled;
  }

  #bind(plan: Plan, { id, parameters }: TwinOrder, twin: TwinOrder): Plan | undefined {
    // Tables are read once for a document, and stand in its plan.
    return bindPlan(plan, { twin: id, parameters }, twin.id);
  }
}

/** What several twins of one flow say alike, said once. */
export function saidOnce(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const byText = new Map(diagnostics.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic]));
  return [...byText.values()];
}
