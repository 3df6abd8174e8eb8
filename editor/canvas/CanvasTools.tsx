import { useReactFlow, useStore } from '@xyflow/react';
import { Maximize, Minus, Plus } from 'lucide-react';
import type { ReactElement } from 'react';
import { canvasView } from '../stores/canvas-view.ts';

/** Zoom and fit, at the foot of the canvas. */
export function CanvasTools(): ReactElement {
  const { zoomIn, zoomOut, zoomTo } = useReactFlow();
  const percent = useStore(({ transform: [, , zoom] }) => Math.round(zoom * 100));
  return (
    <div className="canvas-tools" role="toolbar" aria-label="View">
      <button type="button" className="icon-button" aria-label="Zoom out" onClick={() => void zoomOut()}>
        <Minus size={16} aria-hidden="true" />
      </button>
      <button
        type="button"
        className="button button-small zoom-level"
        title="100 % (0)"
        onClick={() => void zoomTo(1)}
      >
        {percent} %
      </button>
      <button type="button" className="icon-button" aria-label="Zoom in" onClick={() => void zoomIn()}>
        <Plus size={16} aria-hidden="true" />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label="Fit the whole flow"
        title="Fit the whole flow (1)"
        onClick={() => canvasView()?.fit()}
      >
        <Maximize size={16} aria-hidden="true" />
      </button>
    </div>
  );
}
