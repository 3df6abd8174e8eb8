import type { ReactElement, ReactNode } from 'react';
import type { StatusBody } from '@twinloom/runtime/protocol/status';
import { byteText } from '../ui/byte-text.ts';
import { formatShare } from '../ui/format-share.ts';
import { formatSpan } from '../ui/format-span.ts';
import { Meter } from '../ui/Meter.tsx';
import {
  toneOfBusy,
  toneOfConnection,
  toneOfCount,
  toneOfFill,
  toneOfLag,
  type Tone,
} from './system-tones.ts';
import { systemWords } from '../words/system.ts';

const POLICIES = {
  latest: systemWords.newestStays,
  'drop-oldest': systemWords.oldestGoes,
  refuse: systemWords.takesNoMore,
  pause: systemWords.adderWaits,
} as const;

/** Threads: what each runs, how busy and how late it is, its memory. */
export function WorkerTable({ workers }: Pick<StatusBody, 'workers'>): ReactElement {
  return (
    <Table
      heads={[
        systemWords.worker,
        systemWords.flows,
        systemWords.twins,
        systemWords.busy,
        systemWords.lateness,
        systemWords.memory,
        systemWords.waiting,
        systemWords.leftOut,
        systemWords.deaths,
      ]}
    >
      {workers.map((worker) => (
        <tr key={worker.name} data-worker={worker.name}>
          <th scope="row">
            {worker.name}
            {worker.state === 'restarting' && <Said tone="warn">{systemWords.startingAgain}</Said>}
          </th>
          <Cell name={systemWords.flows}>
            {worker.role === 'checks' ? systemWords.drafts : worker.flows.join(', ')}
          </Cell>
          <Cell name={systemWords.twins} isNumber>
            {worker.role === 'checks' ? '–' : worker.twins}
          </Cell>
          <Cell name={systemWords.busy}>
            <Meter
              text={formatShare(worker.busyShare)}
              part={worker.busyShare}
              tone={toneOfBusy(worker.busyShare)}
            />
          </Cell>
          <Cell name={systemWords.lateness} isNumber>
            <Said tone={toneOfLag(worker.lateSeconds)}>
              {worker.role === 'checks' || worker.lateSeconds === undefined
                ? '–'
                : formatSpan(worker.lateSeconds)}
            </Said>
          </Cell>
          <Cell name={systemWords.memory}>
            {worker.heapBytes === undefined ? (
              '–'
            ) : (
              <Meter
                text={byteText(worker.heapBytes)}
                part={worker.heapBytes / worker.heapBound}
                tone={toneOfFill(worker.heapBytes, worker.heapBound)}
              />
            )}
          </Cell>
          <Cell name={systemWords.waiting} isNumber>
            {worker.packetsWaiting + worker.emissionsWaiting}
          </Cell>
          <Cell name={systemWords.leftOut} isNumber>
            <Count count={worker.packetsLost + worker.emissionsLost} />
          </Cell>
          <Cell name={systemWords.deaths} isNumber>
            <Count count={worker.deaths} />
          </Cell>
        </tr>
      ))}
    </Table>
  );
}

/** What is bounded: how much waits, how much was left out. */
export function QueueTable({ queues }: Pick<StatusBody, 'queues'>): ReactElement {
  return (
    <Table
      heads={[
        systemWords.queue,
        systemWords.waiting,
        systemWords.bound,
        systemWords.leftOut,
        systemWords.whenFull,
      ]}
    >
      {queues.map(({ name, policy, bound, waiting, dropped }) => (
        <tr key={name}>
          <th scope="row">{name}</th>
          <Cell name={systemWords.waiting}>
            <Meter text={String(waiting)} part={waiting / bound} tone={toneOfFill(waiting, bound)} />
          </Cell>
          <Cell name={systemWords.bound} isNumber>
            {bound.toLocaleString('en')}
          </Cell>
          <Cell name={systemWords.leftOut} isNumber>
            <Count count={dropped} />
          </Cell>
          <Cell name={systemWords.whenFull}>
            <span className="muted">{POLICIES[policy]}</span>
          </Cell>
        </tr>
      ))}
    </Table>
  );
}

