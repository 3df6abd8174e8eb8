import { describe, expect, it } from 'vitest';
import { matchesFilter } from './topic-filter.ts';

/** From MQTT 3.1.1, section 4.7.1 and 4.7.2. */
describe('a topic filter', () => {
  it.each([
    ['sport/tennis/player1', 'sport/tennis/player1', true],
    ['sport/tennis/player1/#', 'sport/tennis/player1', true],
    ['sport/tennis/player1/#', 'sport/tennis/player1/score/wimbledon', true],
    ['sport/#', 'sport', true],
    ['#', 'sport/tennis', true],
    ['sport/tennis/+', 'sport/tennis/player2', true],
    ['sport/tennis/+', 'sport/tennis/player1/ranking', false],
    ['sport/+', 'sport', false],
    ['sport/+', 'sport/', true],
    ['+/+', '/finance', true],
    ['/+', '/finance', true],
    ['+', '/finance', false],
    ['#', '$SYS/monitor', false],
    ['+/monitor/Clients', '$SYS/monitor/Clients', false],
    ['$SYS/#', '$SYS/monitor', true],
    ['Sport', 'sport', false],
  ])('%s names %s: %s', (filter, topic, isNamed) => {
    expect(matchesFilter(filter, topic)).toBe(isNamed);
  });
});
