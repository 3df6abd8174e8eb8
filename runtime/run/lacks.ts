const NOTHING: ReadonlyMap<string, string> = new Map();

/** What the outputs of a node lack, as its own code said: what stands, and what its step says now. Most nodes never lack anything, and keep nothing for it. */
export class Lacks {
  #standing: Map<string, string> | undefined;
  #now: Map<string, string> | undefined;

  /** By output. */
  get standing(): ReadonlyMap<string, string> {
    return this.#standing ?? NOTHING;
  }

  /** Nothing is lacking, nor was it said to be. */
  get isClear(): boolean {
    return (this.#standing?.size ?? 0) === 0 && (this.#now?.size ?? 0) === 0;
  }

  /** A step begins: it has said nothing yet. */
  begin(): void {
    if (this.#now !== undefined && this.#now.size > 0) this.#now.clear();
  }

  /** The step says why an output has no value. */
  say(output: string, says: string): void {
    (this.#now ??= new Map()).set(output, says);
  }

  /** The step emitted an output: what it said of it now stands. True where that is something else than before. */
  takeOver(output: string): boolean {
    return (
      (this.#now !== undefined || this.#standing !== undefined) && this.#set(output, this.#now?.get(output))
    );
  }

  /** An output is bad for another reason. True where something stood. */
  forget(output: string): boolean {
    return this.#standing !== undefined && this.#set(output, undefined);
  }

  restore(standing: Readonly<Record<string, string>>): void {
    for (const [output, says] of Object.entries(standing)) this.#set(output, says);
  }

  #set(output: string, says: string | undefined): boolean {
    if (this.#standing?.get(output) === says) return false;
    if (says === undefined) this.#standing?.delete(output);
    else (this.#standing ??= new Map()).set(output, says);
    return true;
  }
}
