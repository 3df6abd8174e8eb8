import {
  ChevronLeft,
  ChevronRight,
  Download,
  Pause,
  Play,
  Ruler,
  Sigma,
  Table2,
  ZoomIn,
  ZoomOut,
} from 'lucide-react';
import type { ReactElement } from 'react';
import {
  followScope,
  holdScope,
  panScope,
  scopeStretch,
  showSeconds,
  toggleCursors,
  useScopeView,
  zoomScope,
} from '../../stores/scope-view.ts';
import { scopeWords } from '../../words/scope.ts';

const WINDOWS = [
  { seconds: 60, label: '1 min' },
  { seconds: 300, label: '5 min' },
  { seconds: 1_200, label: '20 min' },
  { seconds: 7_200, label: '2 h' },
  { seconds: 86_400, label: '24 h' },
] as const;
const EXPORTS = [
  { ending: 'csv', label: 'CSV' },
  { ending: 'parquet', label: 'Parquet' },
] as const;
const ZOOM = 2;
const STEP = 0.25;

interface ScopeToolsProps {
  twin: string | undefined;
  /** Those that are drawn. */
  ports: readonly string[];
  /** When the first value that is drawn was. */
  firstTime(): number | undefined;
  /** Saves a picture of the chart; undefined while there is none. */
  onPicture: (() => void) | undefined;
}

/** How much time the scope shows, whether it follows, cursors, table, and what is handed out. */
export function ScopeTools({ twin, ports, firstTime, onPicture }: ScopeToolsProps): ReactElement {
  const { seconds, heldAt, past, cursors, look, figures } = useScopeView();
  const isHeld = heldAt !== undefined;
  return (
    <div className="scope-tools">
      <div className="segments" role="group" aria-label={scopeWords.window}>
        {WINDOWS.map((option) => (
          <button
            key={option.seconds}
            type="button"
            className="segment"
            aria-pressed={option.seconds === seconds}
            onClick={() => showSeconds(option.seconds)}
          >
            {option.label}
          </button>
        ))}
      </div>
      <button
        type="button"
        className="button button-small"
        disabled={past !== undefined && heldAt === past}
        onClick={isHeld ? followScope : holdScope}
      >
        {isHeld ? <Play size={14} aria-hidden="true" /> : <Pause size={14} aria-hidden="true" />}
        {isHeld ? scopeWords.follow : scopeWords.pause}
      </button>
      <div className="scope-moves">
        <Tool label={scopeWords.earlier} icon={ChevronLeft} onClick={() => panScope(-STEP)} />
        <Tool label={scopeWords.zoomOut} icon={ZoomOut} onClick={() => zoomScope(ZOOM)} />
        <Tool label={scopeWords.zoomIn} icon={ZoomIn} onClick={() => zoomScope(1 / ZOOM)} />
        <Tool label={scopeWords.later} icon={ChevronRight} isOff={!isHeld} onClick={() => panScope(STEP)} />
        <Tool
          label={scopeWords.measure}
          icon={Ruler}
          isOn={cursors !== undefined}
          onClick={() => toggleCursors(firstTime())}
        />
        <Tool
          label={scopeWords.showTable}
          icon={Table2}
          isOn={look === 'table'}
          onClick={() => useScopeView.setState({ look: look === 'table' ? 'chart' : 'table' })}
        />
        <Tool
          label={scopeWords.figures.label}
          icon={Sigma}
          isOn={figures}
          onClick={() => useScopeView.setState({ figures: !figures })}
        />
      </div>
      {ports.length > 0 && (
        <span className="scope-exports">
          {onPicture && (
            <button type="button" className="link-button scope-export" onClick={onPicture}>
              <Download size={12} aria-hidden="true" /> PNG
            </button>
          )}
          {twin !== undefined &&
            EXPORTS.map(({ ending, label }) => (
              <a
                key={ending}
                className="scope-export"
                href={exportAddress(twin, ports, ending)}
                download={`${twin}.${ending}`}
                title={scopeWords.exportMeans}
                onClick={({ currentTarget }) => {
                  currentTarget.href = exportAddress(twin, ports, ending);
                }}
              >
                <Download size={12} aria-hidden="true" /> {label}
              </a>
            ))}
        </span>
      )}
    </div>
  );
}

interface ToolProps {
  label: string;
  icon: typeof Ruler;
  /** Undefined: no switch. */
  isOn?: boolean;
  isOff?: boolean;
  onClick(): void;
}

function Tool({ label, icon: Icon, isOn, isOff, onClick }: ToolProps): ReactElement {
  return (
    <button
      type="button"
      className="icon-button icon-button-small"
      aria-label={label}
      title={label}
      aria-pressed={isOn}
      disabled={isOff}
      onClick={onClick}
    >
      <Icon size={14} aria-hidden="true" />
    </button>
  );
}

/** What was recorded of these ports in the time that is shown. */
function exportAddress(
  twin: string,
  ports: readonly string[],
  ending: (typeof EXPORTS)[number]['ending'],
): string {
  const { from, to } = scopeStretch();
  const query = new URLSearchParams(ports.map((port) => ['port', port]));
  query.set('from', String(Math.floor(from)));
  if (useScopeView.getState().heldAt !== undefined) query.set('to', String(Math.ceil(to)));
  return `/api/twins/${encodeURIComponent(twin)}/history.${ending}?${query}`;
}
