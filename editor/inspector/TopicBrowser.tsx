import { useCallback, useState, type ReactElement } from 'react';
import type { TopicsBody } from '@twinloom/runtime/protocol/bodies';
import { server } from '../client/server.ts';
import { usePolled } from '../stores/use-polled.ts';
import { isOneValue, payloadLines } from './payload-paths.ts';
import { inspectorWords } from '../words/inspector.ts';

interface TopicBrowserProps {
  connection: string;
  topic: string;
  path: string;
  onPick(topic: string, path: string | undefined): void;
}

type Topic = TopicsBody['topics'][number];

/** The topics seen on a connection with their last payload; a click on a value picks its topic and path, one on a topic that is a single value picks that. */
export function TopicBrowser({ connection, topic, path, onPick }: TopicBrowserProps): ReactElement {
  const { value, problem } = usePolled(useCallback(() => server.topics(connection), [connection]));
  const topics = value?.topics.toSorted((a, b) => (a.topic < b.topic ? -1 : 1));
  const [search, setSearch] = useState('');
  const [open, setOpen] = useState<string>();
  const found = (topics ?? []).filter((each) => each.topic.toLowerCase().includes(search.toLowerCase()));
  return (
    <div className="topics">
      <input
        className="input"
        type="search"
        aria-label={inspectorWords.searchTopics}
        placeholder={inspectorWords.searchTopics}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      {problem && <p className="field-says tone-bad">{problem}</p>}
      {topics?.length === 0 && <p className="field-doc">{inspectorWords.nothingPublished(connection)}</p>}
      <ul className="topic-list">
        {found.map((each) => (
          <li key={each.topic}>
            <button
              type="button"
              className="topic-row"
              aria-expanded={open === each.topic}
              onClick={() => {
                setOpen(open === each.topic ? undefined : each.topic);
                if (open !== each.topic && isOneValue(each.payload)) onPick(each.topic, undefined);
              }}
            >
              <span className="topic-name">{each.topic}</span>
              <span className="topic-last">{each.payload}</span>
            </button>
            {open === each.topic && (
              <Payload topic={each} chosenPath={each.topic === topic ? path : undefined} onPick={onPick} />
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}

interface PayloadProps {
  topic: Topic;
  chosenPath: string | undefined;
  onPick: TopicBrowserProps['onPick'];
}

function Payload({ topic, chosenPath, onPick }: PayloadProps): ReactElement {
  const lines = payloadLines(topic.payload);
  if (!lines) {
    return (
      <div className="payload">
        <code>{topic.payload.slice(0, 200)}</code>
        <p className="field-doc">{inspectorWords.payloadIsText}</p>
      </div>
    );
  }
  return (
    <ul className="payload">
      {lines.map((line, index) => (
        // A payload's lines have no identity but their place.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={index} style={{ paddingLeft: line.depth * 12 }}>
          {line.path !== undefined && line.kind !== 'null' ? (
            <button
              type="button"
              className="payload-value"
              aria-pressed={line.path === chosenPath}
              onClick={() => onPick(topic.topic, line.path === '' ? undefined : line.path)}
            >
              <span>{line.label || inspectorWords.payloadItself}</span>
              <code>{line.value}</code>
            </button>
          ) : (
            <span className="payload-group">
              {line.label} {line.value}
            </span>
          )}
        </li>
      ))}
    </ul>
  );
}
