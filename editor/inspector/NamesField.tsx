import { Plus, Trash2 } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import { idPattern } from '@twinloom/runtime/graph/flow';
import { UnitField } from './UnitField.tsx';

interface Row {
  name: string;
  unit: string;
  /** What else the file says of it; kept. */
  about: unknown;
}

interface NamesFieldProps {
  id: string;
  value: unknown;
  onChange(value: unknown): void;
}

/** The inputs a person declares for a node: a name each, and a unit where one is wanted. */
export function NamesField({ id, value, onChange }: NamesFieldProps): ReactElement {
  const [rows, setRows] = useState(() => rowsOf(value));
  const [written, setWritten] = useState(value);
  useEffect(() => {
    if (value !== written) {
      setRows(rowsOf(value));
      setWritten(value);
    }
  }, [value, written]);
  const change = (next: Row[]): void => {
    setRows(next);
    if (next.some((row) => problemOf(row, next) !== '')) return;
    const kept = valueOf(next);
    setWritten(kept);
    onChange(kept);
  };
  return (
    <div className="names" id={id}>
      {rows.map((row, index) => {
        const problem = problemOf(row, rows);
        const set = (part: Partial<Row>): void =>
          change(rows.map((other, i) => (i === index ? { ...row, ...part } : other)));
        return (
          // Rows have no identity but their place.
          // oxlint-disable-next-line react/no-array-index-key
          <div key={index} className="names-row">
            <input
              className="input"
              aria-label={`Name of input ${index + 1}`}
              value={row.name}
              placeholder="name"
              spellCheck={false}
              aria-invalid={problem !== '' || undefined}
              title={problem}
              onChange={(event) => set({ name: event.currentTarget.value })}
            />
            <UnitField
              id={`${id}-unit-${index}`}
              label={`Unit of ${row.name || `input ${index + 1}`}`}
              value={row.unit}
              placeholder="any unit"
              onChange={(code) => set({ unit: code ?? '' })}
            />
            <button
              type="button"
              className="icon-button icon-button-small"
              aria-label={`Remove input ${row.name}`}
              onClick={() => change(rows.filter((_row, i) => i !== index))}
            >
              <Trash2 size={14} aria-hidden="true" />
            </button>
            {problem !== '' && row.name !== '' && <span className="field-says tone-bad">{problem}</span>}
          </div>
        );
      })}
      <button
        type="button"
        className="button button-small"
        onClick={() => setRows([...rows, { name: '', unit: '', about: undefined }])}
      >
        <Plus size={14} aria-hidden="true" />
        Input
      </button>
    </div>
  );
}

function problemOf(row: Row, rows: readonly Row[]): string {
  if (row.name === '') return 'needs a name';
  if (!idPattern.test(row.name)) return 'a letter, then letters, digits, - or _';
  return rows.filter(({ name }) => name === row.name).length > 1 ? 'stands twice' : '';
}

function rowsOf(value: unknown): Row[] {
  if (Array.isArray(value)) return value.map((name) => ({ name: String(name), unit: '', about: undefined }));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).map(([name, about]: [string, unknown]) => ({
    name,
    unit: unitOf(about),
    about,
  }));
}

function unitOf(about: unknown): string {
  if (typeof about === 'string') return about;
  const unit = (about as { unit?: unknown } | null)?.unit;
  return typeof unit === 'string' ? unit : '';
}

/** A plain list while nothing but names is said, else name → what is said. */
function valueOf(rows: readonly Row[]): unknown {
  if (rows.every(({ unit, about }) => unit === '' && (about === undefined || typeof about === 'string'))) {
    return rows.map(({ name }) => name);
  }
  return Object.fromEntries(
    rows.map(({ name, unit, about }) => {
      const rest = typeof about === 'object' && about !== null ? about : {};
      return [name, Object.keys(rest).length > 0 ? { ...rest, unit: unit || undefined } : unit];
    }),
  );
}
