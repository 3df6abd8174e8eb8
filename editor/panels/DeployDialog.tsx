import './deploy.css';
import { useEffect, useMemo, useState, type ReactElement } from 'react';
import { idPattern } from '@twinloom/runtime/graph/flow';
import { formatPlace, type Diagnostic } from '@twinloom/runtime/graph/diagnostic';
import { compareFlows, isSame } from '@twinloom/runtime/graph/compare-flows';
import type { PlanBody } from '@twinloom/runtime/protocol/bodies';
import type { Problem } from '../client/http.ts';
import { documentStore, useDocument } from '../stores/document-store.ts';
import { releaseKept } from '../stores/hand-sets.ts';
import { refreshLists, useServer } from '../stores/server-store.ts';
import { nameForTwin, runNewTwin } from '../stores/new-twin.ts';
import { announce, openBottom, showNode } from '../stores/session-store.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { ChangeSections } from './ChangeSections.tsx';

type PlanState = { plan: PlanBody } | { problem: Problem } | undefined;

const GROUPS: { key: keyof PlanBody; title: string; says: string }[] = [
  { key: 'reset', title: 'Reset', says: 'state starts anew' },
  { key: 'removed', title: 'Removed', says: 'state is dropped' },
  { key: 'migrated', title: 'Migrated', says: 'state is carried into a new form' },
  { key: 'added', title: 'Added', says: 'starts fresh' },
  { key: 'kept', title: 'Kept', says: 'state goes on' },
];

/** Shows what a deploy would do to each node's state, then deploys; a flow that nothing runs yet gets its first twin. */
export function DeployDialog({ onClose }: { onClose(): void }): ReactElement {
  const flowId = useDocument((state) => state.flowId);
  const version = useDocument((state) => state.version);
  const draft = useDocument((state) => state.draft);
  const allTwins = useServer((state) => state.twins);
  const twins = allTwins.filter((twin) => twin.flow === flowId);
  const [newTwin, setNewTwin] = useState(() =>
    flowId === undefined || twins.length > 0
      ? ''
      : nameForTwin(
          flowId,
          allTwins.map(({ id }) => id),
        ),
  );
  const [state, setState] = useState<PlanState>();
  const [note, setNote] = useState('');
  const [deploying, setDeploying] = useState(false);
  const [problem, setProblem] = useState<Problem>();

  useEffect(() => {
    let wanted = true;
    setState(undefined);
    void useDocument
      .getState()
      .plan()
      .then((next) => {
        if (wanted) setState(next);
      });
    return () => {
      wanted = false;
    };
    // Somebody else may deploy or edit while this is open.
  }, [version, draft]);

  const deploy = async (): Promise<void> => {
    setDeploying(true);
    const refused = (await documentStore.getState().deploy(note)) ?? (await runFirstTwin());
    setDeploying(false);
    setProblem(refused);
    if (refused) return;
    releaseKept();
    announce(`Version ${documentStore.getState().version} is deployed.`);
    onClose();
    await refreshLists();
  };

  const runFirstTwin = async (): Promise<Problem | undefined> => {
    const isWanted = twins.length === 0 && newTwin !== '' && flowId !== undefined;
    return isWanted ? runNewTwin(newTwin, flowId) : undefined;
  };

  const isName = newTwin === '' || idPattern.test(newTwin);
  const refused = problem ?? (state && 'problem' in state ? state.problem : undefined);
  const errors = refused?.diagnostics.filter(({ severity }) => severity === 'error') ?? [];
  return (
    <Dialog
      title={`Deploy version ${version + 1}`}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            Cancel
          </button>
          <button
            type="button"
            className="button button-main"
            disabled={deploying || !state || 'problem' in state || !isName}
            onClick={() => void deploy()}
          >
            {deploying ? 'Deploying' : 'Deploy'}
          </button>
        </>
      }
    >
      <p>
        {twins.length === 0
          ? 'No twin runs this flow yet. A twin is one running copy of it, for one machine; the first begins with this deploy.'
          : `${twins.length === 1 ? 'The twin' : `${twins.length} twins`} ${twins.map(({ id }) => id).join(', ')} ${twins.length === 1 ? 'moves' : 'move'} to this version between two instants.`}
      </p>
      {refused && (
        <div className="note note-bad" role="alert">
          {errors.length > 0 ? (
            <Errors errors={errors} onClose={onClose} />
          ) : (
            <>
              <strong>
                {refused.status === 409 ? 'Somebody else changed this flow meanwhile.' : refused.says}
              </strong>
              <p className="muted">
                {refused.status === 409
                  ? 'What they changed is in the draft now and in the list below. Look at it, then deploy again.'
                  : refused.remedy}
              </p>
            </>
          )}
        </div>
      )}
      <DeployedChanges onShown={onClose} />
      {!state && <p className="muted">Working out what happens to each node’s state.</p>}
      {state && 'plan' in state && <Plan plan={state.plan} />}
      {twins.length === 0 && (
        <div className="field">
          <label htmlFor="deploy-twin">Run it as the twin</label>
          <input
            id="deploy-twin"
            className="input"
            value={newTwin}
            maxLength={64}
            aria-invalid={!isName || undefined}
            aria-describedby="deploy-twin-says"
            onChange={(event) => setNewTwin(event.currentTarget.value.trim())}
          />
          <p id="deploy-twin-says" className={isName ? 'field-doc' : 'tone-bad'}>
            {isName
              ? 'Empty: deploy without running it.'
              : 'A name begins with a letter; letters, digits, - and _ only.'}
          </p>
        </div>
      )}
      <div className="field">
        <label htmlFor="deploy-note">Note</label>
        <input
          id="deploy-note"
          className="input"
          value={note}
          maxLength={2000}
          placeholder="What changed, for whoever reads the versions later"
          onChange={(event) => setNote(event.currentTarget.value)}
        />
      </div>
    </Dialog>
  );
}

