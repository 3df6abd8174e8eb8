import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { lowerPriority } from './lower-priority.ts';
import type { FromStudy, StudyOrder, ToStudy } from './study-words.ts';

const SCRIPT = fileURLToPath(new URL('./study-worker.ts', import.meta.url));
const LAST_WORDS = 300;

/** One study in a process of its own, at the lowest priority. It ends by itself, with `close`, and with us, whatever ends us. */
export class StudyProcess {
  readonly #child: ChildProcess;
  #lastWords = '';

  /** `hear` is told each word; `ended` once, with how, when the process is gone. */
  constructor(order: StudyOrder, hear: (word: FromStudy) => void, ended: (how: string) => void) {
    this.#child = spawn(process.execPath, [SCRIPT], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'advanced',
    });
    lowerPriority(this.#child.pid);
    this.#child.stderr?.on('data', (text: Buffer) => {
      this.#lastWords = text.toString().trim().split('\n').at(-1)?.slice(0, LAST_WORDS) ?? '';
    });
    this.#child.on('message', (word) => hear(word as FromStudy));
    this.#child.once('error', (error) => ended(error.message));
    this.#child.once('close', (code, signal) =>
      ended(this.#lastWords || `its process ended with ${signal ?? code ?? 'an error'}`),
    );
    this.#tell(order);
  }

  /** Runs what was checked. */
  go(): void {
    this.#tell({ kind: 'go' });
  }

  close(): void {
    this.#child.kill('SIGKILL');
  }

  #tell(word: ToStudy): void {
    // A process that is gone says so itself.
    this.#child.send(word, () => undefined);
  }
}
