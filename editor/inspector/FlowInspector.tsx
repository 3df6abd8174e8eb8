import type { ReactElement } from 'react';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { setParameter } from '@twinloom/runtime/graph/edits';
import { documentStore } from '../stores/document-store.ts';
import { ParameterField } from '../ui/ParameterField.tsx';
import { VersionList } from './VersionList.tsx';
import { inspectorWords } from '../words/inspector.ts';

/** The flow itself, while nothing is selected. */
export function FlowInspector({ draft }: { draft: Flow }): ReactElement {
  const { edit } = documentStore.getState();
  const parameters = Object.entries(draft.parameters ?? {});
  return (
    <div className="inspector-node">
      <section className="inspector-section">
        <h3 className="section-title">{inspectorWords.flow}</h3>
        <div className="field">
          <label htmlFor="flow-name">{inspectorWords.name}</label>
          <input
            id="flow-name"
            className="input"
            value={draft.name ?? ''}
            onChange={(event) => {
              const name = event.currentTarget.value;
              edit((flow) => ({ ...flow, name: name || undefined }), 'flow name');
            }}
          />
        </div>
        <div className="field">
          <label htmlFor="flow-description">{inspectorWords.description}</label>
          <textarea
            id="flow-description"
            className="input"
            rows={4}
            value={draft.description ?? ''}
            onChange={(event) => {
              const description = event.currentTarget.value;
              edit((flow) => ({ ...flow, description: description || undefined }), 'flow description');
            }}
          />
        </div>
        <dl className="facts">
          <dt>{inspectorWords.tick}</dt>
          <dd>{draft.clock?.tick ?? '100ms'}</dd>
          <dt>{inspectorWords.nodes}</dt>
          <dd>{Object.keys(draft.nodes).length}</dd>
          <dt>{inspectorWords.edges}</dt>
          <dd>{draft.edges?.length ?? 0}</dd>
        </dl>
      </section>
      {parameters.length > 0 && (
        <section className="inspector-section">
          <h3 className="section-title">{inspectorWords.parameters}</h3>
          {parameters.map(([name, parameter]) => (
            <ParameterField
              key={name}
              title={parameter.title ?? name}
              parameter={parameter}
              onChange={(value) => {
                if (value !== undefined) edit((flow) => setParameter(flow, name, value), `parameter ${name}`);
              }}
            />
          ))}
        </section>
      )}
      <VersionList />
      <p className="inspector-section muted">{inspectorWords.selectANode}</p>
    </div>
  );
}
