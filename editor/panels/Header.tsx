import { Gauge, Menu, Monitor, Moon, PanelRight, Redo2, Rocket, Sun, Undo2 } from 'lucide-react';
import type { ReactElement } from 'react';
import { documentStore, isDirty, useDocument } from '../stores/document-store.ts';
import { useLive } from '../stores/live-store.ts';
import { setTheme, showsInspector, useSession, type Theme } from '../stores/session-store.ts';
import { pageWords } from '../words/page.ts';

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
        <h1 title={name}>{name ?? pageWords.noFlowOpen}</h1>
        {isOpen && <span className="badge">{version > 0 ? `v${version}` : pageWords.neverDeployed}</span>}
        {isOpen && dirty && version > 0 && (
          <span className="badge badge-warn" title={pageWords.draftDiffersMeans}>
            {pageWords.draftDiffers}
          </span>
        )}
        <SavingState />
      </div>
      <div className="header-tools">
        <button
          type="button"
          className="icon-button"
          aria-label={pageWords.undo}
          title={pageWords.undoWithKey}
          disabled={!canUndo}
          onClick={undo}
        >
          <Undo2 size={16} aria-hidden="true" />
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label={pageWords.redo}
          title={pageWords.redoWithKey}
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
          aria-label={pageWords.system}
          title={pageWords.systemMeans}
          onClick={onSystem}
        >
          <Gauge size={16} aria-hidden="true" />
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label={pageWords.theme(pageWords.themes[theme])}
          title={pageWords.theme(theme === 'system' ? pageWords.themeOfSystem : pageWords.themes[theme])}
          onClick={() => setTheme(NEXT_THEME[theme])}
        >
          <ThemeIcon size={16} aria-hidden="true" />
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label={pageWords.inspector}
          aria-pressed={inspectorOpen}
          title={pageWords.inspectorToggle}
          onClick={() => useSession.setState({ inspector: inspectorOpen ? 'closed' : 'open' })}
        >
          <PanelRight size={16} aria-hidden="true" />
        </button>
        <button
          type="button"
          className="button header-check"
          disabled={!isOpen}
          title={pageWords.checkWithKey}
          onClick={onCheck}
        >
          {pageWords.check}
        </button>
        <button
          type="button"
          className={`button ${dirty ? 'button-main' : ''}`}
          disabled={!isOpen}
          title={pageWords.deployWithKey}
          onClick={onDeploy}
        >
          <Rocket size={14} aria-hidden="true" />
          <span className="header-word">{pageWords.deploy}</span>
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
      aria-label={pageWords.flowsTwinsNodes}
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
  if (!isOpen) return <span />;
  return (
    <span className={`header-saving muted ${saving === 'failed' || saving === 'conflict' ? 'tone-bad' : ''}`}>
      {pageWords.savingStates[saving]}
    </span>
  );
}

function TwinState(): ReactElement {
  const twin = useLive((state) => state.twin);
  const state = useLive(({ twinState }) => twinState);
  const says = useLive((live) => live.says);
  const connection = useLive((live) => live.connection);
  if (!twin) return <div className="twin-state muted">{pageWords.noTwin}</div>;
  const lost = connection === 'lost';
  const shown = lost ? 'lost' : connection === 'connecting' || state === 'unknown' ? 'connecting' : state;
  const word = pageWords.twinStates[shown];
  const mark =
    lost || state === 'failed' ? 'bad' : state === 'running' && connection === 'live' ? 'live' : 'idle';
  return (
    <div className="twin-state" title={says} data-twin-state={shown}>
      <span className={`state-mark state-${mark}`} aria-hidden="true" />
      <strong>{twin}</strong>
      <span className={mark === 'bad' ? 'tone-bad' : 'muted'}>{word}</span>
    </div>
  );
}
