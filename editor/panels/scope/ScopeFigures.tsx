import { useEffect, useState, type ReactElement } from 'react';
import {
  isTooLongForFigures,
  MOST_FIGURES_SECONDS,
  type FiguresBody,
} from '@twinloom/runtime/protocol/figures';
import { formatValue } from '@twinloom/runtime/signal/format-value';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import { askFigures } from '../../client/ask-figures.ts';
import { sayProblem } from '../../client/http.ts';
import { whileVisible } from '../../client/while-visible.ts';
import { scopeStretch, useScopeView } from '../../stores/scope-view.ts';
import { timeWithTenths } from '../../ui/format-time.ts';
import { scopeWords } from '../../words/scope.ts';

/** While it follows what is live, ms: a longer time takes longer to work out, and changes less. */
const againMs = (seconds: number): number => Math.max(10_000, 10 * seconds);
/** Who moves or zooms asks once they rest. */
const REST_MS = 400;
/** Of a stretch that was held back by so little nothing is said, s. */
const HARDLY = 1;

type Seen = { figures: FiguresBody; asked: number } | { problem: string };

/** The KPIs of the flow over what the scope shows, or between its cursors. */
export function ScopeFigures({ twin }: { twin: string }): ReactElement {
  const seen = useFigures(twin);
  if (!seen) return <p className="scope-figures muted">{scopeWords.figures.working}</p>;
  if ('problem' in seen) return <p className="scope-figures tone-bad">{seen.problem}</p>;
  const { figures, asked } = seen;
  const { from, to, kpis } = figures;
  return (
    <div className="scope-measure scope-figures">
      <p>
        {scopeWords.figures.between(timeWithTenths(from), timeWithTenths(to))}
        {from > asked + HARDLY && <span className="tone-warn"> {scopeWords.figures.shorter}</span>}
      </p>
      {kpis.length === 0 ? (
        <p className="muted">{scopeWords.figures.none}</p>
      ) : (
        <table aria-label={scopeWords.figures.label}>
          <tbody>
            {kpis.map(({ name, title, unit, expression, value, says, missing }) => (
              <tr key={name} data-figure={name} title={expression}>
                <th scope="row">{title}</th>
                <td>
                  {value === undefined ? (
                    <span className="muted">{says}</span>
                  ) : (
                    `${formatValue(value, 5)} ${formatUnit(unit)}`
                  )}
                  {missing > 0 && (
                    <span className="badge badge-warn">
                      {scopeWords.figures.missing(formatValue(missing, 3))}
                    </span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function useFigures(twin: string): Seen | undefined {
  const seconds = useScopeView((state) => state.seconds);
  const heldAt = useScopeView((state) => state.heldAt);
  const cursors = useScopeView((state) => state.cursors);
  const [seen, setSeen] = useState<Seen>();
  useEffect(() => {
    let undo = (): void => undefined;
    let wanted = true;
    const ask = async (): Promise<void> => {
      const { from, to } = between(cursors) ?? scopeStretch();
      if (isTooLongForFigures(to - from))
        return setSeen({ problem: scopeWords.figures.tooLong(MOST_FIGURES_SECONDS / 3600) });
      const isLive = heldAt === undefined && !cursors;
      const answer = await askFigures(twin, from, isLive ? undefined : to);
      if (!wanted) return;
      setSeen(answer.ok ? { figures: answer.value, asked: from } : { problem: sayProblem(answer.problem) });
    };
    const timer = setTimeout(() => {
      if (heldAt === undefined && !cursors) undo = whileVisible(ask, againMs(seconds));
      else void ask();
    }, REST_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
      undo();
    };
  }, [twin, seconds, heldAt, cursors]);
  return seen;
}

function between(cursors: readonly [number, number] | undefined): { from: number; to: number } | undefined {
  return cursors && { from: Math.min(...cursors), to: Math.max(...cursors) };
}
