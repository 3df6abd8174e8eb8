import { describe, expect, it } from 'vitest';
import { filterNotices } from './filter-notices.ts';

const notices = [
  { t: 3, level: 'error', says: 'The broker is away' },
  { t: 2, level: 'warning', node: 'pump', says: 'Runs dry' },
  { t: 1, level: 'info', node: 'tank', says: 'Level is 3 m' },
] as const;

const timesOf = (filter: Partial<Parameters<typeof filterNotices>[1]>): number[] =>
  filterNotices(notices, { level: 'info', node: '', text: '', ...filter }).map(({ t }) => t);

describe('the lines of a log', () => {
  it('are all of a level and those that are louder', () => {
    expect(timesOf({})).toEqual([3, 2, 1]);
    expect(timesOf({ level: 'warning' })).toEqual([3, 2]);
    expect(timesOf({ level: 'error' })).toEqual([3]);
  });

  it('are of one node, where one is chosen', () => {
    expect(timesOf({ node: 'tank' })).toEqual([1]);
  });

  it('hold every word that is looked for, in the line or the name of the node', () => {
    expect(timesOf({ text: ' pump DRY ' })).toEqual([2]);
    expect(timesOf({ text: 'pump level' })).toEqual([]);
  });
});
