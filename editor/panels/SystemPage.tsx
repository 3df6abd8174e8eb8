import './system.css';
import { useEffect, useState, type ReactElement, type ReactNode } from 'react';
import type { StatusBody } from '@twinloom/runtime/protocol/status';
import { server } from '../client/server.ts';
import { openFlow } from '../stores/server-store.ts';
import { showNode } from '../stores/session-store.ts';
import { addReading, type SystemReading } from '../stores/system-trail.ts';
import { usePolled } from '../stores/use-polled.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { formatShare } from '../ui/format-share.ts';
import { formatSpan } from '../ui/format-span.ts';
import { Meter } from '../ui/Meter.tsx';
import { SystemTiles } from './SystemTiles.tsx';
import { ConnectionTable, DiskTable, QueueTable, WorkerTable } from './SystemTables.tsx';
import { toneOfTwin } from './system-tones.ts';
import { systemWords } from '../words/system.ts';

/** How the server fares, asked again every two seconds: what runs, where it is late, what waits, what was left out. */
export function SystemPage({ onClose }: { onClose(): void }): ReactElement {
  const { value: status, problem } = usePolled(server.status);
  const [trail, setTrail] = useState<readonly SystemReading[]>([]);
  useEffect(() => {
    if (status) setTrail((former) => addReading(former, status));
  }, [status]);
  const show = async (flow: string, twin: string, node?: string): Promise<void> => {
    onClose();
    if ((await openFlow(flow, twin)) && node !== undefined) showNode(node);
  };
  return (
    <Dialog title={systemWords.system} size="page" onClose={onClose}>
      {problem && (
        <p className="note note-bad" role="alert">
          {problem} {status && systemWords.isFromBefore}
        </p>
      )}
      {!status && !problem && <p className="muted">{systemWords.asking}</p>}
      {status && (
        <div className="system" data-old={problem !== '' || undefined}>
          <p className="system-about muted">
            {systemWords.upFor(status.version, formatSpan(status.uptimeSeconds))}
          </p>
          <SystemTiles status={status} trail={trail} />
          <Section title={systemWords.workers} says={systemWords.workersMean}>
            <WorkerTable workers={status.workers} />
          </Section>
          <Section title={systemWords.flowsTwins} says={systemWords.flowsMean}>
            <FlowTable flows={status.flows} onShow={(flow, twin) => void show(flow, twin)} />
          </Section>
          <Section title={systemWords.profile} says={systemWords.profileMeans}>
            <TopNodes status={status} onShow={(flow, twin, node) => void show(flow, twin, node)} />
          </Section>
          <Section title={systemWords.queues} says={systemWords.queuesMean}>
            <QueueTable queues={status.queues} />
          </Section>
          <Section title={systemWords.disk} says={systemWords.diskMeans}>
            <DiskTable
              t={status.t}
              journal={status.journal}
              history={status.history}
              outbox={status.outbox}
            />
          </Section>
          <Section title={systemWords.connections} says={systemWords.connectionsMean}>
            <ConnectionTable connections={status.connections} />
          </Section>
        </div>
      )}
    </Dialog>
  );
}

function Section({
  title,
  says,
  children,
}: {
  title: string;
  says: string;
  children: ReactNode;
}): ReactElement {
  return (
    <section className="system-section" aria-label={title}>
      <h3 className="system-title">
        {title} <span className="muted">{says}</span>
      </h3>
      {children}
    </section>
  );
}

interface FlowTableProps {
  flows: StatusBody['flows'];
  onShow(flow: string, twin: string): void;
}

function FlowTable({ flows, onShow }: FlowTableProps): ReactElement {
  if (flows.length === 0) return <p className="muted">{systemWords.noFlowYet}</p>;
  return (
    <ul className="system-flows">
      {flows.map(({ id, name, version, twins }) => (
        <li key={id} className="system-flow">
          <span className="system-flow-name">
            {name} <span className="badge">{version > 0 ? `v${version}` : systemWords.neverDeployed}</span>
          </span>
          <ul className="system-twins">
            {twins.map((twin) => (
              <li key={twin.id}>
                <button
                  type="button"
                  className="system-twin"
                  data-tone={toneOfTwin(twin.status)}
                  title={twin.says ?? systemWords.openFlow(name, twin.id)}
                  onClick={() => onShow(id, twin.id)}
                >
                  <b>{twin.id}</b>
                  <span>{twin.status}</span>
                  {twin.version !== version && <span>v{twin.version}</span>}
                  <span className="muted">{formatShare(twin.busyShare)}</span>
                </button>
              </li>
            ))}
            {twins.length === 0 && <li className="muted">{systemWords.noTwin}</li>}
          </ul>
        </li>
      ))}
    </ul>
  );
}

interface TopNodesProps {
  status: StatusBody;
  onShow(flow: string, twin: string, node: string | undefined): void;
}

function TopNodes({ status, onShow }: TopNodesProps): ReactElement {
  const flowOf = new Map(status.flows.flatMap(({ id, twins }) => twins.map((twin) => [twin.id, id])));
  const most = Math.max(...status.top.map(({ share }) => share), 0.01);
  if (status.top.length === 0) return <p className="muted">{systemWords.nothingSeen}</p>;
  return (
    <ol className="system-top">
      {status.top.slice(0, 10).map(({ twin, node, share }) => (
        <li key={`${twin} ${node ?? ''}`}>
          <button
            type="button"
            className="system-top-name"
            disabled={!flowOf.has(twin)}
            onClick={() => onShow(flowOf.get(twin) ?? '', twin, node)}
          >
            {node === undefined ? <span>{systemWords.equationsTicks}</span> : <b>{node}</b>}{' '}
            <span className="muted">{twin}</span>
          </button>
          <Meter text={formatShare(share)} part={share / most} tone="calm" />
        </li>
      ))}
    </ol>
  );
}
