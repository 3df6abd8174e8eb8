import { Plus, Trash2 } from 'lucide-react';
import {
  useEffect,
  useRef,
  useState,
  type ClipboardEvent,
  type KeyboardEvent,
  type ReactElement,
} from 'react';
import { forgetUnfinished, keepUnfinished, unfinishedText } from '../stores/unfinished-texts.ts';
import type { FormulaName } from './complete-formula.ts';
import { FormulaCell } from './FormulaCell.tsx';
import { cellsOf, pasted, problemsOfCells, valueOfCells, type ParamColumn } from './param-table.ts';
import { inspectorWords } from '../words/inspector.ts';

interface TableFieldProps {
  id: string;
  columns: readonly ParamColumn[];
  value: unknown;
  /** The param it is: what cannot be taken is kept for it. */
  node: string;
  param: string;
  /** What its formulas may read. */
  names?: readonly FormulaName[];
  /** Why these rows cannot be taken as a whole. */
  check?(rows: unknown[]): string | undefined;
  onChange(value: unknown): void;
}

/** A param as a table: a row for each entry, cells that take a range from a spreadsheet; Alt with an arrow moves a row, Enter adds one after it. */
export function TableField({
  id,
  columns,
  value,
  node,
  param,
  names = [],
  check,
  onChange,
}: TableFieldProps): ReactElement {
  const [cells, setCells] = useState((): string[][] => {
    const kept = unfinishedText(node, param, value);
    const typed = kept === undefined ? [] : (JSON.parse(kept) as string[][]);
    const fits = typed.length > 0 && typed.every((row) => row.length === columns.length);
    return fits ? typed : cellsOf(value, columns);
  });
  const [written, setWritten] = useState(value);
  const body = useRef<HTMLTableSectionElement>(null);
  const focus = useRef<{ row: number; column: number }>(undefined);
  useEffect(() => {
    if (value !== written) {
      setCells(cellsOf(value, columns));
      setWritten(value);
    }
  }, [value, written, columns]);
  useEffect(() => {
    if (!focus.current) return;
    const { row, column } = focus.current;
    focus.current = undefined;
    body.current?.rows[row]?.querySelectorAll('input')[column]?.focus();
  });
  const change = (next: string[][]): void => {
    setCells(next);
    // What is wrong stays in its cell, with the reason below, and changes nothing.
    const rows = valueOfCells(next, columns);
    if (problemsOfCells(next, columns).length > 0 || check?.(rows) !== undefined) {
      keepUnfinished(node, param, JSON.stringify(next), value);
      return;
    }
    forgetUnfinished(node, param);
    setWritten(rows);
    onChange(rows);
  };
  const addAfter = (row: number): void => {
    focus.current = { row: row + 1, column: 0 };
    setCells(
      cells.toSpliced(
        row + 1,
        0,
        columns.map(() => ''),
      ),
    );
  };
  const onKeyDown = (event: KeyboardEvent, row: number, column: number): void => {
    if (event.key === 'Enter') {
      event.preventDefault();
      addAfter(row);
      return;
    }
    const to = event.altKey ? row + ({ ArrowUp: -1, ArrowDown: 1 }[event.key] ?? 0) : row;
    if (to === row || !cells[to]) return;
    event.preventDefault();
    focus.current = { row: to, column };
    change(cells.toSpliced(row, 1).toSpliced(to, 0, cells[row]!));
  };
  const problems = problemsOfCells(cells, columns);
  const wrong = problems[0]?.says ?? check?.(valueOfCells(cells, columns));
  const cellAt = (value: string, { title, isFormula }: ParamColumn, i: number, k: number): ReactElement => {
    const shared = {
      value,
      onPaste: (event: ClipboardEvent) => {
        const text = event.clipboardData.getData('text/plain');
        const grown = pasted(cells, { row: i, column: k }, text, columns.length);
        if (!grown) return;
        event.preventDefault();
        change(grown);
      },
      onKeyDown: (event: KeyboardEvent) => onKeyDown(event, i, k),
    };
    const label = inspectorWords.cellOfRow(title, i + 1);
    const write = (text: string): void => change(withCell(cells, columns.length, i, k, text));
    if (isFormula)
      return (
        <FormulaCell {...shared} label={label} describedBy={`${id}-says`} names={names} onChange={write} />
      );
    return (
      <input
        {...shared}
        className="input"
        aria-label={label}
        title={value}
        spellCheck={false}
        aria-invalid={problems.some(({ row, column }) => row === i && column === k) || undefined}
        aria-describedby={`${id}-says`}
        onChange={(event) => write(event.currentTarget.value)}
      />
    );
  };
  return (
    <div className="param-table" id={id}>
      <table>
        {columns.length > 1 && (
          <thead>
            <tr>
              {columns.map(({ key, title, doc, isLong }) => (
                <th key={key} scope="col" title={doc} className={isLong && 'is-long'}>
                  {title}
                </th>
              ))}
              <td />
            </tr>
          </thead>
        )}
        <tbody ref={body}>
          {cells.map((row, i) => (
            // Rows have no identity but their place.
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={i}>
              {columns.map((column, k) => (
                <td key={column.key}>{cellAt(row[k] ?? '', column, i, k)}</td>
              ))}
              <td>
                <button
                  type="button"
                  className="icon-button icon-button-small"
                  aria-label={inspectorWords.removeRow(i + 1)}
                  onClick={() => change(cells.toSpliced(i, 1))}
                >
                  <Trash2 size={14} aria-hidden="true" />
                </button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <span id={`${id}-says`} className="field-says tone-bad" role="status">
        {wrong !== undefined &&
          (problems.length > 1
            ? inspectorWords.keepsTableMore(wrong, problems.length - 1)
            : inspectorWords.keepsTable(wrong))}
      </span>
      <button type="button" className="button button-small" onClick={() => addAfter(cells.length - 1)}>
        <Plus size={14} aria-hidden="true" />
        {inspectorWords.addRow}
      </button>
      {cells.length > 1 && <span className="field-doc">{inspectorWords.movesRow}</span>}
    </div>
  );
}

function withCell(
  cells: readonly string[][],
  width: number,
  row: number,
  column: number,
  text: string,
): string[][] {
  const wide = Array.from({ length: width }, (_, k) => (k === column ? text : (cells[row]?.[k] ?? '')));
  return cells.toSpliced(row, 1, wide);
}
