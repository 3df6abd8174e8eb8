import type { Diagnostic } from '../graph/diagnostic.ts';
import type { NodeDefinition } from '../node/definition.ts';
import { checkUserEquation, checkUserEquations } from './check-equations.ts';
import * as says from './diagnostics.ts';
import { layNode, type MemoryLayout } from './lay-node.ts';
import type { NodeForm } from './node-form.ts';
import type { ProgramProblem } from './node-program.ts';
import { STEP_SLOT, type LaidNode, type PlanPort } from './plan.ts';
import { StateBudget } from './state-budget.ts';
import type { Wiring } from './wire-flow.ts';

/** Nodes laid into one memory, in the order of the file, and what is wrong with them: with each, and with all. */
export interface LaidNodes {
  nodes: LaidNode[];
  ports: PlanPort[];
  memory: MemoryLayout;
  diagnosticsOf: Map<string, Diagnostic[]>;
  diagnostics: Diagnostic[];
}

/** Lays out the nodes of a flow one after the other; one that cannot be is left out, and said to be. */
export function layNodes(forms: ReadonlyMap<string, NodeForm>, wiring: Wiring): LaidNodes {
  const memory: MemoryLayout = { next: STEP_SLOT + 1, fixed: new Map(), places: [] };
  const laid: LaidNodes = { nodes: [], ports: [], memory, diagnosticsOf: new Map(), diagnostics: [] };
  const budget = new StateBudget();
  for (const [id, form] of forms) {
    const resolved = wiring.ports.node(id)!;
    const own: Diagnostic[] = [];
    checkUserEquation(id, form, resolved, own);
    checkUserEquations(id, form, resolved, own);
    const one = budget.take(id, form, own) ? layNode(id, form, resolved, memory, laid.ports) : undefined;
    if (one && 'problem' in one) {
      if (!own.some(({ code }) => code === 'bad-expression'))
        own.push(sayProgramProblem(id, form.definition, one.problem));
    } else if (one) laid.nodes.push(one.node);
    if (own.length > 0) laid.diagnosticsOf.set(id, own);
  }
  budget.checkAll(laid.diagnostics);
  return laid;
}

/** An equation is quoted, unless it is the one expression of a param. */
function sayProgramProblem(
  id: string,
  { descriptor }: NodeDefinition,
  { says: what, column, remedy, equation, param }: ProgramProblem,
): Diagnostic {
  const own = Object.entries(descriptor.params).find(([, { widget }]) => widget === 'expression')?.[0];
  const where = param ?? own ?? 'equations';
  const isQuoted = equation !== undefined && where !== own;
  return says.badExpression(id, where, isQuoted ? `${equation}: ${what}` : what, column, remedy);
}
