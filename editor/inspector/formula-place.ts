import type { ResolvedNode } from '@twinloom/runtime/compile/resolve-ports';
import type { Flow } from '@twinloom/runtime/graph/flow';
import type { NodeDescriptor } from '@twinloom/runtime/node/descriptor';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import type { FormulaName } from './complete-formula.ts';
import { formulaWords } from '../words/formula.ts';

/** Where a formula stands: its node in the draft, with the ports it may read. */
export interface FormulaPlace {
  node: string;
  draft: Flow;
  descriptor: NodeDescriptor;
  ports: ResolvedNode | undefined;
}

/** What the formulas of a node may read: its inputs, and where it is a model of equations its states, outputs and constants too. */
export function namesAt({ node, draft, descriptor, ports }: FormulaPlace): FormulaName[] {
  const isModel = descriptor.outputsFrom !== undefined && descriptor.params.equations !== undefined;
  const shown = [...(ports?.inputs.values() ?? []), ...(isModel ? (ports?.outputs.values() ?? []) : [])];
  const named = shown.map(({ name, type, unit }) => ({
    name,
    says: formatUnit(unit) || (type === 'number' ? formulaWords.anyUnit : type),
  }));
  const constants = isModel ? draft.nodes[node]?.params?.constants : undefined;
  return [...named, ...Object.entries(constants ?? {}).map(ofConstant)];
}

function ofConstant([name, about]: [string, unknown]): FormulaName {
  if (typeof about !== 'object' || about === null) return { name, says: String(about) };
  const { value, unit } = about as { value?: unknown; unit?: unknown };
  return { name, says: `${String(value)} ${typeof unit === 'string' ? formatUnit(unit) : ''}`.trim() };
}
