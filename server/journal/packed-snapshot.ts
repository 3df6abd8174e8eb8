import { deserialize, serialize } from 'node:v8';
import { snapshotSchema, type Snapshot } from '@twinloom/runtime/run/snapshot';

/** A snapshot as bytes, each number bit for bit, behind a byte that names their form; or as an object, as older journals have it. */
export type PackedSnapshot = Uint8Array<ArrayBuffer> | Snapshot;

const FORM = 1;

export function packSnapshot(snapshot: Snapshot): Uint8Array<ArrayBuffer> {
  const bytes = serialize(snapshot);
  const packed = new Uint8Array(1 + bytes.length);
  packed[0] = FORM;
  packed.set(bytes, 1);
  return packed;
}

/** Throws on bytes that `packSnapshot` did not make. */
export function unpackSnapshot(packed: PackedSnapshot): Snapshot {
  if (!(packed instanceof Uint8Array)) return packed;
  if (packed[0] !== FORM) throw new Error(`a snapshot of the form ${packed[0]} is not known here`);
  return deserialize(packed.subarray(1)) as Snapshot;
}

/** Bytes are checked where they are read from the disk; what matters here is that their form is known. */
export function isSound(packed: PackedSnapshot): boolean {
  return packed instanceof Uint8Array ? packed[0] === FORM : snapshotSchema.safeParse(packed).success;
}

/** The same in memory of its own, where it may be a piece of the file it was read with. */
export function ownCopy(packed: PackedSnapshot): PackedSnapshot {
  return packed instanceof Uint8Array ? new Uint8Array(packed) : packed;
}
