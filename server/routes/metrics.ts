import { monitorEventLoopDelay } from 'node:perf_hooks';
import { z } from 'zod';
import type { Api, Parts } from './parts.ts';
import { problemAnswers } from './problems.ts';

const NANO = 1e-9;
const MICRO = 1e-6;

/** `GET /metrics`: how the server fares, in the text format of Prometheus. */
export function metricRoutes(app: Api, { host, journal, history, alarms, connections }: Parts): void {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  app.addHook('onClose', () => void delay.disable());
  app.get(
    '/metrics',
    {
      config: { permission: 'read' },
      schema: {
        summary: 'How the server fares, in the text format of Prometheus',
        response: { 200: z.string(), ...problemAnswers },
      },
    },
    (_request, reply) => {
      const { twins, ...counts } = host.counts();
      const { flood, alarms: listed } = alarms.list();
      const { outbox } = connections;
      const { user, system } = process.cpuUsage();
      const { rss, heapUsed, external } = process.memoryUsage();
      reply.type('text/plain; version=0.0.4; charset=utf-8');
      const text = [
        byStatus('twins', twins),
        line('workers', 'gauge', counts.workers),
        line('packets_waiting', 'gauge', counts.packetsWaiting),
        line('packets_lost_total', 'counter', counts.packetsLost),
        line('packets_unacknowledged', 'gauge', counts.packetsUnacknowledged),
        line('emissions_waiting', 'gauge', counts.emissionsWaiting),
        line('emissions_lost_total', 'counter', counts.emissionsLost),
        line('outbox_waiting', 'gauge', outbox.waiting),
        line('outbox_bytes', 'gauge', outbox.bytes),
        line('outbox_lost_total', 'counter', outbox.lost),
        line('worker_deaths_total', 'counter', counts.workerDeaths),
        line('journal_records_total', 'counter', journal.appended),
        line('journal_records_on_disk_total', 'counter', journal.committed),
        line('history_bytes', 'gauge', history.bytes()),
        line('history_samples_lost_total', 'counter', history.reach().samplesLost),
        line('alarms_standing', 'gauge', listed.filter(({ suppressed }) => suppressed === undefined).length),
        line('alarms_raised_in_ten_minutes', 'gauge', flood.count),
        line('event_loop_delay_p99_seconds', 'gauge', delay.percentile(99) * NANO),
        line('resident_memory_bytes', 'gauge', rss),
        line('heap_bytes', 'gauge', heapUsed),
        line('external_memory_bytes', 'gauge', external),
        line(
          'worker_heap_bytes',
          'gauge',
          host.workers().reduce((sum, { load }) => sum + (load.heapBytes ?? 0), 0),
        ),
        line('cpu_seconds_total', 'counter', (user + system) * MICRO),
        line('uptime_seconds', 'gauge', process.uptime()),
      ].join('');
      delay.reset();
      return text;
    },
  );
}

function line(name: string, type: 'gauge' | 'counter', value: number): string {
  return `# TYPE twinloom_${name} ${type}\ntwinloom_${name} ${value}\n`;
}

function byStatus(name: string, counts: Readonly<Record<string, number>>): string {
  const lines = Object.entries(counts).map(
    ([status, count]) => `twinloom_${name}{status="${status}"} ${count}\n`,
  );
  return `# TYPE twinloom_${name} gauge\n${lines.join('')}`;
}