/** Brokers and web servers, and whether they are reached. */
export function ConnectionTable({ connections }: Pick<StatusBody, 'connections'>): ReactElement {
  return (
    <Table heads={[systemWords.connection, systemWords.address, systemWords.state]}>
      {connections.map(({ id, url, status, says }) => (
        <tr key={id}>
          <th scope="row">{id}</th>
          <Cell name={systemWords.address}>
            <code>{url}</code>
          </Cell>
          <Cell name={systemWords.state}>
            <Said tone={toneOfConnection(status)}>{status}</Said>
            {says && <span className="system-note">{says}</span>}
          </Cell>
        </tr>
      ))}
    </Table>
  );
}

/** What is on the disk: how much, since when, what is not yet there. */
export function DiskTable({
  t,
  journal,
  history,
  outbox,
}: Pick<StatusBody, 't' | 'journal' | 'history' | 'outbox'>): ReactElement {
  return (
    <Table heads={[systemWords.disk, systemWords.size, systemWords.reaches, systemWords.notYetWritten]}>
      <DiskRow
        name={systemWords.journal}
        store={journal}
        reaches={
          journal.lastCommit === undefined ? '–' : systemWords.writtenAgo(formatSpan(t - journal.lastCommit))
        }
        unwritten={journal.behind}
      />
      <DiskRow
        name={systemWords.historyStore}
        store={history}
        reaches={
          history.oldest === undefined
            ? systemWords.nothingYet
            : systemWords.reachesBackBy(formatSpan(t - history.oldest))
        }
        unwritten={history.waiting}
      />
      <DiskRow
        name={systemWords.outbox}
        store={outbox}
        reaches={
          <>
            {outbox.waiting === 0
              ? systemWords.nothingWaits
              : systemWords.toBeSent(outbox.waiting.toLocaleString('en'))}
            {outbox.dropped > 0 && (
              <Said tone="bad">{systemWords.givenUp(outbox.dropped.toLocaleString('en'))}</Said>
            )}
          </>
        }
      />
    </Table>
  );
}

interface DiskRowProps {
  name: string;
  store: { bytes: number; bound: number; says?: string };
  reaches: ReactNode;
  /** Absent where it is not counted. */
  unwritten?: number;
}

function DiskRow({ name, store, reaches, unwritten }: DiskRowProps): ReactElement {
  return (
    <tr>
      <th scope="row">
        {name}
        {store.says && <Said tone="bad">{store.says}</Said>}
      </th>
      <Cell name={systemWords.size}>
        <Meter text={byteText(store.bytes)} part={store.bytes / store.bound} tone="calm" />
      </Cell>
      <Cell name={systemWords.reaches}>{reaches}</Cell>
      <Cell name={systemWords.notYetWritten} isNumber>
        {unwritten?.toLocaleString('en') ?? '–'}
      </Cell>
    </tr>
  );
}

function Table({ heads, children }: { heads: readonly string[]; children: ReactNode }): ReactElement {
  return (
    <table className="system-table">
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

/** Where there is no room for columns each cell says its own name. */
function Cell({
  name,
  isNumber = false,
  children,
}: {
  name: string;
  isNumber?: boolean;
  children: ReactNode;
}): ReactElement {
  return (
    <td data-name={name} className={isNumber ? 'is-number' : undefined}>
      {children}
    </td>
  );
}

function Count({ count }: { count: number }): ReactElement {
  return <Said tone={toneOfCount(count)}>{count.toLocaleString('en')}</Said>;
}

function Said({ tone, children }: { tone: Tone; children: ReactNode }): ReactElement {
  return (
    <span className="said" data-tone={tone}>
      {children}
    </span>
  );
}