const ERRORS_SHOWN = 3;

/** Why it cannot be deployed, and the way to where it is mended. */
function Errors({ errors, onClose }: { errors: readonly Diagnostic[]; onClose(): void }): ReactElement {
  const show = (): void => {
    const node = errors[0]?.at[0]?.node;
    openBottom('problems');
    if (node !== undefined) showNode(node);
    onClose();
  };
  return (
    <>
      <strong>
        {errors.length === 1
          ? 'This cannot be deployed before it is mended:'
          : `These ${errors.length} errors have to be mended first:`}
      </strong>
      <ul className="deploy-errors">
        {errors.slice(0, ERRORS_SHOWN).map(({ code, at, says, remedy }) => (
          <li key={`${code} ${formatPlace(at[0])} ${says}`}>
            <code>{formatPlace(at[0])}</code> {says}. <span className="muted">{remedy}</span>
          </li>
        ))}
      </ul>
      <button type="button" className="link-button" onClick={show}>
        {errors.length > ERRORS_SHOWN ? `Show all ${errors.length}` : 'Show me where'}
      </button>
    </>
  );
}

/** What differs between what runs and the draft; nothing while nothing runs. */
function DeployedChanges({ onShown }: { onShown(): void }): ReactElement | null {
  const from = useDocument((state) => state.deployed);
  const to = useDocument((state) => state.draft);
  const version = useDocument((state) => state.version);
  const compared = useMemo(() => from && to && { from, to, changes: compareFlows(from, to) }, [from, to]);
  if (!compared) return null;
  return (
    <section aria-labelledby="deploy-changes">
      <h3 id="deploy-changes" className="dialog-section">
        What this deploy changes in version {version}
      </h3>
      {isSame(compared.changes) ? (
        <p className="muted">Nothing: the draft is version {version}, to the last letter.</p>
      ) : (
        <ChangeSections compared={compared} isBrief onShown={onShown} />
      )}
    </section>
  );
}

function Plan({ plan }: { plan: PlanBody }): ReactElement {
  const groups = GROUPS.filter(({ key }) => plan[key].length > 0);
  if (groups.length === 0) return <p className="muted">This flow has no nodes.</p>;
  return (
    <section aria-labelledby="deploy-state">
      <h3 id="deploy-state" className="dialog-section">
        What happens to the state of each node
      </h3>
      <div className="plan">
        {groups.map(({ key, title, says }) => (
          <details key={key} className={`plan-group plan-${key}`} open={key !== 'kept'} data-plan={key}>
            <summary>
              <span className="plan-title">{title}</span>
              <span className="plan-count">{plan[key].length}</span>
              <span className="muted">{says}</span>
            </summary>
            <ul>
              {plan[key].map(({ node, why }) => (
                <li key={node}>
                  <code>{node}</code>
                  <span className="muted">{why}</span>
                </li>
              ))}
            </ul>
          </details>
        ))}
      </div>
    </section>
  );
}
