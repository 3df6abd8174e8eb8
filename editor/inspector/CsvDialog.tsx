import './csv-dialog.css';
import { useMemo, useRef, useState, type ReactElement } from 'react';
import { detectCsv, type Detected } from '@twinloom/runtime/table/detect';
import type { CsvFormat, PartialFormat, WantedColumn } from '@twinloom/runtime/table/format';
import { previewRows } from '@twinloom/runtime/table/preview';
import type { TableProblem } from '@twinloom/runtime/table/table';
import type { Problem } from '../client/http.ts';
import { acceptCsv } from '../stores/accept-csv.ts';
import { headOf } from '../stores/csv-head.ts';
import { closeCsv, useCsvImport, type CsvImport } from '../stores/csv-import.ts';
import { documentStore } from '../stores/document-store.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { chosenColumns, columnProblem, startChoices, type ColumnChoice } from './column-choices.ts';
import { CsvColumnsTable } from './CsvColumnsTable.tsx';
import { CsvFormatFields } from './CsvFormatFields.tsx';
import { useCsvReading, type CsvReading } from './use-csv-reading.ts';
import { csvWords } from '../words/csv.ts';

const PREVIEW_ROWS = 6;

/** Shows how a dropped file was understood; nothing is changed before it is accepted. */
export function CsvDialog(): ReactElement | null {
  const open = useCsvImport((state) => state.open);
  if (!open) return null;
  return open.refused ? (
    <Refused key={open.number} fileName={open.fileName} problem={open.refused} />
  ) : (
    <CsvForm key={open.number} csv={open} />
  );
}

function Refused({ fileName, problem }: { fileName: string; problem: TableProblem }): ReactElement {
  return (
    <Dialog title={fileName} onClose={closeCsv} actions={<CloseButton says={csvWords.close} />}>
      <ProblemNote problem={problem} />
    </Dialog>
  );
}

function CsvForm({ csv }: { csv: CsvImport }): ReactElement {
  const [given, setGiven] = useState<PartialFormat>(csv.given);
  const found = useMemo(() => {
    const { head, isWhole } = headOf(csv.text);
    return detectCsv(head, isWhole, given);
  }, [csv.text, given]);
  // While a choice does not fit, the last that did stays on the screen.
  const lastGood = useRef<Detected>(undefined);
  if (!('problem' in found)) lastGood.current = found;
  const detected = lastGood.current;
  if (!detected) {
    const problem = 'problem' in found ? found.problem : undefined;
    return problem ? <Refused fileName={csv.fileName} problem={problem} /> : <></>;
  }
  return (
    <Understood
      csv={csv}
      detected={detected}
      given={given}
      misfit={'problem' in found ? found.problem : undefined}
      onGive={(more) => setGiven(withoutGaps({ ...given, ...more }))}
    />
  );
}

interface UnderstoodProps {
  csv: CsvImport;
  detected: Detected;
  given: PartialFormat;
  misfit: TableProblem | undefined;
  onGive(more: PartialFormat): void;
}

