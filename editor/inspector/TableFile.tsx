import { sayProblem } from '../client/http.ts';
import { useId, useRef, useState, type ReactElement } from 'react';
import type { ParamSchema } from '@twinloom/runtime/node/descriptor';
import type { Problem } from '../client/http.ts';
import { openCsvFile } from '../stores/open-csv.ts';
import { reopenCsv } from '../stores/reopen-csv.ts';
import { inspectorWords } from '../words/inspector.ts';

interface TableFileProps {
  node: string;
  schema: ParamSchema;
  /** Hash or name of the file; undefined while none is chosen. */
  file: unknown;
  fileName: unknown;
  /** What the check says of it. */
  problem: string | undefined;
}

/** The file a node reads: which it is, another one, and how it is read. */
export function TableFile({ node, schema, file, fileName, problem }: TableFileProps): ReactElement {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [refused, setRefused] = useState<Problem>();
  const isKept = typeof file === 'string' && file.startsWith('sha256:');
  const called =
    typeof fileName === 'string' ? fileName : typeof file === 'string' ? file : inspectorWords.noFileYet;
  return (
    <div className="field" data-param="file">
      <div className="field-head">
        <span id={id}>{schema.title ?? inspectorWords.file}</span>
      </div>
      <p className="table-file" aria-labelledby={id} title={isKept ? String(file) : undefined}>
        {called}
      </p>
      <div className="table-file-actions">
        <button type="button" className="button button-small" onClick={() => input.current?.click()}>
          {inspectorWords.chooseFile}
        </button>
        {isKept && (
          <button
            type="button"
            className="button button-small"
            onClick={() => void reopenCsv(node).then(setRefused)}
          >
            {inspectorWords.howItIsRead}
          </button>
        )}
      </div>
      <input
        ref={input}
        type="file"
        className="visually-hidden"
        tabIndex={-1}
        aria-label={inspectorWords.csvFile}
        accept=".csv,.tsv,.txt,text/csv"
        onChange={(event) => {
          const [chosen] = event.currentTarget.files ?? [];
          if (chosen) void openCsvFile(chosen, { node });
          event.currentTarget.value = '';
        }}
      />
      {(refused || problem) && (
        <span className="field-says tone-bad">{refused ? sayProblem(refused) : problem}</span>
      )}
      {schema.description && <p className="field-doc">{schema.description}</p>}
    </div>
  );
}
