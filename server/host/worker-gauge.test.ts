import { describe, expect, it } from 'vitest';
import { WorkerGauge } from './worker-gauge.ts';

const twins = ['', 'pump-01', 'pump-02'];
const twinOf = (number: number): string | undefined => twins[number];
const word = (busy: [number, number][], heapBytes = 1e6) => ({
  heapBytes,
  lateSeconds: 0.002,
  seconds: 1,
  busy,
});

describe('the gauge of a worker', () => {
  it('tells the shares of twins over its last ten words, and the newest of what is a level', () => {
    const gauge = new WorkerGauge();
    expect(gauge.read(twinOf)).toEqual({ busyShare: 0, twinShares: [], nodes: [] });
    gauge.hear(word([[1, 1]]));
    for (let i = 0; i < 10; i++)
      gauge.hear(
        word(
          [
            [1, 0.25],
            [2, 0.5],
          ],
          2e6,
        ),
      );
    expect(gauge.read(twinOf)).toMatchObject({
      heapBytes: 2e6,
      lateSeconds: 0.002,
      busyShare: 0.75,
      twinShares: [
        { twin: 'pump-01', share: 0.25 },
        { twin: 'pump-02', share: 0.5 },
      ],
    });
  });

  it('names the nodes that were seen, and leaves out twins that are gone', () => {
    const gauge = new WorkerGauge();
    gauge.setNodes('pump-01', ['speed', 'model']);
    gauge.look({ twin: 1, node: 1 });
    gauge.look({ twin: 1, node: -1 });
    gauge.look({ twin: 3, node: 0 });
    gauge.look({ twin: 0, node: -1 });
    expect(gauge.read(twinOf).nodes).toEqual([
      { twin: 'pump-01', node: 'model', share: 0.25 },
      { twin: 'pump-01', share: 0.25 },
    ]);
  });

  it('knows nothing of a worker that died', () => {
    const gauge = new WorkerGauge();
    gauge.hear(word([[1, 1]]));
    gauge.look({ twin: 1, node: 0 });
    gauge.died();
    expect(gauge.read(twinOf)).toEqual({ busyShare: 0, twinShares: [], nodes: [] });
  });
});
