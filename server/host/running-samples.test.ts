import { describe, expect, it } from 'vitest';
import { RunningSamples } from './running-samples.ts';
import { NOBODY } from './words.ts';

const IDLE = { twin: 0, node: -1 };

function look(samples: RunningSamples, from: number, running: object[]): void {
  running.forEach((one, i) => samples.note({ ...IDLE, ...one }, from + i / 100));
}

describe('looks at what runs', () => {
  it('give each node its share of all looks, the idle ones too', () => {
    const samples = new RunningSamples();
    look(samples, 0, [{ twin: 1, node: 4 }, {}, { twin: 1, node: 4 }, { twin: 2 }, { twin: NOBODY }]);
    expect(samples.shares()).toEqual([
      { twin: 1, node: 4, share: 0.4 },
      { twin: 2, node: -1, share: 0.2 },
    ]);
  });

  it('forget what was seen more than a minute ago', () => {
    const samples = new RunningSamples();
    look(samples, 0, [{ twin: 1, node: 4 }]);
    look(samples, 30, [{ twin: 1, node: 5 }]);
    expect(samples.shares().map(({ node }) => node)).toEqual([5, 4]);
    look(samples, 60, [{}]);
    expect(samples.shares()).toEqual([{ twin: 1, node: 5, share: 0.5 }]);
    look(samples, 200, [{}]);
    expect(samples.shares()).toEqual([]);
  });
});
