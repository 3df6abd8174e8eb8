import { describe, expect, it } from 'vitest';
import type { SimulationRequest } from '@twinloom/runtime/protocol/simulation';
import { createSimulator, type SimulationThread } from './simulation.ts';

type Hear = (event: { data: unknown; message?: string }) => void;

/** A thread that does what the test says. */
class FakeThread implements SimulationThread {
  readonly asked: SimulationRequest[] = [];
  ended = false;
  readonly #hearing = new Map<string, Hear>();

  postMessage(request: SimulationRequest): void {
    this.asked.push(request);
  }
  addEventListener(kind: string, hear: unknown): void {
    this.#hearing.set(kind, hear as Hear);
  }
  terminate(): void {
    this.ended = true;
  }
  say(data: unknown): void {
    this.#hearing.get('message')?.({ data });
  }
  fail(message: string): void {
    this.#hearing.get('error')?.({ data: undefined, message });
  }
}

const request = { flow: { twinloom: 1, nodes: {} }, seconds: 1, every: 1, record: ['a.out'] };
const refused = { kind: 'refused' as const, diagnostics: [] };

/** Lets what waits for promises run. */
const settled = () => new Promise((resolve) => void setImmediate(resolve));

function open() {
  const threads: FakeThread[] = [];
  const rings = new Set<() => void>();
  const simulator = createSimulator(
    () => {
      const thread = new FakeThread();
      threads.push(thread);
      return thread;
    },
    (_delay, ring) => {
      rings.add(ring);
      return () => void rings.delete(ring);
    },
  );
  return { simulator, threads, rings };
}

describe('the simulator of a page', () => {
  it('opens no thread before it is asked, and keeps it from run to run', async () => {
    const { simulator, threads, rings } = open();
    expect(threads).toEqual([]);
    for (const seed of [1, 2]) {
      const running = simulator.run({ ...request, seed });
      await settled();
      threads[0]!.say(refused);
      expect(await running).toEqual(refused);
    }
    expect(threads).toHaveLength(1);
    expect(threads[0]!.asked.map(({ seed }) => seed)).toEqual([1, 2]);
    expect(rings.size).toBe(0);
  });

  it('runs one after the other', async () => {
    const { simulator, threads } = open();
    const runs = [simulator.run(request), simulator.run(request)];
    await settled();
    expect(threads[0]!.asked).toHaveLength(1);
    threads[0]!.say(refused);
    await runs[0];
    await settled();
    expect(threads[0]!.asked).toHaveLength(2);
    threads[0]!.say(refused);
    expect(await runs[1]).toEqual(refused);
  });

  it('says how far a run is', async () => {
    const { simulator, threads } = open();
    const seen: number[] = [];
    const running = simulator.run(request, { onProgress: (t) => seen.push(t) });
    await settled();
    threads[0]!.say({ kind: 'progress', t: 0.25 });
    threads[0]!.say({ kind: 'progress', t: 0.5 });
    threads[0]!.say(refused);
    await running;
    expect(seen).toEqual([0.25, 0.5]);
  });

  it('ends the thread of a run that is cancelled, takes too long, dies or talks nonsense; the next run gets another', async () => {
    const { simulator, threads, rings } = open();
    const ways: [string, (thread: FakeThread, stop: AbortController) => void][] = [
      ['cancelled', (_, stop) => stop.abort()],
      ['took-too-long', () => [...rings][0]!()],
      ['simulation-died', (thread) => thread.fail('out of memory')],
      ['simulation-died', (thread) => thread.say({ kind: 'done', times: [1] })],
    ];
    for (const [i, [code, way]] of ways.entries()) {
      const stop = new AbortController();
      const running = simulator.run(request, { signal: stop.signal });
      await settled();
      way(threads[i]!, stop);
      expect(await running).toMatchObject({ kind: 'failed', code });
      expect(threads[i]!.ended).toBe(true);
      threads[i]!.say(refused);
    }
    const last = simulator.run(request);
    await settled();
    threads[4]!.say(refused);
    expect(await last).toEqual(refused);
    expect(rings.size).toBe(0);
  });

  it('does not start a run that was cancelled while it waited', async () => {
    const { simulator, threads } = open();
    const stop = new AbortController();
    const first = simulator.run(request);
    const second = simulator.run(request, { signal: stop.signal });
    await settled();
    stop.abort();
    threads[0]!.say(refused);
    await first;
    expect(await second).toMatchObject({ code: 'cancelled' });
    expect(threads[0]!.asked).toHaveLength(1);
    expect(threads[0]!.ended).toBe(false);
  });
});
