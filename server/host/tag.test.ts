import type { SourceAddress } from '@twinloom/runtime/node/definition';
import { describe, expect, it } from 'vitest';
import { hearsManyTags, hearsTag, tagOf } from './tag.ts';

const topic = (name: string): SourceAddress => ({
  protocol: 'mqtt',
  connection: 'default',
  topic: name,
  qos: 0,
});
const page = (url: string): SourceAddress => ({ protocol: 'http', url, every: 1, timeout: 10 });

describe('a tag', () => {
  it('is the topic or the URL of an address', () => {
    expect([tagOf(topic('plant/+')), tagOf(page('http://mes/+/#a'))]).toEqual(['plant/+', 'http://mes/+/#a']);
  });

  it('is heard by a filter that names it, and by its URL to the letter', () => {
    expect(hearsTag(topic('plant/+'), 'plant/1')).toBe(true);
    expect(hearsTag(page('http://mes/+'), 'http://mes/+')).toBe(true);
    expect(hearsTag(page('http://mes/+'), 'http://mes/1')).toBe(false);
  });

  it('is one of many for a filter only', () => {
    expect([topic('plant/1'), topic('#'), page('http://mes/#')].map(hearsManyTags)).toEqual([
      false,
      true,
      false,
    ]);
  });
});
