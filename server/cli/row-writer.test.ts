import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { RowWriter } from './row-writer.ts';

/** Takes text, or fails with a code. */
function streamOf(taken: string[], code?: string): Writable {
  return new Writable({
    write(piece: Buffer, _encoding, done) {
      taken.push(piece.toString());
      done(code === undefined ? null : Object.assign(new Error(code), { code }));
    },
  });
}

describe('the writer of rows', () => {
  it('hands over all it was given before it closes', async () => {
    const taken: string[] = [];
    const writer = new RowWriter(streamOf(taken));
    writer.write('a\n');
    void writer.flush();
    writer.write('b\n');
    await writer.close();
    expect(taken.join('')).toBe('a\nb\n');
  });

  it('stops without a fault when its reader has gone', async () => {
    let isTold = false;
    const writer = new RowWriter(streamOf([], 'EPIPE'));
    writer.onEnd(() => (isTold = true));
    writer.write('a\n');
    await writer.close();
    expect([writer.isClosed, writer.failure, isTold]).toEqual([true, undefined, true]);
  });

  it('keeps what went wrong otherwise', async () => {
    const writer = new RowWriter(streamOf([], 'ENOSPC'));
    writer.write('a\n');
    await writer.close();
    expect(writer.failure).toMatchObject({ code: 'ENOSPC' });
  });

  it('leaves out and counts what a reader does not take in time', async () => {
    const stuck = new Writable({ write: () => undefined });
    const writer = new RowWriter(stuck);
    const row = `${'x'.repeat(1 << 20)}\n`;
    for (let i = 0; i < 20; i++) writer.write(row);
    expect(writer.isFull).toBe(true);
    expect(writer.lost).toBe(4);
  });
});
