import { Download } from 'lucide-react';
import { useEffect, useState, type ReactElement } from 'react';
import { server } from '../client/server.ts';
import { byteText } from '../ui/byte-text.ts';

interface RecordedFilesProps {
  twin: string;
  /** What the files are called, after the twin and before the day. */
  name: string;
}

interface RecordedFile {
  name: string;
  bytes: number;
}

const POLL_MS = 2000;
/** What stands behind the name: that of another may go on with an underscore too. */
const DAY = /^_\d{4}-\d\d-\d\d(?:-\d+)?\.csv$/;

/** The files that a sink of a running twin wrote on the server, to be fetched with a click. */
export function RecordedFiles({ twin, name }: RecordedFilesProps): ReactElement {
  const { files, problem } = useFiles(twin);
  const start = `${twin}.${name}`;
  const mine =
    files?.filter((file) => file.name.startsWith(start) && DAY.test(file.name.slice(start.length))) ?? [];
  return (
    <section className="inspector-section">
      <h3 className="section-title">Recorded files</h3>
      {problem && <p className="field-says tone-bad">{problem}</p>}
      {files && mine.length === 0 && (
        <p className="field-doc">None yet. A file begins with the first row that {twin} writes.</p>
      )}
      <ul className="recorded-files">
        {mine.map((file) => (
          <li key={file.name}>
            <a
              className="recorded-file"
              href={`/api/records/${encodeURIComponent(file.name)}`}
              download={file.name}
              title={`Fetch ${file.name}`}
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

function useFiles(twin: string): { files: RecordedFile[] | undefined; problem: string } {
  const [state, setState] = useState<{ files: RecordedFile[] | undefined; problem: string }>({
    files: undefined,
    problem: '',
  });
  useEffect(() => {
    let wanted = true;
    const ask = async (): Promise<void> => {
      const answer = await server.records(twin);
      if (!wanted) return;
      if (answer.ok) setState({ files: answer.value, problem: '' });
      else setState(({ files }) => ({ files, problem: `${answer.problem.says} ${answer.problem.remedy}` }));
    };
    void ask();
    const timer = setInterval(() => void ask(), POLL_MS);
    return () => {
      wanted = false;
      clearInterval(timer);
    };
  }, [twin]);
  return state;
}
