import { useEffect, useState, type ReactElement } from 'react';
import type { ConnectionBody } from '@twinloom/runtime/protocol/bodies';
import type { ParamSchema } from '@twinloom/runtime/node/descriptor';
import { server } from '../client/server.ts';
import { inspectorWords } from '../words/inspector.ts';

interface ConnectionFieldProps {
  id: string;
  value: unknown;
  schema: ParamSchema;
  onChange(value: unknown): void;
}

/** One of the connections the server keeps that speak the protocol of the param, with how it fares. */
export function ConnectionField({ id, value, schema, onChange }: ConnectionFieldProps): ReactElement {
  const protocol = schema.protocol ?? 'mqtt';
  const [connections, setConnections] = useState<ConnectionBody[]>([]);
  useEffect(() => {
    let wanted = true;
    void server.connections().then((answer) => {
      if (wanted && answer.ok) setConnections(answer.value.filter((one) => one.protocol === protocol));
    });
    return () => {
      wanted = false;
    };
  }, [protocol]);
  const fallback = String(schema.default ?? '');
  const chosen = typeof value === 'string' ? value : fallback;
  const current = connections.find((connection) => connection.id === chosen);
  return (
    <>
      <select
        id={id}
        className="input"
        value={chosen}
        onChange={(event) =>
          onChange(event.currentTarget.value === fallback ? undefined : event.currentTarget.value)
        }
      >
        {!current && <option value={chosen}>{chosen || inspectorWords.none}</option>}
        {current && fallback === '' && <option value="">{inspectorWords.none}</option>}
        {connections.map((connection) => (
          <option key={connection.id} value={connection.id}>
            {connection.id} · {connection.url}
          </option>
        ))}
      </select>
      {current && current.status !== 'connected' && (
        <span className="field-says tone-bad">
          {current.status}
          {current.says && `: ${current.says}`}
        </span>
      )}
    </>
  );
}
