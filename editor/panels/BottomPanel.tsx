import { ChevronDown, ChevronUp } from 'lucide-react';
import { Suspense, useEffect, useRef, type KeyboardEvent, type PointerEvent, type ReactElement } from 'react';
import { followAlarms, isUnseen, useAlarms } from '../stores/alarm-store.ts';
import { useDocument } from '../stores/document-store.ts';
import { openBottom, useSession, type BottomTab } from '../stores/session-store.ts';
import { onDemand } from '../ui/on-demand.tsx';
import { pageWords } from '../words/page.ts';

const scope = onDemand(async () => (await import('./ScopePanel.tsx')).ScopePanel);
const problems = onDemand(async () => (await import('./ProblemsPanel.tsx')).ProblemsPanel, 'ahead');
const alarms = onDemand(async () => (await import('./AlarmsPanel.tsx')).AlarmsPanel, 'ahead');
const log = onDemand(async () => (await import('./LogPanel.tsx')).LogPanel);
const timeline = onDemand(async () => (await import('./TimelinePanel.tsx')).TimelinePanel);
const scenarios = onDemand(async () => (await import('./scenarios/ScenariosPanel.tsx')).ScenariosPanel);

const LEAST = 120;
const TABS = [
  { name: 'problems', title: pageWords.problems },
  { name: 'scope', title: pageWords.scope },
  { name: 'alarms', title: pageWords.alarms },
  { name: 'log', title: pageWords.log },
  { name: 'timeline', title: pageWords.timeline },
  { name: 'scenarios', title: pageWords.scenarios },
] as const;

/** The evidence: problems, scope, alarms, log, the timeline and scenarios, as high as the person drags it. */
export function BottomPanel(): ReactElement {
  const tab = useSession((state) => state.bottomTab);
  const isOpen = useSession((state) => state.bottomOpen);
  const height = useSession((state) => state.bottomHeight);
  const errors = useDocument(
    ({ diagnostics }) => diagnostics.filter(({ severity }) => severity === 'error').length,
  );
  const unseen = useAlarms((state) => state.alarms.filter(isUnseen).length);
  useEffect(followAlarms, []);
  const warnings = useDocument(({ diagnostics }) => diagnostics.length) - errors;
  const choose = (chosen: BottomTab): void => {
    if (isOpen && tab === chosen) useSession.setState({ bottomOpen: false });
    else openBottom(chosen);
  };
  const badges: Partial<Record<BottomTab, ReactElement>> = {
    problems: (
      <>
        <Badge count={errors} tone="bad" />
        <Badge count={warnings} tone="warn" />
      </>
    ),
    alarms: <Badge count={unseen} tone="bad" />,
  };
  return (
    <section className="bottom" aria-label={pageWords.tabs} style={isOpen ? { height } : undefined}>
      {isOpen && <Sash height={height} />}
      <div className="bottom-head">
        <div className="tabs" role="tablist">
          {TABS.map(({ name, title }) => (
            <button
              key={name}
              type="button"
              role="tab"
              className="tab"
              aria-selected={isOpen && tab === name}
              onClick={() => choose(name)}
            >
              {title}
              {badges[name]}
            </button>
          ))}
        </div>
        <button
          type="button"
          className="icon-button"
          aria-label={isOpen ? pageWords.closePanel : pageWords.openPanel}
          onClick={() => useSession.setState({ bottomOpen: !isOpen })}
        >
          {isOpen ? <ChevronDown size={16} aria-hidden="true" /> : <ChevronUp size={16} aria-hidden="true" />}
        </button>
      </div>
      {isOpen && (
        <div className="bottom-body" role="tabpanel">
          <Suspense>
            {tab === 'problems' && <problems.Show />}
            {tab === 'scope' && <scope.Show />}
            {tab === 'alarms' && <alarms.Show />}
            {tab === 'log' && <log.Show />}
            {tab === 'timeline' && <timeline.Show />}
            {tab === 'scenarios' && <scenarios.Show />}
          </Suspense>
        </div>
      )}
    </section>
  );
}

function Badge({ count, tone }: { count: number; tone: 'bad' | 'warn' }): ReactElement | false {
  return count > 0 && <span className={`badge badge-${tone}`}>{count}</span>;
}

function Sash({ height }: { height: number }): ReactElement {
  const start = useRef<{ y: number; height: number }>(undefined);
  const resize = (wished: number): void => {
    const most = Math.max(LEAST, window.innerHeight * 0.6);
    useSession.setState({ bottomHeight: Math.round(Math.min(most, Math.max(LEAST, wished))) });
  };
  return (
    <div
      className="sash"
      role="separator"
      aria-orientation="horizontal"
      aria-label={pageWords.panelHeight}
      aria-valuenow={height}
      aria-valuemin={LEAST}
      aria-valuemax={800}
      tabIndex={0}
      onPointerDown={(event: PointerEvent<HTMLDivElement>) => {
        start.current = { y: event.clientY, height };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (start.current) resize(start.current.height + start.current.y - event.clientY);
      }}
      onPointerUp={() => {
        start.current = undefined;
      }}
      onKeyDown={(event: KeyboardEvent) => {
        if (event.key === 'ArrowUp') resize(height + 16);
        else if (event.key === 'ArrowDown') resize(height - 16);
      }}
    />
  );
}
