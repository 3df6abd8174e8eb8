import './ui/tokens.css';
import './ui/base.css';
import './ui/controls.css';
import './App.css';
import { Suspense, useCallback, useEffect, useState, type ReactElement } from 'react';
import { flushSync } from 'react-dom';
import { FlowCanvas } from './canvas/FlowCanvas.tsx';
import { SidePanes } from './palette/SidePanes.tsx';
import { Banners } from './panels/Banners.tsx';
import { BottomPanel } from './panels/BottomPanel.tsx';
import { ControlBar } from './panels/ControlBar.tsx';
import { Header } from './panels/Header.tsx';
import { SkipLinks } from './panels/SkipLinks.tsx';
import { useComparison } from './stores/comparison-store.ts';
import { useCsvImport } from './stores/csv-import.ts';
import { documentStore } from './stores/document-store.ts';
import { useLive } from './stores/live-store.ts';
import { goLive, usePast } from './stores/past-store.ts';
import { startSession } from './stores/server-store.ts';
import { openBottom, showsInspector, useAtRest, useSession } from './stores/session-store.ts';
import { useTour } from './stores/tour-store.ts';
import { useWhy } from './stores/why-store.ts';
import { loadAllParts } from './ui/load-part.ts';
import { KeptKeys } from './ui/KeptKeys.tsx';
import { loadAhead, onDemand } from './ui/on-demand.tsx';
import { pageWords } from './words/page.ts';

const inspector = onDemand(async () => (await import('./inspector/Inspector.tsx')).Inspector, 'ahead');
const shortcuts = onDemand(async () => (await import('./panels/Shortcuts.tsx')).Shortcuts);
const commandSheet = onDemand(async () => (await import('./panels/CommandSheet.tsx')).CommandSheet, 'ahead');
const deployDialog = onDemand(async () => (await import('./panels/DeployDialog.tsx')).DeployDialog, 'ahead');
const comparePane = onDemand(async () => (await import('./panels/ComparePane.tsx')).ComparePane);
const csvDialog = onDemand(async () => (await import('./inspector/CsvDialog.tsx')).CsvDialog);
const systemPage = onDemand(async () => (await import('./panels/SystemPage.tsx')).SystemPage);
const timeStrip = onDemand(async () => (await import('./panels/time/TimeStrip.tsx')).TimeStrip);
const pastBanner = onDemand(async () => (await import('./panels/time/PastBanner.tsx')).PastBanner);
const tour = onDemand(async () => (await import('./panels/tour/Tour.tsx')).Tour);
const whyPane = onDemand(async () => (await import('./panels/time/WhyPane.tsx')).WhyPane);

/** What a person waits for comes first. */
const CALM_MS = 5_000;

/** The editor: navigation left, properties right, evidence at the bottom, the flow in the middle. */
export function App(): ReactElement {
  const connection = useLive((state) => state.connection);
  const inspectorOpen = useAtRest(showsInspector);
  const sideOpen = useSession((state) => state.sideOpen);
  const sides = useComparison((state) => state.sides);
  const importing = useCsvImport((state) => state.open !== undefined);
  const hasSheet = useSession((state) => state.sheet !== undefined);
  const announcement = useSession((state) => state.announcement);
  const [deploying, setDeploying] = useState(false);
  const onCheck = useCallback(() => {
    openBottom('problems');
    void documentStore.getState().check();
  }, []);
  const explains = useWhy((state) => state.port !== undefined);
  const hasTour = useTour(({ step, isOffered }) => isOffered || step !== undefined);
  const isPast = usePast((state) => state.time !== undefined);
  const onDeploy = useCallback(() => {
    // A deploy is of what runs now.
    goLive();
    setDeploying(true);
  }, []);
  const onClose = useCallback(() => setDeploying(false), []);
  const [showsSystem, setShowsSystem] = useState(false);
  const [hasKeyboard, setHasKeyboard] = useState(false);
  useEffect(() => {
    // Whoever sees the flow can use the keyboard: it listens before the flow is asked for. What suspends React shows as late as it likes.
    const keyboard = shortcuts.load().then(() => flushSync(() => setHasKeyboard(true)));
    void startSession(keyboard).then(loadAhead).then(loadTheRestLater);
  }, []);
  return (
    <div
      className="app"
      data-connection={connection}
      data-side={sideOpen || undefined}
      data-past={isPast || undefined}
    >
      <SkipLinks />
      <Header onCheck={onCheck} onDeploy={onDeploy} onSystem={() => setShowsSystem(true)} />
      <ControlBar />
      <Banners />
      <Suspense>{hasTour && <tour.Show />}</Suspense>
      <Suspense>{isPast && <pastBanner.Show />}</Suspense>
      <div className="workspace">
        <SidePanes />
        <main className="middle">
          <FlowCanvas />
          <Suspense fallback={<div className="time-strip" />}>
            <timeStrip.Show />
          </Suspense>
          <BottomPanel />
        </main>
        {sides ? (
          <Suspense>
            <comparePane.Show {...sides} />
          </Suspense>
        ) : explains ? (
          <Suspense>
            <whyPane.Show />
          </Suspense>
        ) : (
          inspectorOpen && (
            <Suspense fallback={<aside className="inspector" aria-label={pageWords.inspector} />}>
              <inspector.Show />
            </Suspense>
          )
        )}
      </div>
      {hasKeyboard && <shortcuts.Show onCheck={onCheck} onDeploy={onDeploy} />}
      <Suspense fallback={<KeptKeys />}>{hasSheet && <commandSheet.Show />}</Suspense>
      <Suspense>
        {importing && <csvDialog.Show />}
        {showsSystem && <systemPage.Show onClose={() => setShowsSystem(false)} />}
        {deploying && <deployDialog.Show onClose={onClose} />}
      </Suspense>
      <div className="visually-hidden" role="status" aria-live="polite">
        {announcement}
      </div>
    </div>
  );
}

/** The parts that were not needed yet: they are there then also where the server goes away meanwhile. */
function loadTheRestLater(): void {
  setTimeout(() => requestIdleCallback(() => void loadAllParts()), CALM_MS);
}
