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
import { deployWords } from '../words/deploy.ts';

type PlanState = { plan: PlanBody } | { problem: Problem } | undefined;

const GROUPS: { key: keyof PlanBody; title: string; says: string }[] = [
  { key: 'reset', title: deployWords.reset, says: deployWords.resetMeans },
  { key: 'removed', title: deployWords.removed, says: deployWords.removedMeans },
  { key: 'migrated', title: deployWords.migrated, says: deployWords.migratedMeans },
  { key: 'added', title: deployWords.added, says: deployWords.addedMeans },
  { key: 'kept', title: deployWords.kept, says: deployWords.keptMeans },
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
    announce(deployWords.deployed(documentStore.getState().version));
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
      title={deployWords.deployVersion(version + 1)}
      onClose={onClose}
      actions={
        <>
          <button type="button" className="button" onClick={onClose}>
            {deployWords.cancel}
          </button>
          <button
            type="button"
            className="button button-main"
            disabled={deploying || !state || 'problem' in state || !isName}
            onClick={() => void deploy()}
          >
            {deploying ? deployWords.deploying : deployWords.deploy}
          </button>
        </>
      }
    >
      <p>
        {twins.length === 0
          ? deployWords.noTwinYet
          : deployWords.twinsMove(twins.length, twins.map(({ id }) => id).join(', '))}
      </p>
      {refused && (
        <div className="note note-bad" role="alert">
          {errors.length > 0 ? (
            <Errors errors={errors} onClose={onClose} />
          ) : (
            <>
              <strong>{refused.status === 409 ? deployWords.changedElsewhere : refused.says}</strong>
              <p className="muted">
                {refused.status === 409 ? deployWords.changedElsewhereMeans : refused.remedy}
              </p>
            </>
          )}
        </div>
      )}
      <DeployedChanges onShown={onClose} />
      {!state && <p className="muted">{deployWords.planning}</p>}
      {state && 'plan' in state && <Plan plan={state.plan} />}
      {twins.length === 0 && (
        <div className="field">
          <label htmlFor="deploy-twin">{deployWords.runAsTwin}</label>
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
            {isName ? deployWords.noTwinMeans : deployWords.twinNameRule}
          </p>
        </div>
      )}
      <div className="field">
        <label htmlFor="deploy-note">{deployWords.note}</label>
        <input
          id="deploy-note"
          className="input"
          value={note}
          maxLength={2000}
          placeholder={deployWords.noteExample}
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
        {errors.length === 1 ? deployWords.oneErrorFirst : deployWords.errorsFirst(errors.length)}
      </strong>
      <ul className="deploy-errors">
        {errors.slice(0, ERRORS_SHOWN).map(({ code, at, says, remedy }) => (
          <li key={`${code} ${formatPlace(at[0])} ${says}`}>
            <code>{formatPlace(at[0])}</code> {says}. <span className="muted">{remedy}</span>
          </li>
        ))}
      </ul>
      <button type="button" className="link-button" onClick={show}>
        {errors.length > ERRORS_SHOWN ? deployWords.showAll(errors.length) : deployWords.showMeWhere}
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
        {deployWords.changesOf(version)}
      </h3>
      {isSame(compared.changes) ? (
        <p className="muted">{deployWords.nothingChanges(version)}</p>
      ) : (
        <ChangeSections compared={compared} isBrief onShown={onShown} />
      )}
    </section>
  );
}

function Plan({ plan }: { plan: PlanBody }): ReactElement {
  const groups = GROUPS.filter(({ key }) => plan[key].length > 0);
  if (groups.length === 0) return <p className="muted">{deployWords.flowNoNodes}</p>;
  return (
    <section aria-labelledby="deploy-state">
      <h3 id="deploy-state" className="dialog-section">
        {deployWords.statesOfNodes}
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
