/** Tables and room for the discrete Fourier transform of one length; one of them works on one transform at a time. */
export type Fourier = PowerOfTwo | AnyLength;

interface PowerOfTwo {
  kind: 'power-of-two';
  length: number;
  /** cos and sin of 2πk/length, k below half the length. */
  cos: Float64Array;
  sin: Float64Array;
  /** Where each place goes when its bits are read backwards. */
  reversed: Uint32Array;
}

interface AnyLength {
  kind: 'any-length';
  length: number;
  /** cos and sin of πk²/length. */
  cos: Float64Array;
  sin: Float64Array;
  inner: PowerOfTwo;
  /** Transform of the chirp, over the inner length. */
  chirpRe: Float64Array;
  chirpIm: Float64Array;
  re: Float64Array;
  im: Float64Array;
}

/**
 * What the transform of this length needs, of any length from 1. Powers of two go by radix 2 (Cooley and Tukey, Mathematics of Computation 19
 * (1965) 297), the others by Bluestein's chirp transform (IEEE Transactions on Audio and Electroacoustics 18 (1970) 451): both are the exact
 * discrete Fourier transform, nothing is padded.
 */
export function fourierOf(length: number): Fourier {
  return (length & (length - 1)) === 0 ? powerOfTwo(length) : anyLength(length);
}

/** X_k = Σ x_n·e^(−2πi·kn/N), in place. Must not allocate. */
export function transform(fourier: Fourier, re: Float64Array, im: Float64Array): void {
  if (fourier.kind === 'power-of-two') transformPowerOfTwo(fourier, re, im);
  else transformAnyLength(fourier, re, im);
}

/** x_n = (1/N)·Σ X_k·e^(2πi·kn/N), in place: what `transform` undoes. Must not allocate. */
export function invert(fourier: Fourier, re: Float64Array, im: Float64Array): void {
  transform(fourier, im, re);
  const { length } = fourier;
  for (let i = 0; i < length; i++) {
    re[i]! /= length;
    im[i]! /= length;
  }
}

function powerOfTwo(length: number): PowerOfTwo {
  const half = length >> 1;
  const cos = new Float64Array(half);
  const sin = new Float64Array(half);
  for (let k = 0; k < half; k++) {
    cos[k] = Math.cos((2 * Math.PI * k) / length);
    sin[k] = Math.sin((2 * Math.PI * k) / length);
  }
  const reversed = new Uint32Array(length);
  for (let i = 1; i < length; i++) reversed[i] = (reversed[i >> 1]! >> 1) | (i & 1 ? half : 0);
  return { kind: 'power-of-two', length, cos, sin, reversed };
}

function transformPowerOfTwo(
  { length, cos, sin, reversed }: PowerOfTwo,
  re: Float64Array,
  im: Float64Array,
): void {
  for (let i = 0; i < length; i++) {
    const j = reversed[i]!;
    if (j <= i) continue;
    const [xRe, xIm] = [re[i]!, im[i]!];
    re[i] = re[j]!;
    im[i] = im[j]!;
    re[j] = xRe;
    im[j] = xIm;
  }
  for (let half = 1, stride = length >> 1; half < length; half <<= 1, stride >>= 1) {
    for (let start = 0; start < length; start += 2 * half) {
      for (let k = 0; k < half; k++) {
        const a = start + k;
        const b = a + half;
        const c = cos[k * stride]!;
        const s = sin[k * stride]!;
        const bRe = re[b]! * c + im[b]! * s;
        const bIm = im[b]! * c - re[b]! * s;
        re[b] = re[a]! - bRe;
        im[b] = im[a]! - bIm;
        re[a]! += bRe;
        im[a]! += bIm;
      }
    }
  }
}

/** With kn = (k² + n² − (k − n)²)/2 the sum becomes a convolution with a chirp, for which a power of two serves. */
function anyLength(length: number): AnyLength {
  const cos = new Float64Array(length);
  const sin = new Float64Array(length);
  for (let k = 0; k < length; k++) {
    // The chirp has this period; a smaller angle has more digits.
    const square = (k * k) % (2 * length);
    cos[k] = Math.cos((Math.PI * square) / length);
    sin[k] = Math.sin((Math.PI * square) / length);
  }
  const inner = powerOfTwo(2 ** Math.ceil(Math.log2(2 * length - 1)));
  const chirpRe = new Float64Array(inner.length);
  const chirpIm = new Float64Array(inner.length);
  for (let k = 0; k < length; k++) {
    const mirrored = (inner.length - k) % inner.length;
    chirpRe[k] = chirpRe[mirrored] = cos[k]!;
    chirpIm[k] = chirpIm[mirrored] = sin[k]!;
  }
  transformPowerOfTwo(inner, chirpRe, chirpIm);
  const re = new Float64Array(inner.length);
  const im = new Float64Array(inner.length);
  return { kind: 'any-length', length, cos, sin, inner, chirpRe, chirpIm, re, im };
}

function transformAnyLength(fourier: AnyLength, re: Float64Array, im: Float64Array): void {
  const { length, cos, sin, inner, chirpRe, chirpIm, re: roomRe, im: roomIm } = fourier;
  roomRe.fill(0);
  roomIm.fill(0);
  for (let n = 0; n < length; n++) {
    roomRe[n] = re[n]! * cos[n]! + im[n]! * sin[n]!;
    roomIm[n] = im[n]! * cos[n]! - re[n]! * sin[n]!;
  }
  transformPowerOfTwo(inner, roomRe, roomIm);
  for (let k = 0; k < inner.length; k++) {
    const xRe = roomRe[k]! * chirpRe[k]! - roomIm[k]! * chirpIm[k]!;
    roomIm[k] = roomRe[k]! * chirpIm[k]! + roomIm[k]! * chirpRe[k]!;
    roomRe[k] = xRe;
  }
  invert(inner, roomRe, roomIm);
  for (let k = 0; k < length; k++) {
    re[k] = roomRe[k]! * cos[k]! + roomIm[k]! * sin[k]!;
    im[k] = roomIm[k]! * cos[k]! - roomRe[k]! * sin[k]!;
  }
}
