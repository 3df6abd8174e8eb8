import type { SourceAddress } from '@twinloom/runtime/node/definition';
import { channelOf } from '../connectors/channel.ts';
import { hasWildcard, matchesFilter } from './topic-filter.ts';

/** What an address is called where it stands for what arrives there: its topic, which may be a filter, its URL, or `twin.node.port`. */
export function tagOf(address: SourceAddress): string {
  return channelOf(address).topic;
}

/** Whether what arrives under a tag is for this address. */
export function hearsTag(address: SourceAddress, tag: string): boolean {
  return address.protocol === 'mqtt' ? matchesFilter(address.topic, tag) : tagOf(address) === tag;
}

/** Whether it hears more than one tag. */
export function hearsManyTags(address: SourceAddress): boolean {
  return address.protocol === 'mqtt' && hasWildcard(address.topic);
}
