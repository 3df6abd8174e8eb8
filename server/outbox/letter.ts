import { deserialize, serialize } from 'node:v8';
import type { KeptAddress } from '@twinloom/runtime/node/definition';

const ABOUT_BYTES = 150;

/** What a sink sends to somebody who may be away. */
export interface Letter {
  /** Who sends, `twin.node`: what one sends arrives in its order. */
  sender: string;
  /** Counts the emissions of the sender. */
  sequence: number;
  /** Names the emission once and for all, in printable ASCII. */
  key: string;
  address: KeptAddress;
  bytes: Uint8Array;
}

/** A letter with its place in the queue. */
export interface NumberedLetter {
  number: number;
  letter: Letter;
}

/** What is known of a letter that lies on the disk. */
export interface LetterMark extends Pick<Letter, 'sender' | 'sequence'> {
  number: number;
  size: number;
}

/** What one block of a file holds. */
export interface LetterBatch {
  letters: readonly NumberedLetter[];
  /** Letters up to this number need not be sent any more. */
  goneUpTo: number;
}

export function encodeBatch(batch: LetterBatch): Uint8Array {
  return serialize(batch);
}

/** The batch of bytes that `encodeBatch` made. Throws on others. */
export function decodeBatch(bytes: Uint8Array): LetterBatch {
  return deserialize(bytes) as LetterBatch;
}

/** Bytes a letter counts for: about what it takes on the disk. */
export function sizeOf({ bytes, key, sender }: Letter): number {
  return bytes.length + key.length + sender.length + ABOUT_BYTES;
}
