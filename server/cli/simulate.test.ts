import { catalog } from '@twinloom/nodes/catalog';
import { compileFlow } from '@twinloom/runtime/compile/compile';
import { Twin } from '@twinloom/runtime/run/twin';
import { describe, expect, it } from 'vitest';
import type { ReplayRow } from './replay-csv.ts';
import { simulate, type Stretch } from './simulate.ts';

const never = { isDue: () => false, take: async () => true };

/** Times of the instants of a tag beside a waveform that speaks every second. */
async function run(stretch: Partial<Stretch>, values: readonly (readonly [number, number])[] = []) {
  const { plan } = compileFlow(
    {
      twinloom: 1,
      nodes: {
        wave: { type: 'sources/waveform', params: { every: '1 s' } },
        tag: { type: 'sources/mqtt', params: { topic: 'a', staleAfter: 'never' } },
      },
    },
    catalog,
  );
  if (!plan) throw new Error('the flow of the test does not compile');
  const instants: string[] = [];
  const twin = new Twin(plan, {
    id: 'test',
    onInstant: (at) => {
      const fresh = ['wave.value', 'tag.value'].filter((port) => at.isFresh(at.portIndex(port)));
      instants.push(`${at.t} ${fresh.map((port) => port[0]).join('')}`);
    },
  });
  const rows = values.map(([at, value]): ReplayRow => ({ at, inputs: [{ node: 'tag', value }] }));
  const all = { start: 0, end: undefined, rows: asyncOf(rows), isResumed: false, ...stretch };
  const outcome = await simulate(twin, all, never);
  return { outcome, instants };
}

async function* asyncOf<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items;
}

describe('a simulated run', () => {
  it('covers its start and its end', async () => {
    expect(await run({ end: 2 })).toEqual({ outcome: { end: 2 }, instants: ['0 w', '1 w', '2 w'] });
  });

  it('delivers a row before the ticks of its time, in one instant with them', async () => {
    const { instants } = await run({ end: 2 }, [
      [0, 1],
      [1, 2],
      [1.5, 3],
    ]);
    expect(instants).toEqual(['0 wt', '1 wt', '1.5 t', '2 w']);
  });

  it('is as long as its replay where nothing else is said', async () => {
    const { outcome, instants } = await run({}, [
      [0.5, 1],
      [1.5, 2],
    ]);
    expect(outcome).toEqual({ end: 1.5 });
    expect(instants).toEqual(['0 w', '0.5 t', '1 w', '1.5 t']);
  });

  it('leaves out the rows after its end', async () => {
    const { outcome, instants } = await run({ end: 1 }, [
      [1, 1],
      [1.2, 2],
    ]);
    expect(outcome).toEqual({ end: 1 });
    expect(instants).toEqual(['0 w', '1 wt']);
  });

  it('that is resumed leaves out the rows up to its start', async () => {
    const { instants } = await run({ start: 1, end: 1.5, isResumed: true }, [
      [0.5, 1],
      [1, 2],
      [1.5, 3],
    ]);
    expect(instants.filter((instant) => instant.includes('t'))).toEqual(['1.5 t']);
  });

  it('ends at a row that cannot be read', async () => {
    const { outcome } = await run({ rows: asyncOf([{ problem: 'line 3' }]) });
    expect(outcome).toEqual({ problem: 'line 3' });
  });
});
