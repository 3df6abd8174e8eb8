/** Marks a binary values frame; the rest of the layout stands in README.md beside this file. */
export const FRAME_MAGIC = 0x54;
export const FRAME_FULL = 1;
export const FRAME_DELTA = 2;

/** What one values frame says. `t` are seconds since 1970 (twin time); `indexes` point into the layout's port list. */
export interface ValuesFrame {
  kind: 'full' | 'delta';
  /** Number of the layout message these indexes belong to. */
  layout: number;
  sequence: number;
  /** Twin time of the newest instant in the frame, s since 1970. */
  t: number;
  indexes: Uint32Array;
  values: Float64Array;
  /** Quality codes of runtime/signal/quality: 0 good, 1 uncertain, 2 bad, 3 absent. A value whose quality is 2 or 3 means nothing. */
  qualities: Uint8Array;
  /** When each value was measured, s since 1970. */
  times: Float64Array;
}

const HEADER_BYTES = 24;

/** Packs a frame: 24 bytes of header, then n × (f64 value), n × (f64 time), n × (u32 index), n × (u8 quality), little-endian. */
export function encodeFrame(frame: ValuesFrame): Uint8Array<ArrayBuffer> {
  const n = frame.indexes.length;
  const bytes = new Uint8Array(HEADER_BYTES + n * 21);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, FRAME_MAGIC);
  view.setUint8(1, frame.kind === 'full' ? FRAME_FULL : FRAME_DELTA);
  view.setUint16(2, frame.layout, true);
  view.setUint32(4, frame.sequence, true);
  view.setFloat64(8, frame.t, true);
  view.setUint32(16, n, true);
  for (let i = 0; i < n; i++) {
    view.setFloat64(HEADER_BYTES + i * 8, frame.values[i] ?? 0, true);
    view.setFloat64(HEADER_BYTES + n * 8 + i * 8, frame.times[i] ?? 0, true);
    view.setUint32(HEADER_BYTES + n * 16 + i * 4, frame.indexes[i] ?? 0, true);
  }
  bytes.set(frame.qualities.subarray(0, n), HEADER_BYTES + n * 20);
  return bytes;
}

/** Unpacks a frame; undefined when the bytes are not one. */
export function decodeFrame(bytes: Uint8Array): ValuesFrame | undefined {
  if (bytes.byteLength < HEADER_BYTES || bytes[0] !== FRAME_MAGIC) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kind = view.getUint8(1);
  const n = view.getUint32(16, true);
  if ((kind !== FRAME_FULL && kind !== FRAME_DELTA) || bytes.byteLength !== HEADER_BYTES + n * 21)
    return undefined;
  const values = new Float64Array(n);
  const times = new Float64Array(n);
  const indexes = new Uint32Array(n);
  for (let i = 0; i < n; i++) {
    values[i] = view.getFloat64(HEADER_BYTES + i * 8, true);
    times[i] = view.getFloat64(HEADER_BYTES + n * 8 + i * 8, true);
    indexes[i] = view.getUint32(HEADER_BYTES + n * 16 + i * 4, true);
  }
  return {
    kind: kind === FRAME_FULL ? 'full' : 'delta',
    layout: view.getUint16(2, true),
    sequence: view.getUint32(4, true),
    t: view.getFloat64(8, true),
    indexes,
    values,
    qualities: bytes.slice(HEADER_BYTES + n * 20),
    times,
  };
}
