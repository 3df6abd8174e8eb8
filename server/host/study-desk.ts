import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type { Diagnostic } from '@twinloom/runtime/graph/diagnostic';
import type { StudyBody, StudySummaryBody } from '@twinloom/runtime/protocol/studies';
import type { VariantOutcome } from '@twinloom/runtime/scenario/run-variant';
import type { FastifyBaseLogger } from 'fastify';
import type { Storage } from '../storage/open-storage.ts';
import {
  addOutcome,
  addStudy,
  countOutcomes,
  interruptStudies,
  listStudies,
  readOutcomes,
  readStudy,
  removeStudy,
  setStudyStatus,
  type StudyRecord,
} from '../storage/studies.ts';
import { compareWithBase } from './compare-with-base.ts';
import { StudyProcess } from './study-process.ts';
import type { FromStudy, StudyOrder } from './study-words.ts';

export interface StudyDeskOptions {
  storage: Storage;
  log: Pick<FastifyBaseLogger, 'warn'>;
  /** Most studies that run at a time; default: as many as there are cores. */
  mostRunning?: number;
}

/** A study whose process lives. */
interface Living {
  record: StudyRecord;
  process: StudyProcess;
  isRunning: boolean;
  /** When it began to run, ms on a monotonic clock. */
  since: number;
  done: number;
  variant: string;
  /** What is still to be written of it. */
  written: Promise<unknown>;
}

/** Most studies whose processes wait for a turn. */
const MOST_WAITING = 8;
/** A check that takes longer is given up: a node that never returns would hold it for ever. */
const CHECK_MS = 120_000;

/** Asks questions of twins: each study runs in a process of its own at the lowest priority, at most as many at a time as there are cores; results are kept. */
export class StudyDesk {
  readonly #options: StudyDeskOptions;
  readonly #living = new Map<string, Living>();
  readonly #asking = new Set<StudyProcess>();
  #isClosed = false;

  private constructor(options: StudyDeskOptions) {
    this.#options = options;
  }

  /** What an earlier life of the server left unfinished is said to be. */
  static async open(options: StudyDeskOptions): Promise<StudyDesk> {
    await interruptStudies(options.storage);
    return new StudyDesk(options);
  }

