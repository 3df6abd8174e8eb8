import { useEffect, useRef, type ReactElement } from 'react';
import { formatValue } from '@twinloom/runtime/signal/format-value';
import type { Band } from '../../plot/bands.ts';
import type { Drawn } from '../../plot/drawn.ts';
import { measure, type Measured } from '../../plot/measure.ts';
import type { Trace } from '../../plot/traces.ts';
import { formatShare } from '../../ui/format-share.ts';
import { useScopeView } from '../../stores/scope-view.ts';
import { timeWithTenths } from '../../ui/format-time.ts';
import { scopeWords } from '../../words/scope.ts';

interface MeasureTableProps {
  traces: readonly Trace[];
  drawn: Drawn;
  /** What was drawn last, by trace. */
  bandsOf(): readonly Band[];
}

const HEADS = [
  'A',
  'B',
  'B − A',
  scopeWords.perSecond,
  scopeWords.mean,
  scopeWords.least,
  scopeWords.greatest,
  scopeWords.timeWithoutValue,
] as const;
/** Less than this share of the time without a value is not worth a word. */
const HARDLY = 5e-4;

/** What the traces do between the two cursors; written anew with each picture, past React. */
export function MeasureTable({ traces, drawn, bandsOf }: MeasureTableProps): ReactElement | null {
  const cursors = useScopeView((state) => state.cursors);
  const body = useRef<HTMLTableSectionElement>(null);
  useEffect(() => {
    if (!cursors) return undefined;
    return drawn.watch(({ data }) => {
      bandsOf().forEach((band, row) => {
        const trace = traces[row];
        const cells = body.current?.rows[row]?.cells;
        if (!trace || !cells) return;
        const measured = measure(data.times, band, data.to, ...cursors);
        textsOf(trace, measured).forEach((text, i) => {
          const cell = cells[i + 1];
          if (cell && cell.textContent !== text) cell.textContent = text;
        });
      });
    });
  }, [cursors, drawn, traces, bandsOf]);
  if (!cursors) return null;
  const [a, b] = cursors;
  return (
    <div className="scope-measure">
      <p>
        A {timeWithTenths(a)}, B {timeWithTenths(b)}: <b>Δt {spanOf(b - a)}</b>
      </p>
      <div className="scope-measure-table" role="group" aria-label={scopeWords.measures} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{scopeWords.trace}</th>
              {HEADS.map((head) => (
                <th key={head} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody ref={body}>
            {traces.map(({ label, unit }) => (
              <tr key={label}>
                <th scope="row">{unit === '' ? label : `${label}, ${unit}`}</th>
                {HEADS.map((head) => (
                  <td key={head} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

/** Of a boolean: false or true at the cursors, and the share of the time in which it was true. */
function textsOf({ isBoolean }: Trace, measured: Measured): string[] {
  const { atA, atB, change, slope, mean, least, greatest, missing } = measured;
  const without = missing > HARDLY ? formatShare(missing) : '';
  const say = (value: number | undefined): string => (value === undefined ? '–' : formatValue(value));
  if (!isBoolean) return [...[atA, atB, change, slope, mean, least, greatest].map(say), without];
  const word = (value: number | undefined): string =>
    value === undefined ? '–' : value === 0 ? 'false' : 'true';
  const share = mean === undefined ? '–' : scopeWords.shareTrue(formatShare(mean));
  return [word(atA), word(atB), '', '', share, word(least), word(greatest), without];
}

/** How long, with its sign: `12.4 s`, `−3 min 20 s`. */
function spanOf(seconds: number): string {
  const sign = seconds < 0 ? '−' : '';
  const size = Math.abs(seconds);
  if (size < 100) return `${sign}${formatValue(size)} s`;
  const whole = Math.round(size);
  const minutes = Math.floor(whole / 60);
  const hours = Math.floor(minutes / 60);
  const rest = `${minutes % 60} min ${whole % 60} s`;
  return `${sign}${hours > 0 ? `${hours} h ` : ''}${rest}`;
}
