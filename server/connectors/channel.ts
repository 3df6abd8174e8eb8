import type { SourceAddress } from '@twinloom/runtime/node/definition';

/** By what a packet finds those who listen. */
export interface Channel {
  connection: string;
  topic: string;
}

/**
 * The channel of an address. A URL is a topic, and each way of asking it counts as a connection, so that who asks often does not feed who asks
 * seldom; its name holds blanks, which the id of a connection cannot.
 */
export function channelOf(address: SourceAddress): Channel {
  if (address.protocol === 'mqtt') return { connection: address.connection, topic: address.topic };
  if (address.protocol === 'twin') return twinChannel(address.twin, address.port);
  const { url, connection = '', every, timeout } = address;
  return { connection: `http ${every} ${timeout} ${connection}`, topic: url };
}

/** The channel on which a twin's port is heard by other twins; no connection has its name. */
export function twinChannel(twin: string, port: string): Channel {
  return { connection: 'a twin', topic: `${twin}.${port}` };
}
