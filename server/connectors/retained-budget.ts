/** Keeps what a broker retains within a number of topics and of bytes. */
export class RetainedBudget {
  readonly #sizes = new Map<string, number>();
  readonly #mostTopics: number;
  readonly #mostBytes: number;
  #bytes = 0;

  constructor(mostTopics: number, mostBytes: number) {
    this.#mostTopics = mostTopics;
    this.#mostBytes = mostBytes;
  }

  /** Whether a value of so many bytes may be retained; then it is counted, with its topic, in place of the topic's former one. None = it is forgotten. */
  takes(topic: string, size: number): boolean {
    const former = this.#sizes.get(topic);
    if (size === 0) {
      this.#sizes.delete(topic);
      this.#bytes -= former ?? 0;
      return true;
    }
    const whole = topic.length + size;
    const bytes = this.#bytes - (former ?? 0) + whole;
    const topics = this.#sizes.size + (former === undefined ? 1 : 0);
    if (bytes > this.#mostBytes || topics > this.#mostTopics) return false;
    this.#sizes.set(topic, whole);
    this.#bytes = bytes;
    return true;
  }
}
