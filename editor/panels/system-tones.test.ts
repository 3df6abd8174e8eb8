import { describe, expect, it } from 'vitest';
import { toneOfFill, toneOfJournal, toneOfLag, worstTone } from './system-tones.ts';

describe('the tone of a figure', () => {
  it('is calm until a tick is missed, and bad once ticks are merged', () => {
    expect([undefined, 0.002, 0.149, 0.15, 1.9, 2, 60].map(toneOfLag)).toEqual([
      'calm',
      'calm',
      'calm',
      'warn',
      'warn',
      'bad',
      'bad',
    ]);
  });

  it('knows no bound of 0', () => {
    expect([toneOfFill(0, 0), toneOfFill(69, 100), toneOfFill(70, 100), toneOfFill(90, 100)]).toEqual([
      'calm',
      'calm',
      'warn',
      'bad',
    ]);
  });

  it('of the journal is bad where the disk takes nothing, however little waits', () => {
    const journal = { bytes: 0, bound: 1, behind: 0 };
    expect(toneOfJournal(journal)).toBe('calm');
    expect(toneOfJournal({ ...journal, says: 'the disk is full' })).toBe('bad');
    expect(toneOfJournal({ ...journal, behind: 2_000 })).toBe('warn');
  });

  it('of several is the worst', () => {
    expect(worstTone([])).toBe('calm');
    expect(worstTone(['calm', 'warn'])).toBe('warn');
    expect(worstTone(['warn', 'bad', 'calm'])).toBe('bad');
  });
});
