import { deserialize, serialize } from 'node:v8';
import type { KeptAddress } from '@twinloom/runtime/node/definition';

const ABOUT_BYTES = 50;

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

/** As it stands in a block: a row for each letter, each address once. */
interface StoredBatch {
  addresses: KeptAddress[];
  rows: [number: number, sender: string, sequence: number, key: string, address: number, bytes: Uint8Array][];
  goneUpTo: number;
}

export function encodeBatch({ letters, goneUpTo }: LetterBatch): Uint8Array {
  const places = new Map<string, number>();
  const addresses: KeptAddress[] = [];
  const rows = letters.map(({ number, letter }): StoredBatch['rows'][number] => {
    const { sender, sequence, key, address, bytes } = letter;
    const text = JSON.stringify(address);
    const place = places.get(text) ?? addresses.push(address) - 1;
    places.set(text, place);
    return [number, sender, sequence, key, place, bytes];
  });
  return serialize({ addresses, rows, goneUpTo } satisfies StoredBatch);
}

/** The batch of bytes that `encodeBatch` made. Throws on others. */
export function decodeBatch(block: Uint8Array): LetterBatch {
  const { addresses, rows, goneUpTo } = deserialize(block) as StoredBatch;
  const letters = rows.map(([number, sender, sequence, key, place, bytes]) => ({
    number,
    letter: { sender, sequence, key, address: addresses[place]!, bytes },
  }));
  return { letters, goneUpTo };
}

/** Bytes a letter counts for: about what it takes on the disk. */
export function sizeOf({ bytes, key, sender }: Letter): number {
  return bytes.length + key.length + sender.length + ABOUT_BYTES;
}
