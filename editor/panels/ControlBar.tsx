import { Play, Square } from 'lucide-react';
import { useEffect, useMemo, useState, type ReactElement } from 'react';
import type { PlantBody } from '@twinloom/runtime/protocol/bodies';
import { sayProblem } from '../client/http.ts';
import { whileVisible } from '../client/while-visible.ts';
import { useCatalog } from '../stores/catalog-store.ts';
import { controlsOf } from '../stores/controls-of.ts';
import { useDocument } from '../stores/document-store.ts';
import { useLive } from '../stores/live-store.ts';
import { refreshPlants, setPlant, useServer } from '../stores/server-store.ts';
import { Control } from './Control.tsx';
import { pageWords } from '../words/page.ts';

const PLANT_POLL_MS = 5000;

/** The flow's own controls and the plant beside the twin: what a person does to the running twin, at once. */
export function ControlBar(): ReactElement | null {
  const twin = useLive((state) => state.twin);
  const plant = useServer(({ plants }) => plants.find((each) => each.twin === twin));
  const deployed = useDocument((state) => state.deployed);
  const byType = useCatalog((state) => state.byType);
  const controls = useMemo(
    () => (twin !== undefined && deployed ? controlsOf(deployed, byType) : []),
    [twin, deployed, byType],
  );
  if (!plant && controls.length === 0) return null;
  return (
    <div
      className="control-bar"
      role="toolbar"
      aria-label={pageWords.controls}
      onWheel={({ currentTarget, deltaY }) => void (currentTarget.scrollLeft += deltaY)}
    >
      {plant && <PlantControl key={plant.twin} {...plant} />}
      {controls.map((control) => {
        const node = deployed?.nodes[control.port.split('.')[0] ?? ''];
        return (
          <Control
            key={control.port}
            control={control}
            node={node}
            descriptor={byType.get(node?.type ?? '')}
          />
        );
      })}
    </div>
  );
}

function PlantControl({ twin, status, says }: PlantBody): ReactElement {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  useEffect(() => whileVisible(refreshPlants, PLANT_POLL_MS), []);
  const change = async (next: 'running' | 'stopped'): Promise<void> => {
    setBusy(true);
    const refused = await setPlant(twin, next);
    setProblem(sayProblem(refused));
    setBusy(false);
  };
  return (
    <div className="control" title={says}>
      <span className="control-name">{pageWords.plant}</span>
      <span className="control-state" data-plant={status}>
        {status}
      </span>
      <button
        type="button"
        className="button button-small"
        disabled={busy || status === 'stopped'}
        onClick={() => void change('stopped')}
      >
        <Square size={12} aria-hidden="true" />
        {pageWords.stop}
      </button>
      <button
        type="button"
        className="button button-small"
        disabled={busy || status === 'running'}
        onClick={() => void change('running')}
      >
        <Play size={12} aria-hidden="true" />
        {pageWords.start}
      </button>
      {problem && <span className="tone-bad">{problem}</span>}
    </div>
  );
}
