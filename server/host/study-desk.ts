import { randomUUID } from 'node:crypto';
import { availableParallelism } from 'node:os';
import type { Diagnostic } from '@twinloom/runtime/graph/diagnostic';
import type { StudyBody, StudyDecisionBody, StudySummaryBody } from '@twinloom/runtime/protocol/studies';
import { BEST_FOUND } from '@twinloom/runtime/scenario/prepare-study';
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
import {
  addDecision,
  addRuns,
  countRuns,
  forgetOrder,
  keepOrder,
  readOrder,
  readDecisions,
  readRunsWithCurves,
  writeResult,
  type StudyResult,
} from '../storage/study-runs.ts';
import { BackProcess } from './back-process.ts';
import { describeStudy } from './describe-study.ts';
import type { FromStudy, StudyOrder, ToStudy } from './study-words.ts';

export interface StudyDeskOptions {
  storage: Storage;
  log: Pick<FastifyBaseLogger, 'warn'>;
  /** Most studies that run at a time; default: as many as there are cores. */
  mostRunning?: number;
}

type StudyProcess = BackProcess<ToStudy, FromStudy>;

/** A study whose process lives. */
interface Living {
  record: StudyRecord;
  process: StudyProcess;
  isRunning: boolean;
  /** When it began to run, ms on a monotonic clock. */
  since: number;
  done: number;
  variant: string;
  result: StudyResult;
  /** When the result was written last. */
  resultWritten: number;
  /** What is still to be written of it. */
  written: Promise<unknown>;
  /** Something of it could not be written. */
  hasLost: boolean;
}

/** Studies wait already, as many as may. */
interface Busy {
  busy: number;
}

/** A result so far is written this often: it is what a sudden end leaves. */
const RESULT_MS = 3_000;
/** Most studies whose processes wait for a turn. */
const MOST_WAITING = 8;
const LOST = 'some of what it came to could not be written; go on with it once there is room on the disk';
/** A check that takes longer is given up: a node that never returns would hold it for ever. */
const CHECK_MS = 120_000;
const SCRIPT = new URL('./study-worker.ts', import.meta.url);

