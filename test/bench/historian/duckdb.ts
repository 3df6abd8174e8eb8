import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requirePeer } from '../peers/peers.ts';
import type { Subject } from './subjects.ts';

/** What of DuckDB the bench calls. */
interface DuckDb {
  DuckDBInstance: { create(path: string): Promise<Instance> };
}

interface Instance {
  connect(): Promise<Connection>;
  closeSync(): void;
}

interface Connection {
  run(sql: string): Promise<unknown>;
  createAppender(table: string): Promise<Appender>;
  runAndReadAll(sql: string, values: object): Promise<{ getColumns(): number[][] }>;
  closeSync(): void;
}

interface Appender {
  appendInteger(value: number): void;
  appendUTinyInt(value: number): void;
  appendDouble(value: number): void;
  endRow(): void;
  flushSync(): void;
  closeSync(): void;
}

const TABLE = 'CREATE TABLE samples (series INTEGER, t DOUBLE, value DOUBLE, quality UTINYINT)';
const QUESTION = `SELECT least(CAST(floor((t - $from) / $width) AS INTEGER), $points - 1) AS bucket,
    min(value), max(value), avg(value)
  FROM samples WHERE series = $port AND t >= $from AND t <= $to GROUP BY bucket ORDER BY bucket`;

/** A table of DuckDB in a file, with all its threads, filled by its appender. A flush is a transaction, and waits until the disk has it. */
export async function duckdb(): Promise<Subject> {
  const { DuckDBInstance } = requirePeer('@duckdb/node-api') as DuckDb;
  const folder = mkdtempSync(join(tmpdir(), 'bench-duckdb-'));
  const path = join(folder, 'samples.duckdb');
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  await connection.run(TABLE);
  const appender = await connection.createAppender('samples');
  return {
    append(series, from, to) {
      for (const [i, { times, values }] of series.entries()) {
        for (let k = from; k < to; k++) {
          appender.appendInteger(i);
          appender.appendDouble(times[k]!);
          appender.appendDouble(values[k]!);
          appender.appendUTinyInt(0);
          appender.endRow();
        }
      }
      appender.flushSync();
    },
    settle: async () => void (await connection.run('CHECKPOINT')),
    async query({ port, from, to, points }) {
      const width = (to - from) / points;
      const answer = await connection.runAndReadAll(QUESTION, { port, from, to, width, points });
      const [buckets, min, max, mean] = answer.getColumns() as [number[], number[], number[], number[]];
      return {
        t: buckets.map((bucket) => from + bucket * width),
        min,
        max,
        mean,
        quality: buckets.map(() => 'good' as const),
      };
    },
    forget: () => undefined,
    async bytes() {
      await connection.run('CHECKPOINT');
      return statSync(path).size;
    },
    close() {
      appender.closeSync();
      connection.closeSync();
      instance.closeSync();
      rmSync(folder, { recursive: true });
    },
  };
}
