import type { NodeProps } from '@xyflow/react';
import { ChevronRight, Power } from 'lucide-react';
import { memo, type ReactElement } from 'react';
import { collapseGroups } from '../stores/collapse-groups.ts';
import { useDocument, type DocumentState } from '../stores/document-store.ts';
import type { CollapsedNode } from './collapsed-groups.ts';
import { PortRow } from './PortRow.tsx';
import { ProblemMark } from './ProblemMark.tsx';
import { canvasWords } from '../words/canvas.ts';

/** A collapsed group: one card with the ports that cross its border, and the worst of what is wrong inside. */
export const CollapsedCard = memo(function CollapsedCard({
  data,
  selected,
}: NodeProps<CollapsedNode>): ReactElement {
  const { id, group, members, inputs, outputs } = data;
  const problem = useDocument((state) => worstOf(state, members));
  return (
    <article
      className="card card-collapsed"
      data-selected={selected || undefined}
      data-tone={problem && (problem.severity === 'error' ? 'bad' : 'warn')}
      onDoubleClick={() => collapseGroups([id], false)}
    >
      <header className="card-head">
        <button
          type="button"
          className="icon-button nodrag"
          aria-label={canvasWords.expand(group.title ?? id)}
          title={canvasWords.expandMeans}
          onClick={() => collapseGroups([id], false)}
        >
          <ChevronRight size={16} aria-hidden="true" />
        </button>
        <span className="card-titles">
          <span className="card-title">{group.title ?? id}</span>
          <span className="card-status">{canvasWords.groupOfNodes(members.length)}</span>
        </span>
        {group.enable !== undefined && (
          <span className="card-mark" title={canvasWords.runsWhile(group.enable)}>
            <Power size={14} aria-label={canvasWords.runsWhileShort(group.enable)} />
          </span>
        )}
        {problem && <ProblemMark severity={problem.severity} says={problem.says} />}
      </header>
      <div className={`card-ports${inputs.length === 0 || outputs.length === 0 ? ' is-one-sided' : ''}`}>
        {(
          [
            ['input', inputs],
            ['output', outputs],
          ] as const
        ).map(
          ([side, ports]) =>
            ports.length > 0 && (
              <div key={side} className="port-column">
                {ports.map(({ node, port }, index) => {
                  const of = `${node}.${port.name}`;
                  return <PortRow key={of} node={node} port={port} side={side} index={index} of={of} />;
                })}
              </div>
            ),
        )}
      </div>
    </article>
  );
});

function worstOf({ diagnostics }: DocumentState, members: readonly string[]) {
  const here = diagnostics.filter(({ at }) =>
    at.some(({ node }) => node !== undefined && members.includes(node)),
  );
  return here.find(({ severity }) => severity === 'error') ?? here[0];
}
