import { Plus } from 'lucide-react';
import { useMemo, type ReactElement } from 'react';
import type { ResolvedFlow } from '@twinloom/runtime/compile/resolve-ports';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { addKpi } from '@twinloom/runtime/graph/study-edits';
import { documentStore, useDocument } from '../../stores/document-store.ts';
import { useResolvedFlow } from '../../stores/resolved-flow.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import { studyWords } from '../../words/study.ts';
import { KpiRow } from './KpiRow.tsx';

const says = studyWords.keyFigures;

/** The KPIs of the draft: each a name, an expression over ports and time, the unit it is shown in, and which is better. */
export function KpiDialog({ onClose }: { onClose(): void }): ReactElement {
  const draft = useDocument((state) => state.draft);
  const deployed = useDocument((state) => state.deployed);
  const diagnostics = useDocument((state) => state.diagnostics);
  const resolved = useResolvedFlow();
  const ports = useMemo(() => (draft && resolved ? portsOf(draft, resolved) : []), [draft, resolved]);
  const kpis = Object.entries(draft?.kpis ?? {});
  const problemOf = (id: string): string | undefined => {
    const found = diagnostics.find(({ at }) => at[0]?.param === `kpis.${id}`);
    return found && `${found.says.replace(`KPI ${id}: `, '')}. ${found.remedy}`;
  };
  const add = (): void =>
    documentStore
      .getState()
      .edit((flow) => addKpi(flow, { title: says.new, expression: newExpression(ports) }).flow);
  return (
    <Dialog title={says.title} onClose={onClose} size="wide">
      <p className="muted kpi-means">{says.means}</p>
      {kpis.length === 0 && <p className="muted">{says.none}</p>}
      <ul className="kpi-rows">
        {kpis.map(([id, kpi]) => (
          <KpiRow key={id} id={id} kpi={kpi} ports={ports} problem={problemOf(id)} />
        ))}
      </ul>
      <button type="button" className="button button-small" onClick={add}>
        <Plus size={14} aria-hidden="true" />
        {says.add}
      </button>
      {isOther(draft, deployed) && <p className="kpi-means tone-warn">{says.deploy}</p>}
    </Dialog>
  );
}

/** What a KPI may be made of: outputs that are numbers, truth values or events. */
function portsOf({ nodes }: Flow, resolved: ResolvedFlow): string[] {
  return Object.keys(nodes).flatMap((id) =>
    [...(resolved.node(id)?.outputs.values() ?? [])]
      .filter(({ type }) => type === 'number' || type === 'boolean' || type === 'event')
      .map(({ name }) => `${id}.${name}`),
  );
}

function newExpression([first]: readonly string[]): string {
  return first === undefined ? says.example : `mean(${first})`;
}

function isOther(draft: Flow | undefined, deployed: Flow | undefined): boolean {
  return JSON.stringify(draft?.kpis ?? {}) !== JSON.stringify(deployed?.kpis ?? {});
}