function Understood({ csv, detected, given, misfit, onGive }: UnderstoodProps): ReactElement {
  const format: CsvFormat = { ...detected.format, ...given };
  const [changes, setChanges] = useState<Readonly<Record<number, Partial<ColumnChoice>>>>({});
  const node = 'node' in csv.target ? csv.target.node : undefined;
  const [loop, setLoop] = useState(() => isLooping(node));
  const [refused, setRefused] = useState<Problem>();
  const [isSending, setSending] = useState(false);
  const choices = useMemo(
    () =>
      startChoices(detected.columns, csv.columns).map((choice) => ({ ...choice, ...changes[choice.number] })),
    [detected.columns, csv.columns, changes],
  );
  const chosen = choices.filter(({ isUsed }) => isUsed);
  const wanted: WantedColumn[] = chosen.map(({ column, name, type }) => ({ column, name, type }));
  const reading = useCsvReading(csv.text, format, wanted);
  const open = detected.doubts.filter(({ about }) => given[about] === undefined);
  const named = columnProblem(chosen);
  const problem = misfit ?? (reading.state === 'refused' ? reading.problem : undefined) ?? named;
  const isReady = !problem && open.length === 0 && reading.state === 'read' && !isSending;
  const headers = detected.columns.map(({ header }) => header);
  const shownColumns = choices.map(({ column, name, type }) => ({ column, name, type }));
  const preview = previewRows(detected.rows.slice(0, PREVIEW_ROWS), headers, format, shownColumns);

  const accept = async (): Promise<void> => {
    setSending(true);
    setRefused(await acceptCsv(csv, { format, columns: chosenColumns(chosen), loop }));
    setSending(false);
  };
  return (
    <Dialog
      size="wide"
      title={csv.fileName}
      onClose={closeCsv}
      actions={
        <>
          <label className="csv-loop">
            <input
              type="checkbox"
              checked={loop}
              onChange={(event) => setLoop(event.currentTarget.checked)}
            />
            {csvWords.repeat}
          </label>
          <CloseButton says={csvWords.cancel} />
          <button
            type="button"
            className="button button-main"
            disabled={!isReady}
            onClick={() => void accept()}
          >
            {isSending ? csvWords.storing : node === undefined ? csvWords.addToFlow : csvWords.apply}
          </button>
        </>
      }
    >
      {open.map(({ about, says }) => (
        <div key={about} className="note note-warn" role="alert">
          {says}
        </div>
      ))}
      <CsvFormatFields
        detected={detected}
        format={format}
        asked={new Set(open.map(({ about }) => about))}
        onGive={(more) => {
          // Other cells: what was chosen for the columns before means nothing.
          if (more.separator !== undefined || more.header !== undefined) setChanges({});
          onGive(more);
        }}
      />
      <CsvColumnsTable
        time={format.time}
        timeForm={format.timeForm}
        choices={choices}
        preview={preview}
        onChange={(column, change) => setChanges({ ...changes, [column]: { ...changes[column], ...change } })}
      />
      {problem ? <ProblemNote problem={problem} /> : <Summary reading={reading} />}
      {refused && <ProblemNote problem={refused} />}
    </Dialog>
  );
}

/** What the whole file holds, and what a person should know of it. */
function Summary({ reading }: { reading: CsvReading }): ReactElement {
  if (reading.state !== 'read') return <p className="muted">{csvWords.reading}</p>;
  const { rows, from, seconds, notes } = reading;
  return (
    <div className="csv-summary" role="status">
      <p>
        {from === undefined
          ? csvWords.rowsOver(rows, sayDuration(seconds))
          : csvWords.rowsOverFrom(rows, sayDuration(seconds), from)}
      </p>
      {notes.map((note) => (
        <div key={note} className="note note-warn">
          {note}
        </div>
      ))}
    </div>
  );
}

function ProblemNote({ problem: { says, remedy } }: { problem: TableProblem }): ReactElement {
  return (
    <div className="note note-bad" role="alert">
      <strong>{says.charAt(0).toUpperCase() + says.slice(1)}.</strong>
      <p className="muted">{remedy}</p>
    </div>
  );
}

function CloseButton({ says }: { says: string }): ReactElement {
  return (
    <button type="button" className="button" onClick={closeCsv}>
      {says}
    </button>
  );
}

/** What is said; what was taken back is found out again. */
function withoutGaps(given: PartialFormat): PartialFormat {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

function isLooping(node: string | undefined): boolean {
  return node !== undefined && documentStore.getState().draft?.nodes[node]?.params?.loop === true;
}

const UNITS = [
  [86_400, csvWords.days],
  [3600, 'h'],
  [60, 'min'],
] as const;

function sayDuration(seconds: number): string {
  const [size, unit] = UNITS.find(([one]) => seconds >= 2 * one) ?? [1, 's'];
  return `${Number((seconds / size).toPrecision(3))} ${unit}`;
}
