import { Minus, Plus } from 'lucide-react';
import { useMemo, useState, type ReactElement } from 'react';
import type { ParamSchema } from '@twinloom/runtime/node/descriptor';
import { matrixColumns } from './param-table.ts';
import { TableField } from './TableField.tsx';
import { inspectorWords } from '../words/inspector.ts';

interface MatrixFieldProps {
  id: string;
  schema: ParamSchema;
  value: readonly (readonly unknown[])[];
  node: string;
  param: string;
  onChange(value: unknown): void;
}

/** A param that is a matrix, as a grid of numbers. */
export function MatrixField({ id, schema, value, node, param, onChange }: MatrixFieldProps): ReactElement {
  const [least, setLeast] = useState(1);
  const columns = useMemo(() => matrixColumns(schema, value, least) ?? [], [schema, value, least]);
  return (
    <>
      <TableField id={id} columns={columns} value={value} node={node} param={param} onChange={onChange} />
      <span className="hand-actions">
        <button type="button" className="button button-small" onClick={() => setLeast(columns.length + 1)}>
          <Plus size={14} aria-hidden="true" />
          {inspectorWords.column}
        </button>
        {columns.length > 1 && (
          <button
            type="button"
            className="button button-small"
            onClick={() => {
              setLeast(1);
              onChange(value.map((row) => row.slice(0, columns.length - 1)));
            }}
          >
            <Minus size={14} aria-hidden="true" />
            {inspectorWords.lastColumn}
          </button>
        )}
      </span>
    </>
  );
}
