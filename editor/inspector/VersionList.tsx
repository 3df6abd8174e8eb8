import { useEffect, useState, type ReactElement } from 'react';
import type { VersionListBody } from '@twinloom/runtime/protocol/bodies';
import { sayProblem } from '../client/http.ts';
import { server } from '../client/server.ts';
import { openComparison } from '../stores/comparison-store.ts';
import { documentStore, useDocument } from '../stores/document-store.ts';
import { goLive } from '../stores/past-store.ts';
import { dayAndTime } from '../ui/format-time.ts';
import { inspectorWords } from '../words/inspector.ts';

type Version = VersionListBody[number];

/** What was deployed of the flow: who, when and why; each can be opened as the draft, or gone back to with the state it was left in. */
export function VersionList(): ReactElement | null {
  const flow = useDocument((state) => state.flowId);
  return flow === undefined ? null : <Versions key={flow} flow={flow} />;
}

function Versions({ flow }: { flow: string }): ReactElement | null {
  const current = useDocument((state) => state.version);
  const [versions, setVersions] = useState<VersionListBody>([]);
  const [asked, setAsked] = useState<number>();
  const [says, setSays] = useState('');
  useEffect(() => {
    let wanted = true;
    void server.versions(flow).then((answer) => {
      if (wanted && answer.ok) setVersions(answer.value);
    });
    return () => {
      wanted = false;
    };
  }, [flow, current]);
  if (versions.length === 0) return null;
  const open = async (n: number): Promise<boolean> => {
    const problem = await documentStore.getState().openVersion(n);
    setSays(sayProblem(problem));
    return problem === undefined;
  };
  const goBack = async ({ n }: Version): Promise<void> => {
    setAsked(undefined);
    // A deploy is of what runs now.
    goLive();
    if (!(await open(n))) return;
    const refused = await documentStore.getState().deploy(inspectorWords.backToVersion(n), n);
    setSays(sayProblem(refused));
  };
  return (
    <section className="inspector-section">
      <h3 className="section-title">{inspectorWords.versions}</h3>
      {says && <p className="field-says tone-bad">{says}</p>}
      <ul className="versions">
        {versions.map((version) => (
          <li key={version.n} className="version" data-version={version.n}>
            <div className="version-head">
              <b>v{version.n}</b>
              <span className="muted">
                {dayAndTime(version.t)} · {version.author}
              </span>
              {version.n === current && <span className="badge">{inspectorWords.runs}</span>}
            </div>
            {version.note && <p className="field-doc">{version.note}</p>}
            <div className="version-actions">
              {version.n !== current && (
                <button type="button" className="link-button" onClick={() => void open(version.n)}>
                  {inspectorWords.open}
                </button>
              )}
              <button
                type="button"
                className="link-button"
                onClick={() => void openComparison(version.n, versions)}
              >
                {inspectorWords.compareWith}
              </button>
              {version.n !== current && version.leftAt !== undefined && (
                <button
                  type="button"
                  className="link-button"
                  aria-expanded={asked === version.n}
                  onClick={() => setAsked(asked === version.n ? undefined : version.n)}
                >
                  {inspectorWords.goBack}
                </button>
              )}
            </div>
            {asked === version.n && version.leftAt !== undefined && (
              <div className="note note-warn">
                {inspectorWords.goBackMeans(version.n, dayAndTime(version.leftAt))}
                <div className="version-actions">
                  <button type="button" className="button button-small" onClick={() => void goBack(version)}>
                    {inspectorWords.goBackTo(version.n)}
                  </button>
                </div>
              </div>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
