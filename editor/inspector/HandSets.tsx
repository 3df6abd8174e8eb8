import type { ReactElement } from 'react';
import type { NodeDescriptor } from '@twinloom/runtime/node/descriptor';
import { useLive } from '../stores/live-store.ts';
import { HandSet } from './HandSet.tsx';
import { inspectorWords } from '../words/inspector.ts';

interface HandSetsProps {
  node: string;
  descriptor: NodeDescriptor;
  /** Params of the deployed node. */
  params: Readonly<Record<string, unknown>>;
  /** What may be set, each with its UCUM code. */
  tunable: readonly { name: string; unit: string }[];
}

/** So many are on the screen at once; more are opened. */
const MOST = 3;

/** What of a node may be set on the running twin: what somebody has set and the first few, the others when they are asked for. */
export function HandSets({ node, descriptor, params, tunable }: HandSetsProps): ReactElement {
  const set = useLive(({ nodes }) => Object.keys(nodes[node]?.handSets ?? {}).join('\n'));
  const isSet = new Set(set.split('\n'));
  const first = tunable.filter(({ name }, i) => i < MOST || isSet.has(descriptor.byHand ?? name));
  const others = tunable.filter((one) => !first.includes(one));
  const row = ({ name, unit }: HandSetsProps['tunable'][number]): ReactElement => (
    <HandSet key={name} node={node} param={name} descriptor={descriptor} params={params} unit={unit} />
  );
  return (
    <section className="inspector-section" aria-label={inspectorWords.onRunningTwin}>
      <h3 className="section-title">{inspectorWords.onRunningTwin}</h3>
      {first.map(row)}
      {others.length > 0 && (
        <details className="hand-more">
          <summary>{inspectorWords.moreToSet(others.length)}</summary>
          <div className="hand-more-list">{others.map(row)}</div>
        </details>
      )}
    </section>
  );
}
