/** Watches the bytes of one MQTT client for a packet longer than allowed, before anything is kept of it. */
export class FrameGuard {
  readonly #most: number;
  /** Bytes of the current packet that are still to come; 0 = a packet begins. */
  #left = 0;
  /** Its length so far, while that is being read: seven bits a byte, the lowest first. */
  #length = 0;
  #lengthBytes = -1;

  constructor(mostBytes: number) {
    this.#most = mostBytes;
  }

  /** Whether the stream may go on; false for a packet that is too long, or whose length is none. */
  allows(bytes: Uint8Array): boolean {
    let i = 0;
    while (i < bytes.length) {
      if (this.#left > 0) {
        const taken = Math.min(this.#left, bytes.length - i);
        this.#left -= taken;
        i += taken;
      } else if (!this.#readHeader(bytes[i++] ?? 0)) return false;
    }
    return true;
  }

  #readHeader(byte: number): boolean {
    if (this.#lengthBytes < 0) {
      this.#lengthBytes = 0;
      this.#length = 0;
      return true;
    }
    this.#length += (byte & 0x7f) * 128 ** this.#lengthBytes;
    this.#lengthBytes++;
    if (this.#length > this.#most) return false;
    if (byte & 0x80) return this.#lengthBytes < 4;
    this.#left = this.#length;
    this.#lengthBytes = -1;
    return true;
  }
}
