import { Plus, Trash2 } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import { idPattern } from '@twinloom/runtime/graph/flow';
import { UnitField } from './UnitField.tsx';
import { inspectorWords } from '../words/inspector.ts';

interface Row {
  name: string;
  unit: string;
  type: string;
  /** What else the file says of it; kept. */
  about: unknown;
}

interface NamesFieldProps {
  id: string;
  value: unknown;
  /** Fields of a record, each with a type, rather than inputs. */
  hasTypes: boolean;
  onChange(value: unknown): void;
}

const TYPES = ['number', 'boolean', 'string'] as const;

/** The inputs or fields a person declares for a node: a name each, a type where they may have several, and a unit where one is wanted. */
export function NamesField({ id, value, hasTypes, onChange }: NamesFieldProps): ReactElement {
  const noun = hasTypes ? 'field' : 'input';
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
          <div key={index} className={hasTypes ? 'names-row has-types' : 'names-row'}>
            <input
              className="input"
              aria-label={inspectorWords.nameOf[noun](index + 1)}
              value={row.name}
              placeholder={inspectorWords.nameExample}
              spellCheck={false}
              aria-invalid={problem !== '' || undefined}
              title={problem}
              onChange={(event) => set({ name: event.currentTarget.value })}
            />
            {hasTypes && (
              <select
                className="input"
                aria-label={inspectorWords.typeOf(row.name || inspectorWords.numbered.field(index + 1))}
                value={row.type}
                onChange={(event) =>
                  set({
                    type: event.currentTarget.value,
                    ...(event.currentTarget.value !== 'number' && { unit: '' }),
                  })
                }
              >
                {TYPES.map((type) => (
                  <option key={type}>{type}</option>
                ))}
              </select>
            )}
            <UnitField
              id={`${id}-unit-${index}`}
              label={inspectorWords.unitOf(row.name || inspectorWords.numbered[noun](index + 1))}
              value={row.unit}
              placeholder={hasTypes ? inspectorWords.unitExample : inspectorWords.anyUnit}
              onChange={(code) => set({ unit: code ?? '' })}
            />
            <button
              type="button"
              className="icon-button icon-button-small"
              aria-label={inspectorWords.removeNamed[noun](row.name)}
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
        onClick={() => setRows([...rows, { name: '', unit: '', type: 'number', about: undefined }])}
      >
        <Plus size={14} aria-hidden="true" />
        {hasTypes ? inspectorWords.field : inspectorWords.input}
      </button>
    </div>
  );
}

function problemOf(row: Row, rows: readonly Row[]): string {
  if (row.name === '') return inspectorWords.needsName;
  if (!idPattern.test(row.name)) return inspectorWords.nameRule;
  return rows.filter(({ name }) => name === row.name).length > 1 ? inspectorWords.standsTwice : '';
}

function rowsOf(value: unknown): Row[] {
  if (Array.isArray(value))
    return value.map((name) => ({ name: String(name), unit: '', type: 'number', about: undefined }));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).map(([name, about]: [string, unknown]) => ({
    name,
    unit: textOf(about, 'unit'),
    type: textOf(about, 'type') || 'number',
    about,
  }));
}

function textOf(about: unknown, name: 'unit' | 'type'): string {
  if (typeof about === 'string') return name === 'unit' ? about : '';
  const text = (about as Partial<Record<'unit' | 'type', unknown>> | null)?.[name];
  return typeof text === 'string' ? text : '';
}

/** A plain list while nothing but names is said, else name → what is said. */
function valueOf(rows: readonly Row[]): unknown {
  const isPlain = ({ unit, type, about }: Row): boolean =>
    unit === '' &&
    type === 'number' &&
    (about === undefined || about === null || typeof about === 'string' || 'type' in (about as object));
  if (rows.every(isPlain)) return rows.map(({ name }) => name);
  return Object.fromEntries(
    rows.map(({ name, unit, type, about }) => {
      const { type: _type, ...rest } = (typeof about === 'object' && about !== null ? about : {}) as Record<
        string,
        unknown
      >;
      if (type !== 'number') return [name, { ...rest, unit: undefined, type }];
      return [name, Object.keys(rest).length > 0 ? { ...rest, unit: unit || undefined } : unit];
    }),
  );
}