  /** Checks a study and runs it, at once or in its turn: its id, or everything that keeps it from running. */
  async ask(
    order: StudyOrder,
    { question, author, request }: Pick<StudyRecord['study'], 'question' | 'author' | 'request'>,
  ): Promise<{ id: string } | { diagnostics: Diagnostic[] } | { busy: number }> {
    const waiting = [...this.#living.values()].filter(({ isRunning }) => !isRunning).length;
    if (waiting + this.#asking.size >= MOST_WAITING) return { busy: waiting };
    const id = randomUUID();
    const { process, word } = await this.#check(id, order);
    if (word.kind === 'refused') return { diagnostics: word.diagnostics };
    if (word.kind === 'failed') throw new Error(`the study cannot be checked: ${word.says}`);
    const { kpis, variants, start, horizon, seed, version } = word;
    const record: StudyRecord = {
      id,
      twin: order.twin,
      t: order.now,
      status: 'waiting',
      study: { question, author, request, start, horizon, seed, version, kpis, variants },
    };
    await addStudy(this.#options.storage, record);
    if (this.#isClosed) return { id };
    const rest = { isRunning: false, since: 0, done: 0, variant: '', written: Promise.resolve() };
    this.#living.set(id, { record, process, ...rest });
    this.#startNext();
    return { id };
  }

  /** Starts the process of a study and waits for what it says of it. */
  async #check(id: string, order: StudyOrder) {
    const answer = Promise.withResolvers<Exclude<FromStudy, { kind: 'progress' | 'outcome' | 'done' }>>();
    const process = new StudyProcess(
      order,
      (word) => {
        if (word.kind === 'ready' || word.kind === 'refused' || word.kind === 'failed') answer.resolve(word);
        this.#hear(id, word);
      },
      (how) => {
        answer.resolve({ kind: 'failed', says: how });
        this.#ended(id, how);
      },
    );
    this.#asking.add(process);
    const timer = setTimeout(() => process.close(), CHECK_MS);
    const word = await answer.promise;
    clearTimeout(timer);
    this.#asking.delete(process);
    return { process, word };
  }

  /** Studies of a twin, the newest first. */
  async list(twin: string): Promise<StudySummaryBody[]> {
    const { storage } = this.#options;
    const counts = await countOutcomes(storage, twin);
    const records = await listStudies(storage, twin);
    return records.map((record) => this.#summary(record, counts.get(record.id) ?? 0));
  }

  /** A study of a twin with what is known of its variants. */
  async get(twin: string, id: string): Promise<StudyBody | undefined> {
    const { storage } = this.#options;
    await this.#living.get(id)?.written;
    const record = await readStudy(storage, id);
    if (record?.twin !== twin) return undefined;
    const outcomes = await readOutcomes(storage, id);
    const living = this.#living.get(id);
    const { variants, request, kpis } = record.study;
    const compared = compareWithBase(
      variants.map(({ name }) => name),
      outcomes,
    );
    return {
      ...this.#summary(record, outcomes.size),
      request,
      kpis,
      variants: variants.map(({ name, plan }) => {
        const outcome = outcomes.get(name);
        const isRunning = living?.isRunning === true && living.variant === name;
        return {
          name,
          plan,
          status: outcome ? 'done' : isRunning ? 'running' : 'waiting',
          ...(outcome && {
            instants: outcome.instants,
            curves: outcome.curves,
            kpis: compared.get(name) ?? outcome.kpis,
          }),
        };
      }),
    };
  }

  /** Ends a study that runs or waits, what is finished of it stays; removes one that does neither. False: there is none. */
  async cancel(twin: string, id: string): Promise<boolean> {
    const { storage } = this.#options;
    const record = await readStudy(storage, id);
    if (record?.twin !== twin) return false;
    const living = this.#living.get(id);
    if (!living) {
      await removeStudy(storage, id);
      return true;
    }
    this.#living.delete(id);
    living.process.close();
    await living.written;
    await setStudyStatus(storage, id, 'cancelled');
    this.#startNext();
    return true;
  }

  /** The twin is gone, and its studies with it. */
  forget(twin: string): void {
    for (const [id, { record, process }] of this.#living) {
      if (record.twin !== twin) continue;
      this.#living.delete(id);
      process.close();
    }
    this.#startNext();
  }

  /** Ends the processes; what they did not finish is interrupted. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const process of this.#asking) process.close();
    const living = [...this.#living.values()];
    this.#living.clear();
    for (const { process } of living) process.close();
    await Promise.all(living.map(({ written }) => written));
    await interruptStudies(this.#options.storage);
  }

  #hear(id: string, word: FromStudy): void {
    const living = this.#living.get(id);
    if (!living) return;
    switch (word.kind) {
      case 'progress':
        living.done = word.done;
        living.variant = word.variant;
        return;
      case 'outcome':
        return this.#keepOutcome(living, word.name, word.outcome);
      case 'done':
        return this.#finish(living, 'done');
      case 'failed':
        return this.#finish(living, 'failed', word.says);
      case 'ready':
      case 'refused':
        return;
      default:
        word satisfies never;
    }
  }

  #keepOutcome(living: Living, name: string, outcome: VariantOutcome): void {
    this.#write(living, () => addOutcome(this.#options.storage, living.record.id, name, outcome));
  }

  #finish(living: Living, status: StudyRecord['status'], says?: string): void {
    const { id } = living.record;
    this.#write(living, async () => {
      await setStudyStatus(this.#options.storage, id, status, says ?? null);
      this.#living.delete(id);
      this.#startNext();
    });
  }

  /** The process is gone: with all of it where it was not finished. */
  #ended(id: string, how: string): void {
    const living = this.#living.get(id);
    if (!living) return;
    void living.written.then(() => {
      if (this.#living.has(id)) this.#finish(living, 'failed', how);
    });
  }

  #write(living: Living, write: () => Promise<void>): void {
    living.written = living.written
      .then(write)
      .catch((error: unknown) => this.#options.log.warn({ error }, 'a result of a study is not kept'));
  }

  #startNext(): void {
    const { mostRunning = availableParallelism() } = this.#options;
    const all = [...this.#living.values()];
    let running = all.filter(({ isRunning }) => isRunning).length;
    for (const living of all) {
      if (running >= mostRunning) return;
      if (living.isRunning) continue;
      running++;
      living.isRunning = true;
      living.since = performance.now();
      const { id } = living.record;
      this.#write(living, () => setStudyStatus(this.#options.storage, id, 'running'));
      living.process.go();
    }
  }

  #summary({ id, twin, t, status, says, study }: StudyRecord, finished: number): StudySummaryBody {
    const living = this.#living.get(id);
    const { question, start, horizon, seed, version, author, variants } = study;
    const of = variants.length;
    const done = living?.isRunning ? living.done : finished / of;
    const seconds = living?.isRunning ? (performance.now() - living.since) / 1000 : 0;
    return {
      id,
      twin,
      question,
      t,
      status,
      start,
      horizon,
      seed,
      version,
      author,
      done,
      finished,
      of,
      ...(says !== undefined && { says }),
      ...(done > 0.01 && done < 1 && seconds > 0 && { secondsLeft: (seconds * (1 - done)) / done }),
    };
  }
}
