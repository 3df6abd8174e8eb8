import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import readme from './README.md?raw';
import { decodeFrame, encodeFrame, type ValuesFrame } from './frames.ts';

const number = fc.double();
const port = fc.record({ index: fc.nat(0xffffffff), value: number, time: number, quality: fc.nat(3) });

const frame: fc.Arbitrary<ValuesFrame> = fc
  .record({
    kind: fc.constantFrom('full' as const, 'delta' as const),
    layout: fc.nat(0xffff),
    sequence: fc.nat(0xffffffff),
    t: number,
    ports: fc.array(port, { maxLength: 50 }),
  })
  .map(({ ports, ...head }) => ({
    ...head,
    indexes: Uint32Array.from(ports, ({ index }) => index),
    values: Float64Array.from(ports, ({ value }) => value),
    qualities: Uint8Array.from(ports, ({ quality }) => quality),
    times: Float64Array.from(ports, ({ time }) => time),
  }));

describe('a values frame', () => {
  it('comes back from its bytes as it was', () => {
    fc.assert(
      fc.property(frame, (original) => {
        expect(decodeFrame(encodeFrame(original))).toEqual(original);
      }),
    );
  });

  it('is read from the middle of a larger buffer', () => {
    fc.assert(
      fc.property(frame, fc.integer({ min: 1, max: 9 }), (original, offset) => {
        const bytes = encodeFrame(original);
        const larger = new Uint8Array(bytes.length + offset);
        larger.set(bytes, offset);
        expect(decodeFrame(larger.subarray(offset))).toEqual(original);
      }),
    );
  });

  it('has the bytes the README gives', () => {
    const bytes = encodeFrame({
      kind: 'delta',
      layout: 0x0102,
      sequence: 7,
      t: 1,
      indexes: Uint32Array.of(9),
      values: Float64Array.of(2),
      qualities: Uint8Array.of(1),
      times: Float64Array.of(0.5),
    });
    const head = '54 02 02 01 07 00 00 00 00 00 00 00 00 00 f0 3f 01 00 00 00 00 00 00 00';
    const body = '00 00 00 00 00 00 00 40 00 00 00 00 00 00 e0 3f 09 00 00 00 01';
    expect(Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ')).toBe(`${head} ${body}`);
  });

  it('cut short, too long or begun otherwise is no frame', () => {
    fc.assert(
      fc.property(frame, (original) => {
        const bytes = encodeFrame(original);
        const longer = new Uint8Array(bytes.length + 1);
        longer.set(bytes);
        const other = Uint8Array.from(bytes);
        other[0] = 0x53;
        expect(decodeFrame(bytes.subarray(0, -1))).toBeUndefined();
        expect(decodeFrame(longer)).toBeUndefined();
        expect(decodeFrame(other)).toBeUndefined();
      }),
    );
  });
});

describe('the decoder in the README', () => {
  it('reads what encodeFrame writes', async () => {
    const decode = await decoderOfReadme();
    fc.assert(
      fc.property(frame, (original) => {
        const { indexes, values, qualities, times, ...head } = original;
        const samples = Array.from(indexes, (index, i) => ({
          index,
          value: (qualities[i] ?? 3) < 2 ? values[i] : null,
          quality: ['good', 'uncertain', 'bad', 'absent'][qualities[i] ?? 3],
          t: times[i],
        }));
        expect(decode(encodeFrame(original).buffer)).toEqual({ ...head, samples });
      }),
    );
  });
});

async function decoderOfReadme(): Promise<(buffer: ArrayBuffer) => unknown> {
  const block = /```js\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
  const module = `data:text/javascript,${encodeURIComponent(`${block}\nexport { decode };`)}`;
  const { decode } = (await import(/* @vite-ignore */ module)) as {
    decode: (buffer: ArrayBuffer) => unknown;
  };
  return decode;
}
