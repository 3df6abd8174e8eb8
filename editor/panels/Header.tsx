import { Gauge, Menu, Monitor, Moon, PanelRight, Redo2, Rocket, Sun, Undo2 } from 'lucide-react';
import type { ReactElement } from 'react';
import { documentStore, isDirty, useDocument } from '../stores/document-store.ts';
import { useLive } from '../stores/live-store.ts';
import { setTheme, showsInspector, useSession, type Theme } from '../stores/session-store.ts';

const NEXT_THEME: Record<Theme, Theme> = { system: 'light', light: 'dark', dark: 'system' };
const THEME_ICON = { system: Monitor, light: Sun, dark: Moon };

interface HeaderProps {
  onCheck(): void;
  onDeploy(): void;
  onSystem(): void;
}

/** Which flow, which version, whether the draft differs; how the twin fares; check and deploy. */
export function Header({ onCheck, onDeploy, onSystem }: HeaderProps): ReactElement {
  const name = useDocument(({ draft, flowId }) => draft?.name ?? flowId);
  const version = useDocument((state) => state.version);
  const isOpen = useDocument((state) => state.draft !== undefined);
  const dirty = useDocument(isDirty);
  const canUndo = useDocument(({ history }) => (history?.past.length ?? 0) > 0);
  const canRedo = useDocument(({ history }) => (history?.future.length ?? 0) > 0);
  const theme = useSession((state) => state.theme);
  const inspectorOpen = useSession(showsInspector);
  const ThemeIcon = THEME_ICON[theme];
  const { undo, redo } = documentStore.getState();
  return (
    <header className="header">
      <SideButton />
      <span className="brand">Twinloom</span>
      <div className="header-flow">
        <h1 title={name}>{name ?? 'No flow open'}</h1>
        {isOpen && <span className="badge">{version > 0 ? `v${version}` : 'never deployed'}</span>}
        {isOpen && dirty && version > 0 && (
          <span className="badge badge-warn" title="A deploy of this draft would change what runs">
            draft differs
          </span>
        )}
        <SavingState />
      </div>
      <div className="header-tools">
        <button
          type="button"
          className="icon-button"
          aria-label="Undo"
          title="Undo (Ctrl+Z)"
          disabled={!canUndo}
          onClick={undo}
        >
          <Undo2 size={16} aria-hidden="true" />
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label="Redo"
          title="Redo (Ctrl+Shift+Z)"
          disabled={!canRedo}
          onClick={redo}
        >
          <Redo2 size={16} aria-hidden="true" />
        </button>
      </div>
      <TwinState />
      <div className="header-actions">
        <button
          type="button"
          className="icon-button"
          aria-label="System"
          title="How the server fares: flows, workers, memory, queues"
          onClick={onSystem}
        >
          <Gauge size={16} aria-hidden="true" />
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label={`Theme: ${theme}`}
          title={`Theme: ${theme === 'system' ? 'as the system' : theme}`}
          onClick={() => setTheme(NEXT_THEME[theme])}
        >
          <ThemeIcon size={16} aria-hidden="true" />
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label="Inspector"
          aria-pressed={inspectorOpen}
          title="Show or hide the inspector"
          onClick={() => useSession.setState({ inspector: inspectorOpen ? 'closed' : 'open' })}
        >
          <PanelRight size={16} aria-hidden="true" />
        </button>
        <button
          type="button"
          className="button header-check"
          disabled={!isOpen}
          title="Check the flow (Ctrl+Enter)"
          onClick={onCheck}
        >
          Check
        </button>
        <button
          type="button"
          className={`button ${dirty ? 'button-main' : ''}`}
          disabled={!isOpen}
          title="See the plan and deploy (Ctrl+Shift+Enter)"
          onClick={onDeploy}
        >
          <Rocket size={14} aria-hidden="true" />
          <span className="header-word">Deploy</span>
        </button>
      </div>
    </header>
  );
}

/** Only where the window is too narrow for what stands on the left. */
function SideButton(): ReactElement {
  const isOpen = useSession((state) => state.sideOpen);
  return (
    <button
      type="button"
      className="icon-button header-side"
      aria-label="Flows, twins and nodes"
      aria-expanded={isOpen}
      onClick={() => useSession.setState({ sideOpen: !isOpen })}
    >
      <Menu size={16} aria-hidden="true" />
    </button>
  );
}

function SavingState(): ReactElement {
  const saving = useDocument((state) => state.saving);
  const isOpen = useDocument((state) => state.draft !== undefined);
  const says = {
    saved: 'saved',
    waiting: 'saving',
    saving: 'saving',
    failed: 'not saved',
    conflict: 'not saved',
  }[saving];
  if (!isOpen) return <span />;
  return (
    <span className={`header-saving muted ${saving === 'failed' || saving === 'conflict' ? 'tone-bad' : ''}`}>
      {says}
    </span>
  );
}

function TwinState(): ReactElement {
  const twin = useLive((state) => state.twin);
  const state = useLive(({ twinState }) => twinState);
  const says = useLive((live) => live.says);
  const connection = useLive((live) => live.connection);
  if (!twin) return <div className="twin-state muted">no twin</div>;
  const lost = connection === 'lost';
  const word = lost
    ? 'connection lost'
    : connection === 'connecting' || state === 'unknown'
      ? 'connecting'
      : state;
  const mark =
    lost || state === 'failed' ? 'bad' : state === 'running' && connection === 'live' ? 'live' : 'idle';
  return (
    <div className="twin-state" title={says} data-twin-state={word}>
      <span className={`state-mark state-${mark}`} aria-hidden="true" />
      <strong>{twin}</strong>
      <span className={mark === 'bad' ? 'tone-bad' : 'muted'}>{word}</span>
    </div>
  );
}
