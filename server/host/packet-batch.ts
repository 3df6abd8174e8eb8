import type { Channel } from '../connectors/channel.ts';
import type { Packet } from './packet-queue.ts';

/** Packets on their way to the worker, in their order and in one buffer: moving it costs the same for one as for many. */
export interface PacketBatch {
  /** Where they came, each once. */
  channels: readonly Channel[];
  /** Of each packet the place of its channel with its marks, when it came (s since 1970), and how many of the bytes are its own. */
  heads: Float64Array<ArrayBuffer>;
  bytes: Uint8Array<ArrayBuffer>;
}

/** A packet as the worker takes it. */
export interface BatchedPacket {
  /** Place of its channel. */
  channel: number;
  /** s since 1970 */
  at: number;
  bytes: Uint8Array;
  /** It may have come before. */
  isAgain: boolean;
  /** Its broker waits to be told that it was taken. */
  isOwed: boolean;
}

const HEAD = 3;
const AGAIN = 1;
const OWED = 2;
const MARKS = 4;

/** Copies packets of so many bytes into a batch. */
export function batchOf(packets: readonly Packet[], size: number): PacketBatch {
  const buffer = new ArrayBuffer(8 * HEAD * packets.length + size);
  const heads = new Float64Array(buffer, 0, HEAD * packets.length);
  const bytes = new Uint8Array(buffer, heads.byteLength);
  const channels: Channel[] = [];
  let end = 0;
  for (let i = 0; i < packets.length; i++) {
    const packet = packets[i]!;
    const marks = (packet.isAgain === true ? AGAIN : 0) + (packet.acknowledge ? OWED : 0);
    heads[HEAD * i] = MARKS * placeOf(channels, packet) + marks;
    heads[HEAD * i + 1] = packet.at;
    heads[HEAD * i + 2] = packet.bytes.length;
    bytes.set(packet.bytes, end);
    end += packet.bytes.length;
  }
  return { channels, heads, bytes };
}

/** The packets of a batch, in their order. */
export function packetsOf({ heads, bytes }: PacketBatch): BatchedPacket[] {
  let end = 0;
  return Array.from({ length: heads.length / HEAD }, (_, i) => {
    const mark = heads[HEAD * i]!;
    const own = bytes.subarray(end, (end += heads[HEAD * i + 2]!));
    return {
      channel: Math.floor(mark / MARKS),
      at: heads[HEAD * i + 1]!,
      bytes: own,
      isAgain: (mark & AGAIN) !== 0,
      isOwed: (mark & OWED) !== 0,
    };
  });
}

/** So many of the last channels are looked through: where there are more, one may stand twice. */
const MOST_LOOKED_AT = 16;

function placeOf(channels: Channel[], { connection, topic }: Channel): number {
  const end = Math.max(channels.length - MOST_LOOKED_AT, 0);
  for (let i = channels.length - 1; i >= end; i--) {
    if (channels[i]!.topic === topic && channels[i]!.connection === connection) return i;
  }
  return channels.push({ connection, topic }) - 1;
}
