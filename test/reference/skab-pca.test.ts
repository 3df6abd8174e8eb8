import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalog } from '@twinloom/nodes/catalog';
import { compileFlow } from '@twinloom/runtime/compile/compile';
import { Twin } from '@twinloom/runtime/run/twin';
import { referenceFile } from './reference-data.ts';

/** Runs of a real pump test bed in which a valve is closed for a while: Katser and Kozitsin, Skoltech Anomaly Benchmark (SKAB), 2020. */
const FILES = Array.from({ length: 8 }, (_, i) => referenceFile(`skab/valve1/${i}.csv`));
const SENSORS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
const LEARNED = 400;

const flow = {
  twinloom: 1 as const,
  nodes: {
    ...Object.fromEntries(
      SENSORS.map((name) => [name, { type: 'sources/mqtt', params: { topic: `bed/${name}`, unit: '1' } }]),
    ),
    watch: { type: 'predictors/pca', params: { inputs: SENSORS.length, trainingSamples: LEARNED } },
  },
  edges: SENSORS.map((name) => `${name}.value -> watch.${name}`),
};

interface Row {
  values: number[];
  isAnomalous: boolean;
}

function readRows(file: string): Row[] {
  const [, ...lines] = readFileSync(file, 'utf8').trim().split('\n');
  return lines.map((line) => {
    const cells = line.split(';');
    return { values: cells.slice(1, 9).map(Number), isAnomalous: Number(cells[9]) > 0 };
  });
}

/** What the twin says of each row behind those it learned from; it never sees a label. */
function verdicts(rows: readonly Row[]): boolean[] {
  const { plan } = compileFlow(flow, catalog);
  const twin = new Twin(plan!, { id: 'bed' });
  const active = twin.portIndex('watch.active');
  const found: boolean[] = [];
  rows.forEach(({ values }, t) => {
    twin.deliver(
      t,
      SENSORS.map((node, i) => ({ node, value: values[i] })),
    );
    if (t >= LEARNED) found.push(twin.value(active) === 1);
  });
  return found;
}

describe('a PCA monitor on a real pump test bed', () => {
  it.skipIf(FILES.includes(undefined))(
    'finds the anomalies of eight runs with an F1 of at least 0.70',
    () => {
      const count = { hits: 0, falseAlarms: 0, misses: 0 };
      for (const file of FILES) {
        const rows = readRows(file!);
        verdicts(rows).forEach((isFound, i) => {
          const { isAnomalous } = rows[LEARNED + i]!;
          if (isFound && isAnomalous) count.hits++;
          else if (isFound) count.falseAlarms++;
          else if (isAnomalous) count.misses++;
        });
      }
      const { hits, falseAlarms, misses } = count;
      expect(hits + misses).toBeGreaterThan(2_000);
      const f1 = (2 * hits) / (2 * hits + falseAlarms + misses);
      console.log(`F1 ${f1.toFixed(4)} ${JSON.stringify(count)}`);
      expect(f1).toBeGreaterThanOrEqual(0.7);
    },
  );
});
