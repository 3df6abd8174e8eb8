import { describe, expect, it } from 'vitest';
import { isTopic, isTopicFilter } from './topic-tree.ts';

const levels = (count: number): string => new Array<string>(count).fill('a').join('/');

describe('a topic', () => {
  it.each(['plant/flow', 'a', '/a', 'plant/$name', 'Größe/°C', levels(100)])(
    'may be published on: %s',
    (topic) => {
      expect(isTopic(topic)).toBe(true);
    },
  );

  it.each(['', 'a/+', 'a/#', '$SYS/uptime', 'a\0b', levels(101), 'a'.repeat(65_536)])(
    'a broker would refuse is refused here: %s',
    (topic) => {
      expect(isTopic(topic)).toBe(false);
    },
  );
});

describe('a topic filter', () => {
  it.each(['plant/flow', '+', '#', 'a/+/b', 'a/#', '$SYS/#', levels(100)])(
    'may be listened to: %s',
    (filter) => {
      expect(isTopicFilter(filter)).toBe(true);
    },
  );

  it.each(['', 'a/#/b', 'a+/b', 'a/b#', levels(101), 'a\0'])(
    'a broker would refuse is refused here: %s',
    (filter) => {
      expect(isTopicFilter(filter)).toBe(false);
    },
  );
});
