import { appendFile, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { Keep } from '@twinloom/runtime/node/definition';
import { HeldTimers } from '@twinloom/runtime/schedule/held-timers';
import * as fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { encodeBlock } from '../disk/block.ts';
import { segmentPath } from '../disk/segments.ts';
import { encodeBatch, type Letter, type LetterBatch } from './letter.ts';
import { LetterLog, type Segment } from './letter-log.ts';
import { LetterQueue, type QueueLimits, type Slot } from './letter-queue.ts';

const LIMITS: QueueLimits = { letters: 8, bytes: 1e9 };
/** Two or three letters a file. */
const SEGMENT_BYTES = 500;

const folders: string[] = [];
const logs: LetterLog[] = [];
afterAll(async () => {
  for (const log of logs) await log.close();
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

const letter = (sequence: number, sender = 'pump.a'): Letter => ({
  sender,
  sequence,
  key: `${sender}.${sequence}`,
  address: {
    protocol: 'mqtt',
    connection: 'default',
    topic: 't',
    qos: 1,
    retain: false,
    keep: 'drop-oldest',
  },
  bytes: new TextEncoder().encode(String(sequence)),
});

/** Knows how much of what it was told is under way. */
class WatchedLog extends LetterLog {
  busy = 0;

  override write(batch: LetterBatch): Promise<Segment> {
    this.busy++;
    return super.write(batch).finally(() => this.busy--);
  }

  override remove(segment: Segment): Promise<void> {
    this.busy++;
    return super.remove(segment).finally(() => this.busy--);
  }

  async atRest(): Promise<void> {
    while (this.busy > 0) await turn();
  }
}

async function open(keep: Keep, { folder = '', limits = LIMITS } = {}) {
  const home = folder || (await mkdtemp(join(tmpdir(), 'letters-')));
  if (!folder) folders.push(home);
  const log = new WatchedLog(home, SEGMENT_BYTES);
  logs.push(log);
  const timers = new HeldTimers(1_000);
  const lost = new Map<string | undefined, number>();
  const faults: (string | undefined)[] = [];
  let heard: () => void = () => undefined;
  const queue = new LetterQueue(
    {
      keep,
      log,
      timers,
      limits,
      onLost: (sender, count) => lost.set(sender, (lost.get(sender) ?? 0) + count),
      onFault: (says) => {
        faults.push(says);
        heard();
      },
    },
    await log.find(),
  );
  const unsettled = new Set<number>();
  const put = (sequence: number, sender?: string): boolean => {
    unsettled.add(sequence);
    const isTaken = queue.put(letter(sequence, sender), () => {
      unsettled.delete(sequence);
      heard();
    });
    if (!isTaken) unsettled.delete(sequence);
    return isTaken;
  };
  /** Until all that is there is on the disk, and files go that hold nothing any more. */
  const commit = async (): Promise<void> => {
    while (log.busy > 0 || timers.waits.length > 0 || unsettled.size > 0) {
      timers.advance(1);
      await turn();
    }
  };
  const fault = (): Promise<void> => new Promise((resolve) => (heard = resolve));
  return { home, log, timers, queue, put, commit, fault, lost, faults, unsettled };
}

/** Takes out all there is. */
function drain(queue: LetterQueue): number[] {
  const taken: number[] = [];
  for (let slot = queue.next(); slot; slot = queue.next()) {
    taken.push(slot.letter.sequence);
    queue.taken(slot);
  }
  return taken;
}

const sum = (counts: ReadonlyMap<unknown, number>): number => [...counts.values()].reduce((a, b) => a + b, 0);

type Step = { do: 'put'; sender: string } | { do: 'send' | 'take' | 'fail' | 'commit' };

const steps = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({ do: fc.constant('put' as const), sender: fc.constantFrom('p.a', 'p.b', 'q.a') }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constantFrom('send' as const, 'take' as const, 'fail' as const) }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('commit' as const) }) },
  ),
  { maxLength: 80, size: 'max' },
);

interface Known {
  sequence: number;
  sender: string;
}

/** What a queue should be: letters that wait, those on their way before them, and how many were given up. */
class Model {
  waiting: Known[] = [];
  out: Known[] = [];
  lost = 0;
  readonly #keep: Keep;

  constructor(keep: Keep) {
    this.#keep = keep;
  }

