import { useEffect, useState, type ReactElement } from 'react';
import type { StateBody } from '@twinloom/runtime/protocol/bodies';
import { setParam } from '@twinloom/runtime/graph/edits';
import { formatValue } from '@twinloom/runtime/signal/format-value';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import { sayProblem } from '../client/http.ts';
import { server } from '../client/server.ts';
import { documentStore } from '../stores/document-store.ts';
import { BrowseDisclosure } from './BrowseDisclosure.tsx';
import { typeOfValue } from './type-of-value.ts';
import { inspectorWords } from '../words/inspector.ts';

interface TwinPortBrowserProps {
  /** The source that is to follow what is picked. */
  node: string;
  params: Readonly<Record<string, unknown>>;
}

type Ports = StateBody['ports'];

/** The twins of this server with their ports and what they say now, open while somebody wants them; a click picks one. */
export function TwinPortBrowser({ node, params }: TwinPortBrowserProps): ReactElement {
  return (
    <BrowseDisclosure browse={inspectorWords.browseTwins} close={inspectorWords.closeTwins}>
      <Twins node={node} params={params} />
    </BrowseDisclosure>
  );
}

function Twins({ node, params }: TwinPortBrowserProps): ReactElement {
  const twin = typeof params.twin === 'string' ? params.twin : '';
  const [twins, setTwins] = useState<string[]>([]);
  const [open, setOpen] = useState(twin);
  const [ports, setPorts] = useState<Ports>();
  const [problem, setProblem] = useState('');
  const [search, setSearch] = useState('');
  useEffect(() => {
    let wanted = true;
    void server.twins().then((answer) => {
      if (!wanted) return;
      if (answer.ok) setTwins(answer.value.map(({ id }) => id).toSorted());
      else setProblem(sayProblem(answer.problem));
    });
    return () => {
      wanted = false;
    };
  }, []);
  useEffect(() => {
    let wanted = true;
    setPorts(undefined);
    if (twins.includes(open)) {
      void server.twinState(open).then((answer) => {
        if (!wanted) return;
        setProblem(answer.ok ? '' : sayProblem(answer.problem));
        setPorts(answer.ok ? answer.value.ports : {});
      });
    }
    return () => {
      wanted = false;
    };
  }, [open, twins]);
  const found = Object.entries(ports ?? {}).filter(([name]) =>
    name.toLowerCase().includes(search.toLowerCase()),
  );
  return (
    <div className="topics">
      <select
        className="input"
        aria-label={inspectorWords.twinToLookAt}
        value={twins.includes(open) ? open : ''}
        onChange={(event) => setOpen(event.currentTarget.value)}
      >
        <option value="">{inspectorWords.chooseTwin}</option>
        {twins.map((id) => (
          <option key={id} value={id}>
            {id}
          </option>
        ))}
      </select>
      {ports && (
        <input
          className="input"
          type="search"
          aria-label={inspectorWords.searchPorts}
          placeholder={inspectorWords.searchPorts}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      {problem && <p className="field-says tone-bad">{problem}</p>}
      <ul className="topic-list">
        {found.map(([name, { value, unit }]) => (
          <li key={name}>
            <button
              type="button"
              className="payload-value"
              aria-pressed={open === twin && name === params.port}
              onClick={() => follow(node, open, name, typeOfValue(value), unit)}
            >
              <span>{name}</span>
              <code>{value === null ? '—' : `${shorten(value)} ${formatUnit(unit)}`}</code>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** One step of undo: twin, port, and its type and unit where they are known. */
function follow(node: string, twin: string, port: string, type: string | undefined, unit: string): void {
  const picked = {
    twin,
    port,
    unit: unit || undefined,
    ...(type && { type: type === 'number' ? undefined : type }),
  };
  documentStore
    .getState()
    .edit((flow) =>
      Object.entries(picked).reduce((made, [param, value]) => setParam(made, node, param, value), flow),
    );
}

function shorten(value: unknown): string {
  const text = typeof value === 'number' ? formatValue(value) : JSON.stringify(value);
  return text.length > 24 ? `${text.slice(0, 24)}…` : text;
}
