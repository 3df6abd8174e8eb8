import { useId, type ReactElement } from 'react';
import { setAsset } from '@twinloom/runtime/graph/edits';
import { assetsOf, type Flow, type FlowNode } from '@twinloom/runtime/graph/flow';
import { documentStore } from '../stores/document-store.ts';
import { inspectorWords } from '../words/inspector.ts';

interface AssetFieldProps {
  id: string;
  node: FlowNode;
  draft: Flow;
}

/** The asset, or part of one, that a node belongs to: any name, those of the flow are offered. */
export function AssetField({ id, node, draft }: AssetFieldProps): ReactElement {
  const field = useId();
  const choices = `${field}-choices`;
  return (
    <section className="inspector-section">
      <div className="field">
        <div className="field-head">
          <label htmlFor={field}>{inspectorWords.asset}</label>
        </div>
        <input
          id={field}
          className="input"
          list={choices}
          maxLength={64}
          spellCheck={false}
          placeholder={inspectorWords.assetExample}
          value={node.asset ?? ''}
          onChange={(event) => {
            const asset = event.currentTarget.value;
            documentStore.getState().edit((flow) => setAsset(flow, id, asset), `${id} asset`);
          }}
        />
        <datalist id={choices}>
          {assetsOf(draft).map((asset) => (
            <option key={asset} value={asset} />
          ))}
        </datalist>
        <p className="field-doc">{inspectorWords.assetMeans}</p>
      </div>
    </section>
  );
}
