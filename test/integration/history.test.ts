import { parquetReadObjects } from 'hyparquet';
import { connectAsync } from 'mqtt';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HistoryBody } from '@twinloom/runtime/protocol/bodies';
import { startServer, type RunningServer } from '../fixtures/start-server.ts';

describe('the history of a twin', () => {
  let server: RunningServer;

  beforeAll(async () => {
    server = await startServer('--no-editor', '--no-plant');
    await server.send('PUT', '/api/flows/wave', {
      twinloom: 1,
      name: 'Wave',
      nodes: {
        ramp: {
          type: 'sources/waveform',
          params: { shape: 'ramp', amplitude: 5, offset: 5, period: '10 s', every: '100ms', unit: 'm' },
        },
        high: { type: 'transforms/compare', params: { threshold: 5 } },
        hidden: { type: 'sources/waveform', record: false },
      },
      edges: ['ramp.value -> high.in'],
    });
    await server.send('POST', '/api/flows/wave/deploy', {});
    await server.send('PUT', '/api/twins/wave-1', { flow: 'wave' });
  });

  afterAll(() => server?.stop());

  const history = (port: string, more = '') =>
    server.get<HistoryBody>(`/api/twins/wave-1/history?port=${port}${more}`);

  /** 21 samples one after the other: where a busy machine lets ticks by, the twin makes one step of them. */
  type Stretch = Pick<HistoryBody, 't' | 'mean'>;
  const inStep = async (): Promise<Stretch> => {
    let found: Stretch | undefined;
    await expect
      .poll(async () => {
        const { t, mean } = await history('ramp.value');
        const end = t.findIndex((at, i) => i >= 20 && at - t[i - 20]! < 2.05);
        return (found =
          end < 0 ? undefined : { t: t.slice(end - 20, end + 1), mean: mean.slice(end - 20, end + 1) });
      })
      .toBeDefined();
    return found!;
  };

  it('has each sample of its numbers and booleans, with their unit, and none of what is not to be recorded', async () => {
    const { t: even, mean: ramp } = await inStep();
    for (let i = 1; i < even.length; i++) {
      expect(even[i]! - even[i - 1]!).toBeCloseTo(0.1, 5);
      // 10 m in 10 s, and back to 0.
      expect((((ramp[i]! - ramp[i - 1]!) % 10) + 10) % 10).toBeCloseTo(0.1, 9);
    }
    const { unit, mean, min, quality } = await history('ramp.value');
    expect(unit).toBe('m');
    expect(min).toEqual(mean);
    expect(new Set(quality)).toEqual(new Set(['good']));
    expect((await history('high.out')).mean.every((value) => value === 0 || value === 1)).toBe(true);
    expect((await history('hidden.value')).t).toEqual([]);
  });

  it('comes in buckets, in a stretch of time, and as CSV', async () => {
    const { t } = await inStep();
    const [from, to] = [t[0]!, t[20]!];
    const some = await history('ramp.value', `&from=${from}&to=${to}&points=5`);
    expect(some.t).toHaveLength(5);
    expect(some.max.every((max, i) => max! >= some.min[i]!)).toBe(true);
    const iso = (time: number): string => encodeURIComponent(new Date(Math.round(time * 1000)).toISOString());
    const path = `/api/twins/wave-1/history.csv?port=ramp.value&port=high.out&from=${iso(from - 0.01)}&to=${iso(to + 0.01)}`;
    const text = await (await fetch(server.address + path)).text();
    const [header, ...rows] = text.trimEnd().split('\n');
    expect(header).toBe('time,ramp.value [m],high.out');
    expect(rows).toHaveLength(21);
    expect(rows[0]).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z,\d+(\.\d+)?,[01]$/);
  });

  it('has what a gateway kept while it was away at the times when it was measured', async () => {
    await server.send('PUT', '/api/flows/kept', {
      twinloom: 1,
      nodes: {
        level: {
          type: 'sources/mqtt',
          params: {
            topic: 'gate/level',
            readings: 'list',
            listPath: 'values',
            path: 'v',
            timePath: 't',
            unit: 'm',
          },
        },
      },
    });
    await server.send('POST', '/api/flows/kept/deploy', {});
    await server.send('PUT', '/api/twins/kept-1', { flow: 'kept' });
    const from = Math.floor(Date.now() / 1000) - 3_600;
    const values = [4, 'off', 1, 3].map((v, i) => ({ t: (from + [3, 2, 0, 1][i]!) * 1000, v }));
    const connections = await server.get<{ id: string; url: string }[]>('/api/connections');
    const gateway = await connectAsync(connections.find(({ id }) => id === 'default')!.url);
    await gateway.publishAsync('gate/level', JSON.stringify({ values }), { qos: 1, retain: true });
    await gateway.endAsync();
    const asked = () =>
      server.get<HistoryBody>(`/api/twins/kept-1/history?port=level.value&from=${from - 1}&to=${from + 10}`);
    await expect.poll(async () => (await asked()).t.length).toBe(4);
    const { t, mean, quality } = await asked();
    expect(t).toEqual([0, 1, 2, 3].map((i) => from + i));
    expect(mean).toEqual([1, 3, null, 4]);
    expect(quality).toEqual(['good', 'good', 'bad', 'good']);
  });

  it('comes as Parquet with the same samples', async () => {
    const { t, mean } = await inStep();
    const [from, to] = [t[0]!, t[20]!];
    const path = `/api/twins/wave-1/history.parquet?port=ramp.value&port=high.out&from=${from}&to=${to}`;
    const response = await fetch(server.address + path);
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="wave-1.parquet"');
    const rows = await parquetReadObjects({ file: await response.arrayBuffer() });
    expect(rows.map((row) => row['ramp.value'])).toEqual(mean);
    expect(rows.every((row, i) => Math.abs(Number(row['t']) - t[i]! * 1000) <= 1)).toBe(true);
    expect(new Set(rows.map((row) => row['high.out.quality']))).toEqual(new Set(['good']));
  });

  it('is counted among what /metrics tells, in the text of Prometheus', async () => {
    const response = await fetch(`${server.address}/metrics`);
    expect(response.headers.get('content-type')).toContain('text/plain');
    const text = await response.text();
    const rows = text
      .trimEnd()
      .split('\n')
      .filter((row) => !row.startsWith('#'));
    expect(rows.every((row) => /^twinloom_[a-z0-9_]+(\{[a-z]+="[a-z]+"\})? [0-9.e+-]+$/.test(row))).toBe(
      true,
    );
    const values = Object.fromEntries(rows.map((row) => row.split(' ')));
    expect(Number(values['twinloom_twins{status="running"}'])).toBeGreaterThan(0);
    expect(Number(values.twinloom_history_bytes)).toBeGreaterThan(4_096);
    expect(Number(values.twinloom_journal_records_on_disk_total)).toBeGreaterThan(0);
  });

  it.each([
    ['/api/twins/nobody/history?port=a.b', 404],
    ['/api/twins/wave-1/history', 400],
    ['/api/twins/wave-1/history?port=ramp.value&from=tomorrow', 400],
    ['/api/twins/wave-1/history?port=ramp.value&from=10&to=5', 400],
    ['/api/twins/wave-1/history?port=ramp.value&points=0', 400],
    ['/api/twins/wave-1/history?port=ramp.value&points=1e9', 400],
  ])('says why it answers not: %s', async (path, status) => {
    const response = await fetch(server.address + path);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ status, remedy: expect.any(String) });
  });
});