/** Asks questions of twins: each study runs in a process of its own at the lowest priority, at most as many at a time as there are cores; results are kept. */
export class StudyDesk {
  readonly #options: StudyDeskOptions;
  readonly #living = new Map<string, Living>();
  /** Studies that are checked, and not living yet. */
  readonly #asking = new Map<string, StudyProcess>();
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
  ): Promise<{ id: string } | { diagnostics: Diagnostic[] } | Busy> {
    const busy = this.#busy();
    if (busy) return busy;
    const id = randomUUID();
    const { process, word } = await this.#check(id, order);
    if (word.kind === 'refused') return { diagnostics: word.diagnostics };
    if (word.kind === 'failed') throw new Error(`the study cannot be checked: ${word.says}`);
    const { kpis, start, horizon, seed, version, flow, many } = word;
    // The variant of a search is not known before it ends: its state is that of the one it plays in.
    const plan = word.variants.find(({ name }) => name === many?.of)?.plan;
    const added = many?.method === 'search' && plan ? [{ name: BEST_FOUND, plan }] : [];
    const variants = [...word.variants, ...added];
    const study = { question, author, request, start, horizon, seed, version, flow, kpis, variants };
    const record: StudyRecord = {
      id,
      twin: order.twin,
      t: order.now,
      status: 'waiting',
      study: { ...study, ...(many && { many }) },
    };
    await this.#take(id, process, async (storage) => {
      await addStudy(storage, record);
      await keepOrder(storage, id, order);
      return record;
    });
    return { id };
  }

  /** Goes on with a study that ended before its time: what is finished of it stays, the rest runs. False: there is none, or it is not known how. */
  async goOn(twin: string, id: string): Promise<boolean | { diagnostics: Diagnostic[] } | Busy> {
    const { storage } = this.#options;
    const record = await readStudy(storage, id);
    if (record?.twin !== twin) return false;
    const order = (await readOrder(storage, id)) as StudyOrder | undefined;
    if (!order) return false;
    const known = {
      variants: [...(await readOutcomes(storage, id)).keys()],
      runs: await readRunsWithCurves(storage, id),
    };
    if (this.#isHere(id)) return false;
    const busy = this.#busy();
    if (busy) return busy;
    const { process, word } = await this.#check(id, { ...order, known });
    if (word.kind === 'refused') return { diagnostics: word.diagnostics };
    if (word.kind === 'failed') throw new Error(`the study cannot be checked: ${word.says}`);
    return await this.#take(id, process, async () => {
      // It may have been removed meanwhile.
      if (!(await readStudy(storage, id))) return undefined;
      await setStudyStatus(storage, id, 'waiting');
      return { ...record, status: 'waiting' };
    });
  }

  /** Keeps what a person decides by a study, with what was known then. Undefined: there is no such study. */
  async decide(
    twin: string,
    id: string,
    decision: Omit<StudyDecisionBody, 'known'>,
  ): Promise<StudyBody | undefined> {
    const study = await this.get(twin, id);
    if (!study) return undefined;
    const { status, finished, of, variants } = study;
    const kpis = Object.fromEntries(
      variants.flatMap(({ name, kpis: own }) =>
        own
          ? [[name, Object.fromEntries(Object.entries(own).map(([kpi, { value }]) => [kpi, value ?? null]))]]
          : [],
      ),
    );
    await addDecision(this.#options.storage, id, { ...decision, known: { status, finished, of, kpis } });
    return await this.get(twin, id);
  }

  /** Runs a study that was checked, in its turn, once it is kept; false where there is none to keep any more. */
  async #take(
    id: string,
    process: StudyProcess,
    keep: (storage: Storage) => Promise<StudyRecord | undefined>,
  ): Promise<boolean> {
    let record: StudyRecord | undefined;
    try {
      record = await keep(this.#options.storage);
    } finally {
      this.#asking.delete(id);
      if (!record || this.#isClosed) process.close();
    }
    if (!record || this.#isClosed) return false;
    const rest = { isRunning: false, since: 0, done: 0, variant: '', resultWritten: 0 };
    const written = Promise.resolve();
    this.#living.set(id, { record, process, result: {}, written, hasLost: false, ...rest });
    // It may have died while it was not living yet.
    if (process.how !== undefined) this.#ended(id, process.how);
    this.#startNext();
    return true;
  }

  #busy(): Busy | undefined {
    const waiting = [...this.#living.values()].filter(({ isRunning }) => !isRunning).length;
    return waiting + this.#asking.size >= MOST_WAITING ? { busy: waiting } : undefined;
  }

  /** It has a process. */
  #isHere(id: string): boolean {
    return this.#living.has(id) || this.#asking.has(id);
  }

  /** Starts the process of a study and waits for what it says of it. */
  async #check(id: string, order: StudyOrder) {
    const answer = Promise.withResolvers<Extract<FromStudy, { kind: 'ready' | 'refused' | 'failed' }>>();
    const process: StudyProcess = new BackProcess({
      script: SCRIPT,
      hear: (word) => {
        if (word.kind === 'ready' || word.kind === 'refused' || word.kind === 'failed') answer.resolve(word);
        this.#hear(id, word);
      },
      ended: (how) => {
        answer.resolve({ kind: 'failed', says: how });
        this.#ended(id, how);
      },
    });
    process.tell(order);
    this.#asking.set(id, process);
    const timer = setTimeout(() => process.close(), CHECK_MS);
    const word = await answer.promise;
    clearTimeout(timer);
    if (word.kind !== 'ready') this.#asking.delete(id);
    return { process, word };
  }

  /** Studies of a twin, the newest first. */
  async list(twin: string): Promise<StudySummaryBody[]> {
    const { storage } = this.#options;
    const counts = await countOutcomes(storage, twin);
    const runs = await countRuns(storage, twin);
    const records = await listStudies(storage, twin);
    return records.map((record) =>
      this.#summary(record, (counts.get(record.id) ?? 0) + (runs.get(record.id) ?? 0)),
    );
  }

  /** A study of a twin with what is known of its variants; `everyRun`: with all runs, also those of chance. */
  async get(twin: string, id: string, everyRun = false): Promise<StudyBody | undefined> {
    const { storage } = this.#options;
    await this.#living.get(id)?.written;
    const record = await readStudy(storage, id);
    if (record?.twin !== twin) return undefined;
    const living = this.#living.get(id);
    return await describeStudy(storage, record, {
      summary: (finished) => this.#summary(record, finished),
      running: living?.isRunning === true ? living.variant : undefined,
      result: living?.result,
      everyRun,
    });
  }

  /** Ends a study that runs or waits, what is finished of it stays; removes one that does neither, but not one by which something was decided. False: there is none. */
  async cancel(twin: string, id: string): Promise<boolean | 'decided'> {
    const { storage } = this.#options;
    const record = await readStudy(storage, id);
    if (record?.twin !== twin) return false;
    const living = this.#living.get(id);
    if (!living) {
      if ((await readDecisions(storage, id)).length > 0) return 'decided';
      await removeStudy(storage, id);
      return true;
    }
    this.#living.delete(id);
    living.process.close();
    this.#write(living, () => writeResult(storage, id, living.result));
    await living.written;
    // It may have come to its end meanwhile.
    const { status } = (await readStudy(storage, id)) ?? record;
    if (status !== 'done') await setStudyStatus(storage, id, 'cancelled');
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
    for (const process of this.#asking.values()) process.close();
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
      case 'runs':
        return this.#write(living, () => addRuns(this.#options.storage, id, word.runs));
      case 'result':
        return this.#keepResult(living, word);
      case 'done':
        this.#write(living, () => writeResult(this.#options.storage, id, living.result));
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

  #keepResult(living: Living, { chance, search }: Extract<FromStudy, { kind: 'result' }>): void {
    living.result = { ...living.result, ...(chance && { chance }), ...(search && { search }) };
    const now = performance.now();
    if (now - living.resultWritten < RESULT_MS) return;
    living.resultWritten = now;
    const { result } = living;
    this.#write(living, () => writeResult(this.#options.storage, living.record.id, result));
  }

  /** What could not be written is not done: its order stays, so that it can be gone on with. */
  #finish(living: Living, ended: 'done' | 'failed', says?: string): void {
    const { id } = living.record;
    const { storage } = this.#options;
    this.#write(living, async () => {
      try {
        const isDone = ended === 'done' && !living.hasLost;
        if (isDone) await forgetOrder(storage, id);
        const why = ended === 'done' && !isDone ? LOST : says;
        await setStudyStatus(storage, id, isDone ? 'done' : 'failed', why ?? null);
      } finally {
        if (this.#living.get(id) === living) this.#living.delete(id);
        this.#startNext();
      }
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
    living.written = living.written.then(write).catch((error: unknown) => {
      living.hasLost = true;
      this.#options.log.warn({ error }, 'a result of a study is not kept');
    });
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
      living.process.tell({ kind: 'go' });
    }
  }

  #summary({ id, twin, t, says, study, ...record }: StudyRecord, finished: number): StudySummaryBody {
    const living = this.#living.get(id);
    const isOpen = record.status === 'running' || record.status === 'waiting';
    // Its end could not be written.
    const status = isOpen && !this.#isHere(id) ? 'interrupted' : record.status;
    const { question, start, horizon, seed, version, author, variants } = study;
    // A search may end before it has used up its runs.
    const of =
      status === 'done' ? finished : variants.length + (study.many?.runs ?? 0) + (study.many?.more ?? 0);
    const hasEnded = status === 'cancelled' || status === 'failed' || status === 'interrupted';
    const done = living?.isRunning ? living.done : of === 0 ? 0 : finished / of;
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
      ...(hasEnded && { canGoOn: true }),
      ...(done > 0.01 && done < 1 && seconds > 0 && { secondsLeft: (seconds * (1 - done)) / done }),
    };
  }
}
