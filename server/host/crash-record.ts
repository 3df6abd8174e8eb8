import { closeSync, ftruncateSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { CRASH_SECONDS, CRASHES_ALLOWED } from './kept-twin.ts';

const life = z.object({
  /** When it began, s since 1970. */
  t: z.number(),
  /** It came as far as to answer. */
  isUp: z.boolean(),
  /** The flow that ran on and on when it was last looked at. */
  flow: z.string().optional(),
});

const file = z.object({
  /** Lives of the server that ended without a stop. */
  crashes: z.array(life),
  /** The one that runs; absent after a stop. */
  life: life.optional(),
});

type Life = z.infer<typeof life>;

/** Which flows are not started, with why. */
export interface Held {
  of(flow: string): string | undefined;
}

/**
 * Remembers over crashes of the whole process what ran when they came, in the file `crashes.json` of the data folder, so that a flow that takes the
 * server down again and again does not keep the editor away for good. Five crashes in five minutes that found the same flow running on and on hold
 * that flow; five that came before the server answered hold all of them. Other ends, such as kill -9, hold nothing.
 */
export class CrashRecord {
  readonly held: Held;
  readonly #file: number | undefined;
  #crashes: readonly Life[];
  #life: Life;
  #text = '';

  constructor(folder: string, now: number) {
    const path = join(folder, 'crashes.json');
    const known = readKnown(path);
    const all = [...known.crashes, ...(known.life ? [known.life] : [])];
    this.#crashes = all.filter(({ t }) => now - t < CRASH_SECONDS).slice(-4 * CRASHES_ALLOWED);
    this.held = heldBy(this.#crashes);
    this.#life = { t: now, isUp: false };
    this.#file = openToWrite(path);
    this.#write();
  }

  /** The server answers. */
  noteUp(): void {
    this.#life = { ...this.#life, isUp: true };
    this.#write();
  }

  /** A flow runs on and on; undefined: none does. */
  noteBusy(flow: string | undefined): void {
    if (flow === this.#life.flow) return;
    const { t, isUp } = this.#life;
    this.#life = { t, isUp, ...(flow !== undefined && { flow }) };
    this.#write();
  }

  /** Somebody deployed a flow anew: what its former version did is not held against it. */
  noteDeployed(deployed: string): void {
    this.#crashes = this.#crashes.filter(({ flow }) => flow !== deployed);
    this.#write();
  }

  /** The server stops in order. */
  close(): void {
    this.#write(true);
    if (this.#file !== undefined) closeSync(this.#file);
  }

  #write(isStopped = false): void {
    const text = JSON.stringify({ crashes: this.#crashes, ...(!isStopped && { life: this.#life }) });
    if (text === this.#text || this.#file === undefined) return;
    this.#text = text;
    try {
      writeSync(this.#file, text, 0);
      ftruncateSync(this.#file, Buffer.byteLength(text));
    } catch {
      // A disk that takes nothing is said elsewhere; without this file a crash is one that nobody knows of.
    }
  }
}

function heldBy(crashes: readonly Life[]): Held {
  const early = crashes.filter(({ isUp }) => !isUp).length;
  const ofFlow = (flow: string): number => crashes.filter((crash) => crash.flow === flow).length;
  return {
    of: (flow) => {
      if (ofFlow(flow) >= CRASHES_ALLOWED) return sayHeld(`while it ran`);
      return early >= CRASHES_ALLOWED ? sayHeld('before it answered') : undefined;
    },
  };
}

function sayHeld(when: string): string {
  return (
    `held: the server ended ${CRASHES_ALLOWED} times within five minutes ${when}. ` +
    'Its state is kept: mend the flow and deploy it again'
  );
}

function openToWrite(path: string): number | undefined {
  try {
    return openSync(path, 'w', 0o600);
  } catch {
    return undefined;
  }
}

function readKnown(path: string): z.infer<typeof file> {
  try {
    return file.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return { crashes: [] };
  }
}
