import type { Keep } from '@twinloom/runtime/node/definition';
import { describe, expect, it } from 'vitest';
import { Subscriptions } from './subscriptions.ts';

const topic = (name: string, queue?: Keep) => ({
  protocol: 'mqtt' as const,
  connection: 'default',
  topic: name,
  qos: 0 as const,
  ...(queue && { queue }),
});

const ignore = (): void => undefined;

describe('the policy for what waits of a topic', () => {
  it('is that of its source, as long as one listens; of several that which leaves out the least', () => {
    const subscriptions = new Subscriptions({ subscribe: () => ignore }, ignore, ignore);
    const keepOf = (name: string): Keep => subscriptions.keepOf({ connection: 'default', topic: name });
    expect(keepOf('a/b')).toBe('drop-oldest');
    const undo = subscriptions.hold([topic('a/+', 'latest')]);
    expect([keepOf('a/b'), keepOf('b')]).toEqual(['latest', 'drop-oldest']);
    expect(subscriptions.keepOf({ connection: 'other', topic: 'a/b' })).toBe('drop-oldest');
    const undoPlain = subscriptions.hold([topic('a/b')]);
    expect(keepOf('a/b')).toBe('drop-oldest');
    const undoBlock = subscriptions.hold([topic('a/b', 'block')]);
    expect(keepOf('a/b')).toBe('block');
    undoBlock();
    undoPlain();
    expect(keepOf('a/b')).toBe('latest');
    undo();
    expect(keepOf('a/b')).toBe('drop-oldest');
  });
});
