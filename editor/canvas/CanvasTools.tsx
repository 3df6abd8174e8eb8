import { useReactFlow, useStore } from '@xyflow/react';
import { Maximize, Minus, Plus } from 'lucide-react';
import type { ReactElement } from 'react';
import { canvasView } from '../stores/canvas-view.ts';
import { canvasWords } from '../words/canvas.ts';

/** Zoom and fit, at the foot of the canvas. */
export function CanvasTools(): ReactElement {
  const { zoomIn, zoomOut, zoomTo } = useReactFlow();
  const percent = useStore(({ transform: [, , zoom] }) => Math.round(zoom * 100));
  return (
    <div className="canvas-tools" role="toolbar" aria-label={canvasWords.view}>
      <button
        type="button"
        className="icon-button"
        aria-label={canvasWords.zoomOut}
        onClick={() => void zoomOut()}
      >
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
      <button
        type="button"
        className="icon-button"
        aria-label={canvasWords.zoomIn}
        onClick={() => void zoomIn()}
      >
        <Plus size={16} aria-hidden="true" />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={canvasWords.fit}
        title={canvasWords.fitWithKey}
        onClick={() => canvasView()?.fit()}
      >
        <Maximize size={16} aria-hidden="true" />
      </button>
    </div>
  );
}
