import { describe, expect, it } from 'vitest';
import { historyText, keepingText } from './history-text.ts';

const NOW = 1_700_000_000;
const reach = {
  bytes: 1.2e9,
  limits: { samples: 86_400, seconds: 30 * 86_400, bytes: 5e9 },
  samplesFrom: NOW - 86_400,
  secondsFrom: NOW - 30 * 86_400,
  isRecording: true,
  samplesLost: 0,
};

describe('the line about the history', () => {
  it('says its size, and how far samples and seconds reach back', () => {
    expect(historyText(reach, NOW)).toBe('History: 1.2 GB, reaches back 24 h (seconds 30 d)');
    expect(historyText({ ...reach, secondsFrom: null, samplesFrom: NOW - 300 }, NOW)).toBe(
      'History: 1.2 GB, reaches back 5 min',
    );
    expect(historyText({ ...reach, samplesFrom: null }, NOW)).toBe(
      'History: 1.2 GB, no samples (seconds 30 d)',
    );
    expect(historyText({ ...reach, samplesFrom: null, secondsFrom: null }, NOW)).toBe(
      'History: nothing is recorded yet',
    );
  });

  it('says what is kept, and what was lost', () => {
    expect(keepingText(reach)).toBe(
      'Samples are kept for 24 h, seconds for 30 d, together at most 5.0 GB; the oldest go first.',
    );
    expect(keepingText({ ...reach, samplesLost: 7 })).toContain('7 samples were not recorded');
  });
});
