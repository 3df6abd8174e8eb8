import type { SourceAddress } from '@twinloom/runtime/node/definition';
import { hasWildcard, matchesFilter } from './topic-filter.ts';

/** What an address is called where it stands for what arrives there: its topic, which may be a filter, or its URL. */
export function tagOf(address: SourceAddress): string {
  return address.protocol === 'mqtt' ? address.topic : address.url;
}

/** Whether what arrives under a tag is for this address. */
export function hearsTag(address: SourceAddress, tag: string): boolean {
  return address.protocol === 'mqtt' ? matchesFilter(address.topic, tag) : address.url === tag;
}

/** Whether it hears more than one tag. */
export function hearsManyTags(address: SourceAddress): boolean {
  return address.protocol === 'mqtt' && hasWildcard(address.topic);
}
