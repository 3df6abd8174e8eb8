import { sayProblem } from '../client/http.ts';
import { Suspense, useState, type ReactElement } from 'react';
import { useDocument } from '../stores/document-store.ts';
import { useLive } from '../stores/live-store.ts';
import { openEmptyFlow } from '../stores/new-flow.ts';
import { openFlow, useServer } from '../stores/server-store.ts';
import { lazyPart } from '../ui/on-demand.tsx';
import { paletteWords } from '../words/palette.ts';

const ExampleGallery = lazyPart(async () => (await import('./ExampleGallery.tsx')).default);

/** The flows of this server with their twins: a click opens the flow and follows the twin. New ones begin empty or from an example. */
export function FlowList(): ReactElement {
  const flows = useServer((state) => state.flows);
  const twins = useServer((state) => state.twins);
  const openId = useDocument((state) => state.flowId);
  const followed = useLive((state) => state.twin);
  const [opening, setOpening] = useState('');
  const [choosing, setChoosing] = useState(false);
  const [says, setSays] = useState('');
  const open = (flow: string, twin?: string): void => {
    setOpening(twin ?? flow);
    void openFlow(flow, twin).then(() => setOpening(''));
  };
  return (
    <section className="flow-list" aria-label={paletteWords.flowsTwins}>
      <h3 className="section-title">{paletteWords.flowsTwins}</h3>
      <ul>
        {flows.map((flow) => (
          <li key={flow.id}>
            <button
              type="button"
              className="flow-item"
              aria-current={flow.id === openId || undefined}
              title={flow.id}
              onClick={() => open(flow.id)}
            >
              <span className="flow-name">{flow.name || flow.id}</span>
              <span className="muted">{flow.version > 0 ? `v${flow.version}` : paletteWords.draft}</span>
            </button>
            <ul>
              {twins
                .filter((twin) => twin.flow === flow.id)
                .map((twin) => (
                  <li key={twin.id}>
                    <button
                      type="button"
                      className="flow-item twin-item"
                      aria-current={twin.id === followed || undefined}
                      onClick={() => open(flow.id, twin.id)}
                      title={twin.says ?? twin.id}
                    >
                      <span className={`twin-dot twin-${twin.status}`} aria-hidden="true" />
                      <span className="flow-name">{twin.id}</span>
                      <span className="muted">
                        {opening === twin.id ? paletteWords.opening : twin.status}
                      </span>
                    </button>
                  </li>
                ))}
            </ul>
          </li>
        ))}
      </ul>
      {flows.length === 0 && <p className="muted flow-none">{paletteWords.noFlowYet}</p>}
      <div className="flow-new">
        <button type="button" className="button button-small" onClick={() => setChoosing(true)}>
          {paletteWords.newFromExample}
        </button>
        <button
          type="button"
          className="button button-small button-quiet"
          onClick={() => void openEmptyFlow().then((problem) => setSays(sayProblem(problem)))}
        >
          {paletteWords.newEmptyFlow}
        </button>
        {says && (
          <p className="tone-bad" role="alert">
            {says}
          </p>
        )}
      </div>
      {choosing && (
        <Suspense>
          <ExampleGallery onClose={() => setChoosing(false)} />
        </Suspense>
      )}
    </section>
  );
}
