import { deflateRawSync, inflateRawSync } from 'node:zlib';

/** Samples of one port: s since 1970, the number (NaN where bad), its quality code. */
export interface Samples {
  times: Float64Array;
  values: Float64Array;
  qualities: Uint8Array;
}

const LEVEL = 1;
const ROW_BYTES = 17;
/** Begins a block of an earlier version that holds its numbers as they are; one that is deflated never begins so. */
const PLAIN = 7;
/** Before the numbers, which lie on multiples of 8. */
const HEAD_BYTES = 8;

/** Samples as few bytes: the columns one after the other, each number split into its bytes, so that what is alike lies together, and deflated. */
export function packSamples({ times, values, qualities }: Samples): Uint8Array {
  const n = times.length;
  const plain = Buffer.alloc(n * ROW_BYTES);
  const steps = new Float64Array(n);
  // Bits in which a time differs from the one before are alike where the times are not.
  const [bits, stepBits] = [bitsOf(times), bitsOf(steps)];
  for (let i = 0; i < bits.length; i++) stepBits[i] = i < 2 ? bits[i]! : bits[i]! ^ bits[i - 2]!;
  shuffle(steps, plain, 0);
  shuffle(values, plain, 8 * n);
  plain.set(qualities, 16 * n);
  return deflateRawSync(plain, { level: LEVEL });
}

/** Whether the samples of these bytes stand there as they are. */
export function isPlain(bytes: Uint8Array): boolean {
  return bytes[0] === PLAIN;
}

/** Samples out of bytes that `packSamples` made, bit for bit, or an earlier version as they are. */
export function decodeSamples(bytes: Uint8Array): Samples {
  if (isPlain(bytes)) return decodePlain(bytes);
  const plain = inflateRawSync(bytes);
  const n = plain.length / ROW_BYTES;
  const times = unshuffle(plain, 0, n);
  const bits = bitsOf(times);
  for (let i = 2; i < bits.length; i++) bits[i]! ^= bits[i - 2]!;
  return { times, values: unshuffle(plain, 8 * n, n), qualities: new Uint8Array(plain.subarray(16 * n)) };
}

/** Numbers split into their bytes from a place on, those of one rank together. */
export function shuffle(numbers: Float64Array, into: Uint8Array, at: number): void {
  const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
  const n = numbers.length;
  for (let k = 0; k < 8; k++) for (let i = 0; i < n; i++) into[at + k * n + i] = bytes[8 * i + k]!;
}

/** So many numbers that `shuffle` split, from that place on. */
export function unshuffle(from: Uint8Array, at: number, n: number): Float64Array {
  const numbers = new Float64Array(n);
  // Four bytes at a time, in the order of the processor, take half the time.
  const words = new Uint32Array(numbers.buffer);
  for (let w = 0; w < 2; w++) {
    const [a, b, c, d] = [0, 1, 2, 3].map((k) => at + (4 * w + k) * n) as [number, number, number, number];
    for (let i = 0; i < n; i++) {
      words[2 * i + w] = from[a + i]! | (from[b + i]! << 8) | (from[c + i]! << 16) | (from[d + i]! << 24);
    }
  }
  return numbers;
}

function decodePlain(bytes: Uint8Array): Samples {
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  const n = (bytes.length - HEAD_BYTES) / ROW_BYTES;
  const begin = aligned.byteOffset + HEAD_BYTES;
  return {
    times: new Float64Array(aligned.buffer, begin, n),
    values: new Float64Array(aligned.buffer, begin + 8 * n, n),
    qualities: new Uint8Array(aligned.buffer, begin + 16 * n, n),
  };
}

/** The bits of numbers, in halves. */
function bitsOf(numbers: Float64Array): Uint32Array {
  return new Uint32Array(numbers.buffer, numbers.byteOffset, 2 * numbers.length);
}
