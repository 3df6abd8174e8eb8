import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { FastifyBaseLogger } from 'fastify';

const FIRST_RETRY_MS = 1_000;
const LONGEST_RETRY_MS = 30_000;
/** One that has lived this long counts as well again. */
const WELL_MS = 60_000;
const STOP_MS = 2_000;

/** Whether a plant runs, and what is to be said of it. */
export interface PlantState {
  status: 'running' | 'stopped';
  says: string;
}

/** A plant as a process of its own: started again when it dies, unless a person stopped it. It ends with us, whatever ends us. */
export class PlantProcess {
  readonly #args: readonly string[];
  readonly #log: FastifyBaseLogger;
  #child: ChildProcess | undefined;
  #wanted = false;
  #startedAt = 0;
  #retryMs = FIRST_RETRY_MS;
  #retry: NodeJS.Timeout | undefined;
  #lastWords = '';

  /** `args` are those of node: the script and what it is told. */
  constructor(args: readonly string[], log: FastifyBaseLogger) {
    this.#args = args;
    this.#log = log;
  }

  state(): PlantState {
    if (this.#child) return { status: 'running', says: `process ${this.#child.pid ?? ''}`.trim() };
    if (!this.#wanted) return { status: 'stopped', says: 'stopped by hand' };
    return { status: 'stopped', says: this.#lastWords || 'it starts again in a moment' };
  }

  async set(status: PlantState['status']): Promise<PlantState> {
    this.#wanted = status === 'running';
    this.#retryMs = FIRST_RETRY_MS;
    clearTimeout(this.#retry);
    if (this.#wanted) this.#start();
    else await this.#stop();
    return this.state();
  }

  async close(): Promise<void> {
    await this.set('stopped');
  }

  #start(): void {
    if (this.#child) return;
    // The channel closes when we die, also by kill -9; run-process.ts ends the child then.
    const child = spawn(process.execPath, this.#args, { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    this.#child = child;
    this.#startedAt = performance.now();
    child.stderr?.on(
      'data',
      (text: Buffer) => (this.#lastWords = lastLine(text.toString()) || this.#lastWords),
    );
    child.once('error', (error) => this.#ended(child, error.message));
    child.once('exit', (code, signal) => this.#ended(child, `it ended with ${signal ?? code ?? 'an error'}`));
  }

  #ended(child: ChildProcess, how: string): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    if (!this.#wanted) return;
    this.#lastWords ||= how;
    this.#log.warn(`plant: ${how}; starting it again. ${this.#lastWords}`);
    if (performance.now() - this.#startedAt > WELL_MS) this.#retryMs = FIRST_RETRY_MS;
    this.#retry = setTimeout(() => this.#start(), this.#retryMs).unref();
    this.#retryMs = Math.min(2 * this.#retryMs, LONGEST_RETRY_MS);
  }

  async #stop(): Promise<void> {
    const child = this.#child;
    if (!child) return;
    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    const hard = setTimeout(() => child.kill('SIGKILL'), STOP_MS);
    await exited;
    clearTimeout(hard);
    this.#lastWords = '';
  }
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.slice(0, 300) ?? '';
}
