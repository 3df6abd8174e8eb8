import type { NodeProps } from '@xyflow/react';
import { CircleHelp, Hand } from 'lucide-react';
import { memo, type ReactElement } from 'react';
import type { NodeStatus } from '@twinloom/runtime/protocol/stream';
import { useComparison } from '../stores/comparison-store.ts';
import { useDocument, type DocumentState } from '../stores/document-store.ts';
import { useLive } from '../stores/live-store.ts';
import { NodeIcon } from '../ui/NodeIcon.tsx';
import { queueText } from '../ui/queue-text.ts';
import type { CardNode } from './card-nodes.ts';
import { PortRow } from './PortRow.tsx';
import { ProblemMark } from './ProblemMark.tsx';
import { canvasWords } from '../words/canvas.ts';

/** A node on the canvas: what it is, how it fares, its ports with their live values. */
export const NodeCard = memo(function NodeCard({ id, data, selected }: NodeProps<CardNode>): ReactElement {
  const { node, descriptor, inputs, outputs } = data;
  const status = useLive((state) => state.nodes[id]);
  const isDraft = useDocument(({ deployed }) => !deployed || !Object.hasOwn(deployed.nodes, id));
  const isGone = useDocument(({ draft }) => !draft || !Object.hasOwn(draft.nodes, id));
  const problem = useDocument((state) => worstProblem(state, id));
  const mark = useComparison(({ nodeMarks }) => nodeMarks[id]);
  const title = node.title ?? descriptor?.title ?? id;
  const isBad = !descriptor || problem?.severity === 'error' || status?.state === 'error';
  const tone = isBad ? 'bad' : problem ? 'warn' : undefined;
  return (
    <article
      className="card"
      data-selected={selected || undefined}
      data-draft={isDraft || undefined}
      data-tone={tone}
      data-mark={mark}
      data-state={isDraft ? 'draft' : status?.state}
      data-kind={descriptor?.kind ?? 'unknown'}
    >
      {mark && <span className="card-tag">{canvasWords.marks[mark]}</span>}
      <header className="card-head">
        <span className="card-icon">
          {descriptor ? (
            <NodeIcon icon={descriptor.icon} kind={descriptor.kind} />
          ) : (
            <CircleHelp size={16} aria-hidden="true" />
          )}
        </span>
        <span className="card-titles">
          <span className="card-title">{title}</span>
          <StatusLine
            id={id}
            type={node.type}
            known={descriptor !== undefined}
            isDraft={isDraft}
            isGone={isGone}
            status={status}
          />
        </span>
        {status?.setByHand && (
          <span className="card-mark" title={canvasWords.setByHandMeans}>
            <Hand size={14} aria-label={canvasWords.setByHand} />
          </span>
        )}
        {problem && <ProblemMark severity={problem.severity} says={problem.says} />}
      </header>
      <div className={`card-ports${inputs.length === 0 || outputs.length === 0 ? ' is-one-sided' : ''}`}>
        {inputs.length > 0 && (
          <div className="port-column">
            {inputs.map((port, index) => (
              <PortRow key={port.name} node={id} port={port} side="input" index={index} />
            ))}
          </div>
        )}
        {outputs.length > 0 && (
          <div className="port-column">
            {outputs.map((port, index) => (
              <PortRow key={port.name} node={id} port={port} side="output" index={index} />
            ))}
          </div>
        )}
      </div>
    </article>
  );
});

interface StatusLineProps {
  id: string;
  type: string;
  known: boolean;
  isDraft: boolean;
  /** Only a comparison shows it. */
  isGone: boolean;
  status: NodeStatus | undefined;
}

function StatusLine({ id, type, known, isDraft, isGone, status }: StatusLineProps): ReactElement {
  if (!known) return <span className="card-status tone-bad">{canvasWords.unknownType(type)}</span>;
  if (isGone) return <span className="card-status">{canvasWords.notInDraft(id)}</span>;
  if (isDraft) return <span className="card-status">{canvasWords.notDeployedYet(id)}</span>;
  if (status?.state === 'error') {
    return (
      <span className="card-status tone-bad" title={status.says}>
        {status.says ?? canvasWords.failed}
      </span>
    );
  }
  if (status && (status.state !== 'running' || status.says !== undefined)) {
    return (
      <span className="card-status" title={status.says}>
        {status.says ?? status.state}
      </span>
    );
  }
  const queue = status && queueText(status);
  if (queue !== undefined) {
    return (
      <span className="card-status tone-warn" title={queue}>
        {queue}
      </span>
    );
  }
  return (
    <span className="card-status">
      {id} <span className="card-type">· {type}</span>
    </span>
  );
}

function worstProblem({ diagnostics }: DocumentState, id: string) {
  const here = diagnostics.filter(({ at }) => at.some(({ node }) => node === id));
  return here.find(({ severity }) => severity === 'error') ?? here[0];
}
