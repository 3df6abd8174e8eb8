const FIN = 0x80;
const TEXT = 0x1;
const BINARY = 0x2;

/** A message as one unmasked WebSocket frame of a server (RFC 6455, 5.2), header and content in one buffer. Text where it is a string. */
export function wholeFrame(message: Uint8Array | string): Buffer {
  const content = typeof message === 'string' ? Buffer.from(message) : message;
  const { length } = content;
  const header = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(header + length);
  frame[0] = FIN | (typeof message === 'string' ? TEXT : BINARY);
  frame[1] = length < 126 ? length : length < 65_536 ? 126 : 127;
  if (header === 4) frame.writeUInt16BE(length, 2);
  if (header === 10) frame.writeBigUInt64BE(BigInt(length), 2);
  frame.set(content, header);
  return frame;
}
