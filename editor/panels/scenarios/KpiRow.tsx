import { X } from 'lucide-react';
import { useId, useRef, useState, type ReactElement, type RefObject } from 'react';
import type { FlowKpi } from '@twinloom/runtime/graph/flow';
import { changeKpi, removeKpi } from '@twinloom/runtime/graph/study-edits';
import { formatUnit, readUnitText } from '@twinloom/runtime/signal/unit-text';
import { documentStore } from '../../stores/document-store.ts';
import { studyWords } from '../../words/study.ts';
import { Field } from './Field.tsx';
import { NameSelect } from './NameSelect.tsx';

const says = studyWords.keyFigures;
const AGGREGATIONS = Object.entries(says.aggregations).map(([name, title]) => ({ name, title }));
const BETTER = Object.entries(says.betterOf).map(([name, title]) => ({ name, title }));

interface KpiRowProps {
  id: string;
  kpi: FlowKpi;
  ports: readonly string[];
  /** What the check says of it. */
  problem: string | undefined;
}

/** One KPI; each change is a step of undo. */
export function KpiRow({ id, kpi, ports, problem }: KpiRowProps): ReactElement {
  const { edit } = documentStore.getState();
  const { title = id, expression, unit, better } = kpi;
  const expressionId = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  // A flow whose KPI has no expression could not be saved: what stood there holds until something is typed.
  const [isEmptied, setEmptied] = useState(false);
  const change = (what: Parameters<typeof changeKpi>[2], key: string): void =>
    edit((flow) => changeKpi(flow, id, what), `kpi ${id} ${key}`);
  const type = (text: string, key: string): void => {
    setEmptied(text === '');
    if (text !== '') change({ expression: text }, key);
  };
  return (
    <li className="kpi-row" data-kpi-row={id}>
      <div className="vary-values">
        <Field
          label={says.name}
          value={kpi.title ?? ''}
          placeholder={id}
          onChange={(text) => change({ title: text === '' ? undefined : text }, 'title')}
        />
        <UnitText unit={unit} onChange={(code) => change({ unit: code }, 'unit')} />
        <label>
          <span className="muted">{says.better}</span>
          <NameSelect
            label={says.better}
            choices={BETTER}
            value={better ?? ''}
            onChange={(name) => change({ better: name === '' ? undefined : (name as 'less') }, 'better')}
          />
        </label>
        <button
          type="button"
          className="icon-button icon-button-small"
          aria-label={says.remove(title)}
          onClick={() => edit((flow) => removeKpi(flow, id))}
        >
          <X size={14} aria-hidden="true" />
        </button>
      </div>
      <label className="muted" htmlFor={expressionId}>
        {says.expression}
      </label>
      <textarea
        ref={field}
        id={expressionId}
        className="input code"
        rows={expression.length > 70 ? 3 : 1}
        spellCheck={false}
        aria-invalid={problem === undefined ? undefined : true}
        aria-describedby={`${expressionId}-says`}
        value={isEmptied ? '' : expression}
        onChange={(event) => type(event.currentTarget.value, 'expression')}
      />
      <Insert ports={ports} field={field} onInsert={(text) => type(text, 'inserted')} />
      <p id={`${expressionId}-says`} className="field-says tone-bad">
        {problem}
      </p>
    </li>
  );
}

interface InsertProps {
  ports: readonly string[];
  field: RefObject<HTMLTextAreaElement | null>;
  onInsert(expression: string): void;
}

/** Puts what is made of a port where the caret stands. */
function Insert({ ports, field, onInsert }: InsertProps): ReactElement {
  const [made, setMade] = useState('mean');
  const [port, setPort] = useState('');
  const insert = (): void => {
    const text = field.current;
    if (!text) return;
    const takesLimit = made.endsWith('Above') || made.endsWith('Below');
    const call = takesLimit ? `${made}(${port}, 0)` : `${made}(${port})`;
    const { value, selectionStart, selectionEnd } = text;
    onInsert(value.slice(0, selectionStart) + call + value.slice(selectionEnd));
    text.focus();
  };
  return (
    <div className="kpi-insert">
      <NameSelect label={says.made} choices={AGGREGATIONS} value={made} onChange={setMade} />
      <span className="muted">{says.insertOf}</span>
      <NameSelect
        label={says.port}
        none={says.choosePort}
        choices={ports.map((name) => ({ name }))}
        value={port}
        onChange={setPort}
      />
      <button type="button" className="button button-small" disabled={port === ''} onClick={insert}>
        {says.insert}
      </button>
    </div>
  );
}

interface UnitTextProps {
  unit: string | undefined;
  onChange(code: string | undefined): void;
}

/** A unit as people write it; what is none yet leaves the former as it was. */
function UnitText({ unit, onChange }: UnitTextProps): ReactElement {
  const [typed, setTyped] = useState<string>();
  const shown = formatUnit(unit ?? '');
  const read = typed === undefined || typed.trim() === '' ? { code: unit ?? '' } : readUnitText(typed);
  const problem =
    'code' in read
      ? undefined
      : 'ambiguous' in read
        ? says.unitMeans(typed ?? '', read.ambiguous.map(({ code }) => code).join(', '))
        : says.badUnit(typed ?? '');
  const take = (text: string): void => {
    setTyped(text);
    const next = readUnitText(text);
    if (text.trim() === '') onChange(undefined);
    else if ('code' in next) onChange(next.code);
  };
  return (
    <label>
      <span className="muted">{says.unit}</span>
      <input
        className="input"
        placeholder={says.unitByItself}
        spellCheck={false}
        title={problem}
        aria-invalid={problem === undefined ? undefined : true}
        value={typed ?? shown}
        onChange={(event) => take(event.currentTarget.value)}
        onBlur={() => problem === undefined && setTyped(undefined)}
      />
      {problem !== undefined && <span className="field-says tone-bad">{problem}</span>}
    </label>
  );
}
