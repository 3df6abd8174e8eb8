import { Download } from 'lucide-react';
import { useCallback, type ReactElement } from 'react';
import { server } from '../client/server.ts';
import { usePolled } from '../stores/use-polled.ts';
import { byteText } from '../ui/byte-text.ts';
import { inspectorWords } from '../words/inspector.ts';

interface RecordedFilesProps {
  twin: string;
  /** What the files are called, after the twin and before the day. */
  name: string;
}

/** What stands behind the name: that of another may go on with an underscore too. */
const DAY = /^_\d{4}-\d\d-\d\d(?:-\d+)?\.csv$/;

/** The files that a sink of a running twin wrote on the server, to be fetched with a click. */
export function RecordedFiles({ twin, name }: RecordedFilesProps): ReactElement {
  const { value: files, problem } = usePolled(useCallback(() => server.records(twin), [twin]));
  const start = `${twin}.${name}`;
  const mine =
    files?.filter((file) => file.name.startsWith(start) && DAY.test(file.name.slice(start.length))) ?? [];
  return (
    <section className="inspector-section">
      <h3 className="section-title">{inspectorWords.recordedFiles}</h3>
      {problem && <p className="field-says tone-bad">{problem}</p>}
      {files && mine.length === 0 && <p className="field-doc">{inspectorWords.noFilesYet(twin)}</p>}
      <ul className="recorded-files">
        {mine.map((file) => (
          <li key={file.name}>
            <a
              className="recorded-file"
              href={`/api/records/${encodeURIComponent(file.name)}`}
              download={file.name}
              title={inspectorWords.fetchFile(file.name)}
            >
              <Download size={14} aria-hidden="true" />
              <span className="recorded-file-name">{file.name.slice(twin.length + 1)}</span>
              <span className="muted">{byteText(file.bytes)}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}
