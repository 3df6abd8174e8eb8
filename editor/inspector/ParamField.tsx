import './param-fields.css';
import { useId, type ReactElement } from 'react';
import type { Parameters } from '@twinloom/runtime/compile/resolve-params';
import type { ParamSchema } from '@twinloom/runtime/node/descriptor';
import { ConnectionField } from './ConnectionField.tsx';
import { CurveField } from './CurveField.tsx';
import { FormulaField } from './FormulaField.tsx';
import { namesAt, type FormulaPlace } from './formula-place.ts';
import { JsonField } from './JsonField.tsx';
import { NamesField } from './NamesField.tsx';
import { QuantityField } from './QuantityField.tsx';
import { MatrixField } from './MatrixField.tsx';
import { recordShape, rowsOfRecord } from './param-record.ts';
import { RecordField } from './RecordField.tsx';
import { columnsOf, isCurve, matrixColumns } from './param-table.ts';
import { describeRange } from '../ui/read-quantity-text.ts';
import { TableField } from './TableField.tsx';
import { UnitField } from './UnitField.tsx';
import { wordsOf } from '../ui/words-of.ts';
import { inspectorWords } from '../words/inspector.ts';

interface ParamFieldProps {
  name: string;
  schema: ParamSchema;
  value: unknown;
  /** UCUM code the param is in; '' where none is known. */
  unit: string;
  parameters: Parameters;
  required: boolean;
  /** Texts that may be chosen, where another param lists them. */
  options?: readonly string[] | undefined;
  /** Further columns of a table. */
  columns?: readonly string[];
  /** What the check says of this param. */
  problem: string | undefined;
  /** Where its formula stands. */
  place: FormulaPlace;
  /** `step`: changes of one step in a row are undone together. */
  onChange(value: unknown, step?: string): void;
}

/** One param as its schema describes it: label, the fitting control, range, default, what is wrong. Undefined = the default. */
export function ParamField(props: ParamFieldProps): ReactElement {
  const { name, schema, value, unit, required, problem, onChange } = props;
  const id = useId();
  const isSet = value !== undefined;
  const range = describeRange(schema, unit);
  const fallback =
    schema.default === undefined || typeof schema.default === 'object' || schema.widget === 'connection'
      ? ''
      : inspectorWords.defaultIs(String(schema.default));
  return (
    <div className="field" data-param={name}>
      <div className="field-head">
        <label htmlFor={id} title={name}>
          {schema.title ?? wordsOf(name)}
          {required && <span className="field-required"> {inspectorWords.required}</span>}
        </label>
        {isSet && !required && schema.widget !== 'names' && schema.widget !== 'fields' && (
          <button
            type="button"
            className="link-button"
            onClick={() => onChange(undefined)}
            title={fallback || inspectorWords.leaveOut}
          >
            {inspectorWords.reset}
          </button>
        )}
      </div>
      <Control id={id} {...props} />
      {problem && schema.widget !== 'expression' && <span className="field-says tone-bad">{problem}</span>}
      {schema.description && <p className="field-doc">{schema.description}</p>}
      {(range || fallback) && <p className="field-doc">{[range, fallback].filter(Boolean).join(' · ')}</p>}
    </div>
  );
}

