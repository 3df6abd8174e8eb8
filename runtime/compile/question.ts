/** Something that a definition said of params, made ready. */
export interface Answer<M> {
  made: M;
  /** What tells it from other answers; made when somebody asks for it. */
  text(): string;
  /** It says the very same thing again and again. */
  isSteady: boolean;
}

/** Makes ready what a definition says; what it says again is made ready once. */
export class Question<T extends object, M> {
  readonly #read: (said: T) => M;
  readonly #textOf: (made: M) => string;
  #asked = 0;
  /** What it said at first, unless it said something else then. */
  #first: T | undefined;
  #steady: Answer<M> | undefined;

  constructor(read: (said: T) => M, textOf: (made: M) => string) {
    this.#read = read;
    this.#textOf = textOf;
  }

  of(said: T): Answer<M> {
    if (this.#steady && said === this.#first) return this.#steady;
    const made = this.#read(said);
    const answer = { made, text: () => this.#textOf(made), isSteady: false };
    this.#asked++;
    if (this.#asked === 1) this.#first = said;
    if (this.#asked !== 2) return answer;
    if (said !== this.#first) this.#first = undefined;
    else {
      const text = answer.text();
      this.#steady = { made, text: () => text, isSteady: true };
    }
    return this.#steady ?? answer;
  }
}
