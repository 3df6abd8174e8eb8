import { Hand, Play, Square } from 'lucide-react';
import { useCallback, useEffect, useState, type ReactElement } from 'react';
import type { FlowControl, FlowNode } from '@twinloom/runtime/graph/flow';
import type { PlantBody } from '@twinloom/runtime/protocol/bodies';
import { setByHand } from '../stores/hand-sets.ts';
import { useDocument } from '../stores/document-store.ts';
import { live, useLive, type Draw } from '../stores/live-store.ts';
import { refreshPlants, setPlant, useServer } from '../stores/server-store.ts';
import { HandSlider } from '../ui/HandSlider.tsx';
import { HandSwitch } from '../ui/HandSwitch.tsx';

const PLANT_POLL_MS = 5000;

/** The flow's own controls and the plant beside the twin: what a person does to the running twin, at once. */
export function ControlBar(): ReactElement | null {
  const twin = useLive((state) => state.twin);
  const plant = useServer(({ plants }) => plants.find((each) => each.twin === twin));
  const deployed = useDocument((state) => state.deployed);
  const controls = twin !== undefined ? (deployed?.controls ?? []) : [];
  if (!plant && controls.length === 0) return null;
  return (
    <div className="control-bar" role="toolbar" aria-label="Controls of the running twin">
      {plant && <PlantControl key={plant.twin} {...plant} />}
      {controls.map((control) => (
        <Control
          key={control.port}
          control={control}
          node={deployed?.nodes[control.port.split('.')[0] ?? '']}
        />
      ))}
    </div>
  );
}

function PlantControl({ twin, status, says }: PlantBody): ReactElement {
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState('');
  useEffect(() => {
    const timer = setInterval(() => void refreshPlants(), PLANT_POLL_MS);
    return () => clearInterval(timer);
  }, []);
  const change = async (next: 'running' | 'stopped'): Promise<void> => {
    setBusy(true);
    const refused = await setPlant(twin, next);
    setProblem(refused ? `${refused.says} ${refused.remedy}` : '');
    setBusy(false);
  };
  return (
    <div className="control" title={says}>
      <span className="control-name">Plant</span>
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
        Stop
      </button>
      <button
        type="button"
        className="button button-small"
        disabled={busy || status === 'running'}
        onClick={() => void change('running')}
      >
        <Play size={12} aria-hidden="true" />
        Start
      </button>
      {problem && <span className="tone-bad">{problem}</span>}
    </div>
  );
}

function Control({ control, node }: { control: FlowControl; node: FlowNode | undefined }): ReactElement {
  const { title, port, look } = control;
  const state = control.state ?? port;
  const nodeId = port.split('.')[0] ?? '';
  const byHand = useLive(({ nodes }) => nodes[nodeId]?.setByHand === true);
  const watch = useCallback((draw: Draw) => live.watch(state, draw), [state]);
  const params = node?.params ?? {};
  const given = params[port.split('.')[1] ?? 'value'] ?? params.value;
  return (
    <div className="control" data-control={port}>
      <span className="control-name">{title}</span>
      {look === 'switch' ? (
        <HandSwitch
          label={title}
          fallback={given === true || given === 1}
          watch={watch}
          onSet={(value) => setByHand(port, value)}
        />
      ) : (
        <HandSlider
          label={title}
          min={numberOr(params.min, 0)}
          max={numberOr(params.max, 100)}
          unit={typeof params.unit === 'string' ? params.unit : ''}
          fallback={numberOr(given, 0)}
          watch={watch}
          onSet={(value) => setByHand(port, value)}
        />
      )}
      {byHand && (
        <span className="by-hand">
          <span className="badge">
            <Hand size={12} aria-hidden="true" />
            set by hand
          </span>
          <button
            type="button"
            className="button button-small button-quiet"
            onClick={() => setByHand(port, null)}
          >
            back to the flow
          </button>
        </span>
      )}
    </div>
  );
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}
