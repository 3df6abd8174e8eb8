import { describe, expect, it } from 'vitest';
import type { TimelineEntry } from '@twinloom/runtime/protocol/bodies';
import { describeAct } from './describe-act.ts';

const says = (what: Pick<TimelineEntry, 'kind'> & Partial<TimelineEntry>): string =>
  describeAct({ id: 1, t: 0, author: 'ann', ...what });

describe('what somebody did to a twin', () => {
  it('is read as a sentence', () => {
    expect(says({ kind: 'out-of-service', asset: 'pump' })).toBe('took pump out of service');
    expect(says({ kind: 'replaced', asset: 'bearing', nodes: ['wear', 'life'] })).toBe(
      'replaced bearing: wear, life began anew',
    );
    expect(says({ kind: 'set', values: { 'speed.value': 1150, 'gain.gain': null } })).toBe(
      'set speed.value to 1150, gave gain.gain back to the flow',
    );
    expect(says({ kind: 'went-back', version: 4, stateOf: 2 })).toBe(
      'went back to the state of version 2, as version 4',
    );
  });

  it('names no more nodes than one reads', () => {
    const nodes = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    expect(says({ kind: 're-anchor', nodes })).toBe('put a, b, c, d, e, f, 2 more where the plant stands');
  });
});
