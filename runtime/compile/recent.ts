import { hash } from '../graph/fingerprint.ts';

/** Texts that were asked for lately, by their hashes: it may take one for another, so nothing but cost may hang on it. */
export class Recent {
  readonly #most: number;
  readonly #hashes = new Set<string>();

  constructor(most: number) {
    this.#most = most;
  }

  /** Whether it was asked for this text before. */
  isAgain(text: string): boolean {
    const short = hash(text);
    if (this.#hashes.delete(short)) {
      this.#hashes.add(short);
      return true;
    }
    if (this.#hashes.size >= this.#most) this.#hashes.delete(this.#hashes.values().next().value!);
    this.#hashes.add(short);
    return false;
  }
}
