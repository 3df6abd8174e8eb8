import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCli } from '../fixtures/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'twinloom-run-'));
const PLANT = join(import.meta.dirname, '..', '..', 'examples', 'pump', 'plant.flow.json');

function write(name: string, content: unknown): string {
  const file = join(folder, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const tank = write('tank.flow.json', {
  twinloom: 1,
  nodes: {
    tank: {
      type: 'physics/tank',
      params: { area: 1, orifice: 0.01, dischargeCoefficient: 0.6, initialLevel: 1 },
    },
    inflow: { type: 'sources/constant', params: { value: 0, unit: 'm3/s' } },
  },
  edges: ['inflow.value -> tank.inflow'],
});

describe('twinloom run', () => {
  it('drains a tank as Torricelli says', () => {
    // √h = √h₀ − C_d·a·√(2g)·t/(2A): 0.0411423 m after 60 s, empty at 75.267 s.
    const { status, stdout, stderr } = runCli('run', tank, '--for', '80 s', '--record', 'tank.level');
    expect([status, stderr]).toEqual([0, '']);
    const rows = stdout
      .trim()
      .split('\n')
      .slice(1)
      .map((row) => row.split(',').map(Number));
    expect(rows.find(([t]) => t === 60)?.[1]).toBeCloseTo(0.0411423, 7);
    expect(rows.find(([, level]) => level === 0)?.[0]).toBe(75.3);
  });

  it('writes the same bytes every time, and others with another seed', () => {
    const run = (seed: string): string =>
      runCli('run', PLANT, '--for', '20min', '--every', '1s', '--seed', seed, '--quality').stdout;
    const first = run('7');
    expect(first.length).toBeGreaterThan(100_000);
    expect(run('7')).toBe(first);
    expect(run('8')).not.toBe(first);
  });

  it('replays a CSV beside the flow, and goes on in it from a snapshot', () => {
    write(
      'm.csv',
      'Zeit;Fluss [m3/h]\n09.03.2024 10:00:00;36,0\n09.03.2024 10:00:01;\n09.03.2024 10:00:02;72\n',
    );
    const flow = write('replay.flow.json', {
      twinloom: 1,
      nodes: {
        file: {
          type: 'sources/csv-replay',
          params: { file: 'm.csv', columns: { flow: { column: 'Fluss [m3/h]', unit: 'm3/h' } }, loop: true },
        },
        // 36 m3/h are 0.01 m3/s.
        si: { type: 'transforms/unit-convert', params: { unit: 'm3/s' } },
      },
      edges: ['file.flow -> si.in'],
    });
    const flags = ['--record', 'file.flow', '--record', 'si.out'];
    const whole = runCli('run', flow, '--for', '5s', ...flags);
    expect([whole.status, whole.stderr]).toEqual([0, '']);
    expect(whole.stdout).toBe('time,file.flow,si.out\n0,36,0.01\n2,72,0.02\n3,36,0.01\n5,72,0.02\n');
    const half = join(folder, 'replay.json');
    const first = runCli('run', flow, '--for', '2.5s', ...flags, '--snapshot', half).stdout;
    const rest = runCli('run', flow, '--for', '2.5s', ...flags, '--resume', half).stdout;
    expect(first + rest.slice(rest.indexOf('\n') + 1)).toBe(whole.stdout);
    const gone = write('gone.flow.json', {
      twinloom: 1,
      nodes: { file: { type: 'sources/csv-replay', params: { file: '../gone.csv', columns: ['a'] } } },
    });
    const checked = runCli('check', gone);
    expect(checked.status).toBe(1);
    expect(checked.stdout).toContain('file.file: bad-file: ../gone.csv: "../gone.csv" is a path.');
  });

  it('goes on from a snapshot with the bytes of one run', () => {
    const file = join(folder, 'half.json');
    const flags = ['--every', '1s', '--quality', '--seed', '3'];
    const whole = runCli('run', PLANT, '--for', '100s', ...flags).stdout;
    const first = runCli('run', PLANT, '--for', '37.05s', ...flags, '--snapshot', file).stdout;
    const rest = runCli(
      'run',
      PLANT,
      '--for',
      '62.95s',
      '--every',
      '1s',
      '--quality',
      '--resume',
      file,
    ).stdout;
    // The first stretch ends with a row of its own at 37.05 s, which the whole run has no reason for.
    const rows = (text: string): string[] =>
      text
        .trim()
        .split('\n')
        .filter((row) => !row.startsWith('37.05,'));
    expect([...rows(first), ...rows(rest).slice(1)]).toEqual(rows(whole));
    expect(readFileSync(file, 'utf8')).toContain('"twinloomSnapshot":1');
  });

  it('says every problem of a bad flow with its place, and ends with 1', () => {
    const bad = write('bad.flow.json', {
      twinloom: 1,
      nodes: {
        tank: { type: 'physics/tank', params: { area: -1 } },
        odd: { type: 'physics/tnak' },
        in: { type: 'sources/constant', params: { unit: 'm' } },
      },
      edges: ['in.value -> tank.inflow', 'in.value -> tank.inflow'],
    });
    for (const command of [
      ['check', bad],
      ['run', bad, '--for', '1'],
    ]) {
      const { status, stdout, stderr } = runCli(...command);
      const said = (stdout + stderr).trim().split('\n');
      expect(status).toBe(1);
      expect(said.filter((line) => line.startsWith(`${bad}: `)).length).toBeGreaterThanOrEqual(4);
      for (const code of [
        'odd: unknown-node',
        'tank.area: bad-param',
        'tank.inflow: unit-mismatch',
        'tank.inflow: duplicate-edge',
      ]) {
        expect(said.some((line) => line.includes(code))).toBe(true);
      }
    }
    const broken = write('broken.flow.json', '{"twinloom": 1,');
    expect(runCli('check', broken)).toMatchObject({ status: 1 });
    expect(runCli('run', join(folder, 'nothing.json'), '--for', '1')).toMatchObject({
      status: 1,
      stdout: '',
    });
  });

  it('ends with 2 when it is called in a wrong way', () => {
    for (const args of [
      ['run', tank],
      ['run', tank, '--for', 'soon'],
      ['run', tank, '--fro', '1'],
      ['fly'],
    ]) {
      const { status, stderr } = runCli(...args);
      expect(status).toBe(2);
      expect(stderr.trim().split('\n')[0]).toMatch(/^twinloom/);
    }
  });

  it('counts its work on stderr', () => {
    const { stderr } = runCli('run', tank, '--for', '10 s', '--stats');
    expect(JSON.parse(stderr)).toMatchObject({
      simulatedSeconds: 10,
      instants: 101,
      solver: { rhs: expect.any(Number) },
    });
  });
});