function Control({
  id,
  name,
  schema,
  value,
  unit,
  parameters,
  required,
  columns,
  options,
  problem,
  place,
  onChange,
}: ParamFieldProps & { id: string }): ReactElement {
  const choices = options ?? schema.enum;
  if (choices)
    return (
      <EnumControl
        id={id}
        schema={{ ...schema, enum: [...choices] }}
        value={value}
        required={required}
        onChange={onChange}
      />
    );
  if (schema.widget === 'names' || schema.widget === 'fields')
    return (
      <NamesField
        id={id}
        value={value ?? schema.default}
        hasTypes={schema.widget === 'fields'}
        onChange={onChange}
      />
    );
  if (schema.widget === 'unit') {
    return (
      <UnitField
        id={id}
        value={value}
        placeholder={textOf(schema.default) || inspectorWords.asWired}
        onChange={onChange}
      />
    );
  }
  if (schema.widget === 'connection')
    return <ConnectionField id={id} value={value} schema={schema} onChange={onChange} />;
  if (schema.type === 'boolean' || typeof value === 'boolean')
    return <BooleanControl id={id} schema={schema} value={value} onChange={onChange} />;
  const isQuantity = ['quantity', 'duration', 'window'].includes(schema.widget ?? '');
  if (isQuantity || schema.type === 'number' || schema.type === 'integer') {
    return (
      <QuantityField
        id={id}
        schema={schema}
        value={value}
        unit={unit}
        parameters={parameters}
        required={required}
        node={place.node}
        param={name}
        onChange={onChange}
      />
    );
  }
  if (schema.widget === 'expression')
    return (
      <FormulaField
        id={id}
        place={place}
        value={textOf(value)}
        placeholder={textOf(schema.default) || (required ? inspectorWords.required : '')}
        required={required}
        problem={problem}
        onChange={(text) => onChange(text === '' ? undefined : text)}
      />
    );
  if (schema.type === 'string')
    return <TextControl id={id} schema={schema} value={value} required={required} onChange={onChange} />;
  const table = columnsOf(schema, columns);
  if (table && isCurve(schema))
    return (
      <CurveField
        id={id}
        columns={table}
        value={value ?? schema.default}
        place={place}
        param={name}
        onChange={onChange}
      />
    );
  if (table && (value === undefined || Array.isArray(value)))
    return (
      <TableField
        id={id}
        columns={table}
        value={value ?? schema.default}
        node={place.node}
        param={name}
        names={table.some(({ isFormula }) => isFormula) ? namesAt(place) : []}
        onChange={onChange}
      />
    );
  const shape = recordShape(schema);
  const rows = shape && rowsOfRecord(value ?? schema.default ?? {}, shape);
  if (shape && rows)
    return (
      <RecordField
        id={id}
        shape={shape}
        value={value}
        rows={rows}
        node={place.node}
        param={name}
        names={namesAt(place)}
        onChange={onChange}
      />
    );
  const matrix = value ?? schema.default;
  if (matrixColumns(schema, matrix, 1))
    return (
      <MatrixField
        id={id}
        schema={schema}
        value={Array.isArray(matrix) ? matrix : []}
        node={place.node}
        param={name}
        onChange={onChange}
      />
    );
  return (
    <JsonField id={id} value={value ?? schema.default} node={place.node} param={name} onChange={onChange} />
  );
}

interface ControlProps {
  id: string;
  schema: ParamSchema;
  value: unknown;
  onChange(value: unknown): void;
}

function EnumControl({
  id,
  schema,
  value,
  required,
  onChange,
}: ControlProps & { required: boolean }): ReactElement {
  const options = (schema.enum ?? []).map(String);
  const chosen = value === undefined ? '' : String(value);
  return (
    <select
      id={id}
      className="input"
      value={chosen}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    >
      {(!required || chosen === '') && (
        <option value="">
          {schema.default === undefined
            ? inspectorWords.choose
            : inspectorWords.isDefault(String(schema.default))}
        </option>
      )}
      {!options.includes(chosen) && chosen !== '' && (
        <option value={chosen}>{inspectorWords.isUnknown(chosen)}</option>
      )}
      {options.map((option) => (
        <option key={option} value={option}>
          {option}
        </option>
      ))}
    </select>
  );
}

function BooleanControl({ id, schema, value, onChange }: ControlProps): ReactElement {
  if (typeof value === 'string')
    return <TextControl id={id} schema={schema} value={value} required={false} onChange={onChange} />;
  const on = (value ?? schema.default ?? false) === true;
  return (
    <button
      id={id}
      type="button"
      role="switch"
      className="switch"
      aria-checked={on}
      onClick={() => onChange(!on)}
    />
  );
}

function TextControl({
  id,
  schema,
  value,
  required,
  onChange,
}: ControlProps & { required: boolean }): ReactElement {
  const given = textOf(value);
  return (
    <input
      id={id}
      className="input"
      value={given}
      placeholder={textOf(schema.default) || (required ? inspectorWords.required : '')}
      spellCheck={false}
      aria-invalid={(required && given === '') || undefined}
      onChange={(event) => onChange(event.currentTarget.value || undefined)}
    />
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}
