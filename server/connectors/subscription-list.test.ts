import { describe, expect, it } from 'vitest';
import { SubscriptionList } from './subscription-list.ts';

const packet = (acknowledge: () => void) => ({
  connection: 'default',
  topic: 'plant/speed',
  at: 0,
  bytes: new Uint8Array(1),
  acknowledge,
});

describe('a broker that waits to be told of a packet', () => {
  it('is told once, when the last of those who heard it has told', () => {
    const list = new SubscriptionList(() => undefined);
    const told: string[] = [];
    const heard: (() => void)[] = [];
    for (let i = 0; i < 3; i++) list.add('plant/#', 1, ({ acknowledge }) => heard.push(acknowledge!));
    list.deliver(packet(() => told.push('told')));
    expect(heard).toHaveLength(3);
    heard[0]!();
    heard[1]!();
    expect(told).toEqual([]);
    heard[2]!();
    expect(told).toEqual(['told']);
  });

  it('is told at once where nobody hears it', () => {
    const told: string[] = [];
    new SubscriptionList(() => undefined).deliver(packet(() => told.push('told')));
    expect(told).toEqual(['told']);
  });
});

it('who comes between two packets of a topic hears the second, and who left does not', () => {
  const list = new SubscriptionList(() => undefined);
  const heard: string[] = [];
  const leave = list.add('plant/#', 0, () => heard.push('first'));
  list.deliver(packet(() => undefined));
  list.add('+/speed', 0, () => heard.push('second'));
  list.deliver(packet(() => undefined));
  leave();
  list.deliver(packet(() => undefined));
  expect(heard).toEqual(['first', 'first', 'second', 'second']);
});
