import { HeldTimers } from '@twinloom/runtime/schedule/held-timers';
import { beforeEach, expect, it } from 'vitest';
import { unpackEntries } from '../journal/packed-entries.ts';
import { Account } from './account.ts';
import type { EmissionWord, FromWorker } from './words.ts';

let timers: HeldTimers;
let said: FromWorker[];
let account: Account;
let micros: number;

beforeEach(() => {
  timers = new HeldTimers(1000);
  said = [];
  micros = 0;
  account = new Account(timers, (word) => void said.push(word));
});

function work(packets: number, isWaitedFor = false): void {
  account.take();
  for (let i = 0; i < packets; i++)
    account.putIn('pump', { kind: 'time', micros: ++micros, instants: 0, isSettled: true });
  account.took(packets, 10 * packets, isWaitedFor);
}

const told = () =>
  said.flatMap((word) =>
    word.kind === 'taken'
      ? [[word.packets, word.bytes, word.log ? unpackEntries(word.log).map(({ entry }) => entry.micros) : []]]
      : [],
  );

const emission = { twin: 'pump', node: 'out', sequence: 1 } as EmissionWord;

it('packets that come alone are told of at once, those that follow soon together', () => {
  work(1);
  expect(told()).toEqual([[1, 10, [1]]]);
  timers.advance(0.001);
  work(2);
  timers.advance(0.001);
  work(1);
  expect(told()).toHaveLength(1);
  timers.advance(0.003);
  expect(told()[1]).toEqual([3, 30, [2, 3, 4]]);
  timers.advance(0.005);
  work(1);
  expect(told()[2]).toEqual([1, 10, [5]]);
});

it('packets for which a broker waits, and very many, are told of at once with those before', () => {
  work(1);
  work(1);
  work(1, true);
  expect(told()[1]).toEqual([2, 20, [2, 3]]);
  work(250);
  expect(told()[2]?.[0]).toBe(250);
});

it('what sinks send is told at once, behind what it follows from', () => {
  work(1);
  account.take();
  account.putIn('pump', { kind: 'time', micros: 9, instants: 0, isSettled: true });
  account.emit(emission);
  account.took(1, 10, false);
  expect(said.map(({ kind }) => kind)).toEqual(['taken', 'taken', 'emissions']);
});

it('what is put in without a packet goes out at the end of the turn', async () => {
  account.putIn('pump', { kind: 'time', micros: 1, instants: 0, isSettled: true });
  account.emit(emission);
  expect(said).toEqual([]);
  await Promise.resolve();
  expect(told()).toEqual([[0, 0, [1]]]);
  expect(said.at(-1)?.kind).toBe('emissions');
});
