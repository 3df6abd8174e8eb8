import { statfs } from 'node:fs/promises';
import type { Timers } from '@twinloom/runtime/schedule/pacer';

export interface DiskWatchOptions {
  timers: Timers;
  /** How much of the disk is used, 0 to 1. */
  measure: () => Promise<number>;
  /** From this share on the disk counts as almost full. */
  limit: number;
  /** Told at the first look, and when it changes. */
  onChange: (isAlmostFull: boolean, use: number) => void;
}

const LOOK_SECONDS = 1;
/** Below the limit by so much it is well again. */
const BACK = 0.02;

/** Looks each second whether a disk is almost full; it is well again 2 % below that. A disk that cannot be asked stays as it was. Must be closed. */
export class DiskWatch {
  readonly #options: DiskWatchOptions;
  #isAlmostFull: boolean | undefined;
  #use = 0;
  #undo: () => void = () => undefined;
  #isClosed = false;

  constructor(options: DiskWatchOptions) {
    this.#options = options;
    void this.#look();
  }

  /** Why nothing more than needed should be written; undefined while there is room. */
  get says(): string | undefined {
    const percent = (share: number): number => Math.round(share * 100);
    return this.#isAlmostFull === true
      ? `the disk of the data folder is ${percent(this.#use)} % full: history is not recorded until it is below ${percent(this.#options.limit - BACK)} %`
      : undefined;
  }

  close(): void {
    this.#isClosed = true;
    this.#undo();
  }

  async #look(): Promise<void> {
    const { timers, measure, limit, onChange } = this.#options;
    const share = await measure().catch(() => this.#use);
    if (this.#isClosed) return;
    this.#use = share;
    const isAlmostFull = share >= (this.#isAlmostFull === true ? limit - BACK : limit);
    if (isAlmostFull !== this.#isAlmostFull) {
      this.#isAlmostFull = isAlmostFull;
      onChange(isAlmostFull, share);
    }
    this.#undo = timers.after(LOOK_SECONDS, () => void this.#look());
  }
}

/** How much of the disk of a folder is used, 0 to 1, of what this user may use. */
export async function diskUse(folder: string): Promise<number> {
  const { blocks, bfree, bavail } = await statfs(folder);
  const used = blocks - bfree;
  return used + bavail === 0 ? 0 : used / (used + bavail);
}
