import { RandomStream } from '@twinloom/runtime/run/random-stream';

/** Samples of a cycle; a unit of work is a cycle, so that the sum over it is the same each time. */
export const CYCLE = 512;

const random = new RandomStream(1, 'engine');

/** What the sensor says, once round. */
export const values: readonly number[] = Array.from(
  { length: CYCLE },
  (_, i) => Math.round(5000 + 4000 * Math.sin((2 * Math.PI * i) / 128) + 500 * random.uniform()) / 100,
);

/** The same as a sensor would publish it, of about 100 bytes. */
export const payloads: readonly Buffer[] = values.map((speed, i) =>
  Buffer.from(
    JSON.stringify({
      device: 'pump-07',
      seq: i,
      speed,
      unit: '1',
      status: 'running',
      temperature: 41.25,
      firmware: '1.4.2',
    }),
  ),
);
