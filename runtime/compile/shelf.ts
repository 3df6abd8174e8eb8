/** What was made of a text, for as long as somebody uses it: the shelf itself keeps nothing alive. */
export class Shelf<T extends object> {
  readonly #made = new Map<string, WeakRef<T>>();
  readonly #gone = new FinalizationRegistry<string>((text) => {
    // By now something else may stand there.
    if (this.#made.get(text)?.deref() === undefined) this.#made.delete(text);
  });

  /** How many it knows. */
  get size(): number {
    return this.#made.size;
  }

  /** What stands under this text. */
  find(text: string): T | undefined {
    return this.#made.get(text)?.deref();
  }

  /** Puts something there. */
  put(text: string, made: T): T {
    this.#made.set(text, new WeakRef(made));
    this.#gone.register(made, text);
    return made;
  }
}
