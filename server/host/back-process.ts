import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { lowerPriority } from './lower-priority.ts';

const LAST_WORDS = 300;

interface BackProcessOptions<From> {
  /** What it runs. */
  script: URL;
  /** Default: the lowest priority. */
  nice?: number;
  /** Told each word. */
  hear: (word: From) => void;
  /** Told once, with how, when it is gone. */
  ended: (how: string) => void;
}

/** A process of our own that works behind what lives. It ends by itself, with `close`, and with us, whatever ends us. */
export class BackProcess<To, From> {
  readonly #child: ChildProcess;
  #lastWords = '';
  #how: string | undefined;

  constructor({ script, nice, hear, ended }: BackProcessOptions<From>) {
    this.#child = spawn(process.execPath, [fileURLToPath(script)], {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      serialization: 'advanced',
    });
    lowerPriority(this.#child.pid, nice);
    const end = (how: string): void => {
      if (this.#how !== undefined) return;
      this.#how = how;
      ended(how);
    };
    this.#child.stderr?.on('data', (text: Buffer) => {
      this.#lastWords = text.toString().trim().split('\n').at(-1)?.slice(0, LAST_WORDS) ?? '';
    });
    this.#child.on('message', (word) => hear(word as From));
    this.#child.once('error', (error) => end(error.message));
    this.#child.once('close', (code, signal) =>
      end(this.#lastWords || `its process ended with ${signal ?? code ?? 'an error'}`),
    );
  }

  /** How it ended; undefined while it lives. */
  get how(): string | undefined {
    return this.#how;
  }

  tell(word: To): void {
    // A process that is gone says so itself.
    this.#child.send(word as object, () => undefined);
  }

  close(): void {
    this.#child.kill('SIGKILL');
  }
}
