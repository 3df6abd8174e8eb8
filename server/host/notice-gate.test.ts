import { describe, expect, it } from 'vitest';
import { NoticeGate } from './notice-gate.ts';

const notice = (says: string) => ({ node: 'pump', t: 0, level: 'warning' as const, says });

describe('the notices of a node', () => {
  it('pass once in the pause, the newest of the rest with their number after it', () => {
    const gate = new NoticeGate();
    const passed = [0, 0.1, 0.2, 0.3].map((now, i) => gate.admit('pump', notice(`n${i}`), now, 1)?.says);
    expect(passed).toEqual(['n0', undefined, undefined, undefined]);
    expect(gate.due(0.9)).toEqual([]);
    expect(gate.due(1).map(({ says }) => says)).toEqual(['n3 (and 2 more like it)']);
    expect(gate.due(5)).toEqual([]);
  });

  it('that follow a silence pass at once', () => {
    const gate = new NoticeGate();
    gate.admit('pump', notice('first'), 0, 1);
    gate.due(1);
    expect(gate.admit('pump', notice('second'), 1.5, 1)?.says).toBe('second');
  });

  it('do not hold back those of another node', () => {
    const gate = new NoticeGate();
    gate.admit('pump', notice('a'), 0, 1);
    expect(gate.admit('tank', notice('b'), 0, 1)?.says).toBe('b');
  });
});
