import './compare.css';
import { X } from 'lucide-react';
import { useEffect, useRef, type ReactElement } from 'react';
import { isSame } from '@twinloom/runtime/graph/compare-flows';
import { canvasView } from '../stores/canvas-view.ts';
import { closeComparison, compareSides, useComparison, type Side } from '../stores/comparison-store.ts';
import { dayAndTime } from '../ui/format-time.ts';
import { ChangeSections } from './ChangeSections.tsx';
import { changesWords } from '../words/changes.ts';

/** Two versions of the open flow compared, in the place of the inspector: the canvas beside it shows what was added, changed and removed. */
export function ComparePane({ from, to }: { from: Side; to: Side }): ReactElement {
  const compared = useComparison((state) => state.compared);
  const problem = useComparison((state) => state.problem);
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => close.current?.focus(), []);
  const isThere = compared !== undefined;
  useEffect(() => {
    // Once the canvas has the room that the pane leaves it.
    const frame = isThere ? requestAnimationFrame(() => canvasView()?.fit()) : 0;
    return () => cancelAnimationFrame(frame);
  }, [isThere]);
  return (
    <aside className="compare-pane" role="dialog" aria-labelledby="compare-title">
      <header className="compare-head">
        <h2 id="compare-title">{changesWords.compare}</h2>
        <button
          ref={close}
          type="button"
          className="icon-button"
          aria-label={changesWords.close}
          onClick={closeComparison}
        >
          <X size={16} aria-hidden="true" />
        </button>
      </header>
      <div className="compare-sides">
        <SideChoice label={changesWords.from} side={from} onChoose={(side) => void compareSides(side, to)} />
        <SideChoice label={changesWords.to} side={to} onChoose={(side) => void compareSides(from, side)} />
      </div>
      <div className="compare-body">
        {problem && (
          <p className="note note-bad" role="alert">
            {problem}
          </p>
        )}
        {!compared && !problem && <p className="muted">{changesWords.fetching}</p>}
        {compared && isSame(compared.changes) && <p className="note">{changesWords.same}</p>}
        {compared && !isSame(compared.changes) && <ChangeSections compared={compared} />}
      </div>
    </aside>
  );
}

interface SideChoiceProps {
  label: string;
  side: Side;
  onChoose(side: Side): void;
}

function SideChoice({ label, side, onChoose }: SideChoiceProps): ReactElement {
  const versions = useComparison((state) => state.versions);
  const chosen = versions.find(({ n }) => n === side);
  return (
    <div className="compare-side">
      <label>
        <span className="muted">{label}</span>
        <select
          className="input"
          value={String(side)}
          onChange={({ currentTarget: { value } }) => onChoose(value === 'draft' ? 'draft' : Number(value))}
        >
          <option value="draft">{changesWords.draft}</option>
          {versions.map(({ n, note }) => (
            <option key={n} value={n}>
              {`${changesWords.version(n)}${note ? ` · ${note}` : ''}`}
            </option>
          ))}
        </select>
      </label>
      <p className="compare-who muted">
        {chosen ? `${dayAndTime(chosen.t)} · ${chosen.author}` : changesWords.draftMeans}
      </p>
    </div>
  );
}
