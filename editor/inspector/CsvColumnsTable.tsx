import { useId, type ReactElement } from 'react';
import { columnTypes, type ColumnType, type CsvFormat } from '@twinloom/runtime/table/format';
import type { PreviewCell, PreviewRow } from '@twinloom/runtime/table/preview';
import type { ColumnChoice } from './column-choices.ts';
import { UnitField } from './UnitField.tsx';
import { csvWords } from '../words/csv.ts';

interface CsvColumnsTableProps {
  time: CsvFormat['time'];
  timeForm: CsvFormat['timeForm'];
  choices: readonly ColumnChoice[];
  preview: readonly PreviewRow[];
  onChange(column: number, change: Partial<ColumnChoice>): void;
}

/** The columns with what becomes of each, above the first rows as they were understood. */
export function CsvColumnsTable({
  time,
  timeForm,
  choices,
  preview,
  onChange,
}: CsvColumnsTableProps): ReactElement {
  return (
    <div className="csv-table" role="region" aria-label={csvWords.firstRows} tabIndex={0}>
      <table>
        <thead>
          <tr>
            <th scope="col" className="csv-time">
              <span className="csv-header">{typeof time === 'number' ? csvWords.column(time) : time}</span>
              <span className="muted">
                {timeForm === 'seconds' ? csvWords.timeFromStart : csvWords.timeInUtc}
              </span>
            </th>
            {choices.map((choice) => (
              <ColumnHead
                key={choice.number}
                choice={choice}
                onChange={(change) => onChange(choice.number, change)}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.map((row) => (
            <tr key={row.line}>
              <th scope="row" className={row.time === undefined ? 'csv-bad' : 'csv-time'}>
                {row.time ?? `${row.timeText || csvWords.empty} ?`}
              </th>
              {row.cells.map((cell, i) => (
                <Cell key={choices[i]?.number} cell={cell} isUsed={choices[i]?.isUsed ?? false} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ColumnHead({
  choice,
  onChange,
}: {
  choice: ColumnChoice;
  onChange(change: Partial<ColumnChoice>): void;
}): ReactElement {
  const id = useId();
  const { header, number, isUsed, name, type, unit } = choice;
  const called = header || csvWords.column(number);
  return (
    <th scope="col" data-column={number} data-used={isUsed || undefined}>
      <label className="csv-header" title={called}>
        <input
          type="checkbox"
          checked={isUsed}
          onChange={(event) => onChange({ isUsed: event.currentTarget.checked })}
        />
        <span>{called}</span>
      </label>
      <input
        className="input"
        aria-label={csvWords.portOf(called)}
        value={name}
        disabled={!isUsed}
        spellCheck={false}
        onChange={(event) => onChange({ name: event.currentTarget.value })}
      />
      <select
        className="input"
        aria-label={csvWords.kindOf(called)}
        value={type}
        disabled={!isUsed}
        onChange={(event) => onChange({ type: event.currentTarget.value as ColumnType })}
      >
        {columnTypes.map((one) => (
          <option key={one} value={one}>
            {one === 'boolean' ? csvWords.trueOrFalse : one === 'string' ? csvWords.text : one}
          </option>
        ))}
      </select>
      <label className="visually-hidden" htmlFor={id}>
        {csvWords.unitOf(called)}
      </label>
      {isUsed && type === 'number' ? (
        <UnitField
          id={id}
          value={unit}
          placeholder={csvWords.unit}
          onChange={(code) => onChange({ unit: code })}
        />
      ) : (
        <input id={id} className="input" value="" disabled placeholder={csvWords.noUnit} readOnly />
      )}
    </th>
  );
}

function Cell({ cell, isUsed }: { cell: PreviewCell; isUsed: boolean }): ReactElement {
  switch (cell.kind) {
    case 'none':
      return (
        <td className="csv-none" title={csvWords.emptyMeans}>
          –
        </td>
      );
    case 'bad':
      return (
        <td className={isUsed ? 'csv-bad' : 'csv-off'} title={csvWords.badMeans}>
          {cell.text} <span className="muted">{csvWords.bad}</span>
        </td>
      );
    case 'value':
      return (
        <td className={`${isUsed ? '' : 'csv-off'} ${typeof cell.value === 'string' ? 'csv-text' : ''}`}>
          {String(cell.value)}
        </td>
      );
    default:
      return cell.kind satisfies never;
  }
}
