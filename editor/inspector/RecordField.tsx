import { useMemo, useRef, useState, type ReactElement } from 'react';
import type { FormulaName } from './complete-formula.ts';
import {
  columnsInUse,
  problemOfRows,
  recordOfRows,
  type RecordRow,
  type RecordShape,
} from './param-record.ts';
import { TableField } from './TableField.tsx';
import { inspectorWords } from '../words/inspector.ts';

interface RecordFieldProps {
  id: string;
  shape: RecordShape;
  /** The param, and the rows in it. */
  value: unknown;
  rows: readonly RecordRow[];
  node: string;
  param: string;
  names: readonly FormulaName[];
  onChange(value: unknown): void;
}

/** A param of named things (constants, states, outputs) as a table; what few of them say has a column only where it is used or asked for. */
export function RecordField(props: RecordFieldProps): ReactElement {
  const { id, shape, value, node, param, names, onChange } = props;
  const [showsAll, setShowsAll] = useState(false);
  const written = useRef<{ value: unknown; rows: readonly RecordRow[] }>(undefined);
  // What was typed stays as it was typed: 9.80 is not 9.8 before 665 follows.
  const rows = written.current && written.current.value === value ? written.current.rows : props.rows;
  const columns = useMemo(
    () => (showsAll ? shape.columns : columnsInUse(shape, rows)),
    [showsAll, shape, rows],
  );
  return (
    <>
      <TableField
        // Other columns, other cells.
        key={columns.map(({ key }) => key).join()}
        id={id}
        columns={columns}
        value={rows}
        node={node}
        param={param}
        names={names}
        check={(next) => problemOfRows(next as RecordRow[], shape)}
        onChange={(next) => {
          const record = recordOfRows(next as RecordRow[], shape);
          written.current = { value: record, rows: next as RecordRow[] };
          onChange(record);
        }}
      />
      {columns.length < shape.columns.length && (
        <button type="button" className="link-button" onClick={() => setShowsAll(true)}>
          {inspectorWords.moreColumns(
            shape.columns
              .filter((column) => !columns.includes(column))
              .map(({ title }) => title)
              .join(', '),
          )}
        </button>
      )}
    </>
  );
}
