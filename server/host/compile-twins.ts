import { compileFlow } from '@twinloom/runtime/compile/compile';
import type { Plan } from '@twinloom/runtime/compile/plan';
import { hasErrors, type Diagnostic } from '@twinloom/runtime/graph/diagnostic';
import { parseFlow } from '@twinloom/runtime/graph/read-flow';
import type { Catalog } from '@twinloom/runtime/node/catalog';
import type { Tables } from '@twinloom/runtime/table/table';
import type { TwinBinding } from './words.ts';

/** Reads a document and compiles it, for one twin or for none; no plan when anything is an error. */
export function compileDocument(
  document: unknown,
  catalog: Catalog,
  twin?: TwinBinding,
  tables?: Tables,
): { plan?: Plan; diagnostics: Diagnostic[] } {
  const { flow, diagnostics } = parseFlow(document);
  if (!flow || hasErrors(diagnostics)) return { diagnostics };
  const compiled = compileFlow(flow, catalog, twin && { twin: twin.id, parameters: twin.parameters }, tables);
  return { plan: compiled.plan, diagnostics: [...diagnostics, ...compiled.diagnostics] };
}

/** What several twins of one flow say alike, said once. */
export function saidOnce(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  const byText = new Map(diagnostics.map((diagnostic) => [JSON.stringify(diagnostic), diagnostic]));
  return [...byText.values()];
}