  put(one: Known): boolean {
    if (this.#keep === 'latest') this.#drop(this.waiting.filter(({ sender }) => sender === one.sender));
    const tooMany = Math.max(this.waiting.length - LIMITS.letters + 1, 0);
    if (tooMany > 0 && this.#keep === 'block') return false;
    this.#drop(this.waiting.slice(0, tooMany));
    this.waiting.push(one);
    return true;
  }

  /** Those on their way come back. */
  fail(): void {
    const outrun = (one: Known): boolean =>
      this.#keep === 'latest' &&
      [...this.out.slice(this.out.indexOf(one) + 1), ...this.waiting].some(
        ({ sender }) => sender === one.sender,
      );
    const back = this.out.filter((one) => !outrun(one));
    this.lost += this.out.length - back.length;
    this.out = [];
    this.waiting = [...back, ...this.waiting];
  }

  #drop(some: readonly Known[]): void {
    this.lost += some.length;
    this.waiting = this.waiting.filter((one) => !some.includes(one));
  }
}

/** Does the steps on a queue and on its model; true as long as both agree. */
async function walk(
  keep: Keep,
  queue: Awaited<ReturnType<typeof open>>,
  list: readonly Step[],
): Promise<Model> {
  const model = new Model(keep);
  const out: Slot[] = [];
  let sequence = 0;
  for (const step of list) {
    switch (step.do) {
      case 'put': {
        const one = { sequence: ++sequence, sender: step.sender };
        expect(queue.put(one.sequence, one.sender)).toBe(model.put(one));
        break;
      }
      case 'send': {
        const slot = queue.queue.next();
        const one = model.waiting.shift();
        expect(slot?.letter.sequence).toBe(one?.sequence);
        if (slot && one) {
          out.push(slot);
          model.out.push(one);
        }
        break;
      }
      case 'take': {
        const slot = out.shift();
        model.out.shift();
        if (slot) queue.queue.taken(slot);
        break;
      }
      case 'fail':
        // The last first, as the model has it: of one sender the newest counts.
        for (const slot of out.splice(0).toReversed()) queue.queue.again(slot);
        model.fail();
        break;
      case 'commit':
        await queue.commit();
        expect(await onDiskIn(queue.home)).toEqual(
          expect.arrayContaining([...model.out, ...model.waiting].map((one) => one.sequence)),
        );
        break;
      default:
        step satisfies never;
    }
    expect(queue.queue.waiting).toBe(model.waiting.length);
    expect(queue.queue.out).toBe(model.out.length);
    expect(sum(queue.lost)).toBe(model.lost);
    expect(sum(queue.queue.waitingBySender)).toBe(model.waiting.length);
  }
  return model;
}

async function onDiskIn(folder: string): Promise<number[]> {
  const { segments } = await new LetterLog(folder).find();
  return segments.flatMap(({ marks }) => marks.map(({ sequence }) => sequence));
}

describe.each(['drop-oldest', 'latest', 'block'] as const)('a queue with the policy %s', (keep) => {
  it('hands out in order, keeps its bound, and counts exactly what it gives up', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (list) => {
        const opened = await open(keep);
        const model = await walk(keep, opened, list);
        expect(drain(opened.queue)).toEqual(model.waiting.map(({ sequence }) => sequence));
        await opened.queue.close();
      }),
      { numRuns: 30 },
    );
  });

  it('killed at any moment has all that was on the disk and not taken, in order, whatever half a block stands at its end', async () => {
    await fc.assert(
      fc.asyncProperty(steps, fc.nat(400), async (list, torn) => {
        const former = await open(keep);
        const model = await walk(keep, former, list);
        const left = [...model.out, ...model.waiting].map(({ sequence }) => sequence);
        const onDisk = left.filter((sequence) => !former.unsettled.has(sequence));
        await former.log.atRest();
        await former.log.close();
        await tear(former.home, torn);
        const next = await open(keep, { folder: former.home });
        const found = drain(next.queue);
        const kept = keep === 'latest' ? onDisk.filter((sequence) => found.includes(sequence)) : onDisk;
        expect(found.filter((sequence) => onDisk.includes(sequence))).toEqual(kept);
        if (keep !== 'latest') expect(found).toEqual(found.toSorted((a, b) => a - b));
        expect(new Set(found).size).toBe(found.length);
        await next.queue.close();
      }),
      { numRuns: 30 },
    );
  });
});

/** Leaves half a block at the end of the last file. */
async function tear(folder: string, bytes: number): Promise<void> {
  const last = (await readdir(folder)).toSorted().at(-1);
  if (last === undefined) return;
  const block = encodeBlock(encodeBatch({ letters: [{ number: 999, letter: letter(999) }], goneUpTo: 998 }));
  await appendFile(join(folder, last), block.subarray(0, Math.min(bytes, block.length - 1)));
}

describe('a queue', () => {
  it('closed in order goes on where it was, and leaves no files once all is taken', async () => {
    const first = await open('block', { limits: { letters: 1_000, bytes: 1e9 } });
    for (let i = 1; i <= 50; i++) first.put(i);
    await first.queue.close();
    const second = await open('block', { folder: first.home });
    expect(second.queue.waiting).toBe(50);
    for (let i = 1; i <= 20; i++) second.queue.taken(second.queue.next()!);
    await second.queue.close();
    const third = await open('block', { folder: first.home });
    expect(drain(third.queue)).toEqual(Array.from({ length: 30 }, (_, i) => 21 + i));
    await third.queue.close();
    expect(await readdir(first.home)).toEqual([]);
  });

  it('writes nothing that is taken before 50 ms are over', async () => {
    const { home, queue, put, timers } = await open('block');
    put(1);
    queue.taken(queue.next()!);
    timers.advance(1);
    await queue.close();
    expect(await readdir(home)).toEqual([]);
  });

  it('ten times overloaded stands still at its bound, on the disk and in memory', async () => {
    const opened = await open('drop-oldest', { limits: { letters: 100, bytes: 1e9 } });
    const sizes: number[] = [];
    const memory: number[] = [];
    for (let i = 1; i <= 2_000; i++) {
      opened.put(i);
      if (i % 10 > 0) continue;
      await opened.commit();
      opened.queue.taken(opened.queue.next()!);
      memory.push(opened.queue.inMemory);
      sizes.push(await bytesIn(opened.home));
    }
    expect(opened.queue.waiting).toBe(99);
    expect(sum(opened.lost)).toBe(2_000 - 200 - 99);
    const [middle, end] = [sizes.slice(50, 125), sizes.slice(125)];
    expect(Math.max(...end)).toBeLessThan(1.2 * Math.max(...middle));
    expect(Math.max(...memory)).toBeLessThan(50);
    await opened.queue.close();
  });

  it('of which only the newest counts does not grow, however long nobody takes it', async () => {
    const opened = await open('latest');
    const sizes: number[] = [];
    for (let i = 1; i <= 4_000; i++) {
      opened.put(i, ['p.a', 'p.b'][i % 2]);
      if (i % 200 > 0) continue;
      await opened.commit();
      sizes.push(await bytesIn(opened.home));
    }
    expect(Math.max(...sizes.slice(10))).toBeLessThan(1.3 * Math.max(...sizes.slice(5, 10)));
    await opened.log.close();
    const next = await open('latest', { folder: opened.home });
    expect(drain(next.queue)).toEqual([3_999, 4_000]);
    await next.queue.close();
  });

  it('holds what the disk does not take, says why, and has it written once it does', async () => {
    const { home, queue, put, timers, fault, faults, unsettled, commit } = await open('block');
    await rm(home, { recursive: true });
    await writeFile(home, 'in the way');
    put(1);
    const failed = fault();
    timers.advance(0.05);
    await failed;
    expect(faults).toEqual([expect.stringMatching(/what waits to be sent in .* cannot be written/)]);
    expect(unsettled.size).toBe(1);
    put(2);
    await rm(home);
    await timers.until((waits) => waits.length > 0);
    timers.advance(1);
    await commit();
    expect(faults.at(-1)).toBeUndefined();
    await queue.close();
    const next = await open('block', { folder: home });
    expect(drain(next.queue)).toEqual([1, 2]);
    await next.queue.close();
  });

  it('counts what can no longer be read, and goes on behind it', async () => {
    const opened = await open('block', { limits: { letters: 1_000, bytes: 1e9 } });
    for (let i = 1; i <= 30; i++) {
      opened.put(i);
      await opened.commit();
    }
    await opened.queue.close();
    const next = await open('block', { folder: opened.home });
    const second = (await readdir(opened.home)).toSorted()[1]!;
    await rm(segmentPath(opened.home, Number.parseInt(second, 10)));
    const found = drain(next.queue);
    expect(found.length + sum(next.lost)).toBe(30);
    expect(next.lost.get(undefined)).toBeGreaterThan(0);
    expect(found.at(-1)).toBe(30);
    expect(next.queue.waiting).toBe(0);
    await next.queue.close();
  });
});

async function bytesIn(folder: string): Promise<number> {
  const sizes = await Promise.all(
    (await readdir(folder)).map((name) => stat(join(folder, name)).catch(() => ({ size: 0 }))),
  );
  return sizes.reduce((all, { size }) => all + size, 0);
}
