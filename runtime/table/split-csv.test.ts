import { describe, expect, it } from 'vitest';
import { csvRows, splitRow } from './split-csv.ts';

async function* inPieces(text: string, size: number): AsyncGenerator<string> {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
}

async function read(text: string, size = 3) {
  return await Array.fromAsync(csvRows(inPieces(text, size)));
}

describe('rows of a CSV', () => {
  it.each([1, 2, 5, 1000])(
    'are the same however the text arrives (%i characters at a time)',
    async (size) => {
      const text = '\uFEFFtime,a\r\n0,1\r\n\r\n1,"x, ""y""\r\nz"\r\n2,3';
      expect(await read(text, size)).toEqual([
        { line: 1, cells: ['time', 'a'] },
        { line: 2, cells: ['0', '1'] },
        { line: 4, cells: ['1', 'x, "y"\nz'] },
        { line: 6, cells: ['2', '3'] },
      ]);
    },
  );

  it.each([
    ['t;a,b;c', ['t', 'a,b', 'c']],
    ['t\ta;b', ['t', 'a;b']],
    ['t,a', ['t', 'a']],
    ['t,"a;b;c;d"', ['t', 'a;b;c;d']],
  ])('are separated as the header is: %j', async (header, cells) => {
    expect(await read(header)).toEqual([{ line: 1, cells }]);
  });

  it('name the line of a quote that is never closed', async () => {
    const rows = await read('t,a\n0,"1\n1,2\n');
    expect(rows.at(-1)).toEqual({ problem: 'line 2: a quote is opened and never closed' });
  });

  it('may begin a cell with blanks before its quote, and hold quotes that open nothing', () => {
    expect(splitRow('1, "a,b" ,5" pipe', ',')).toEqual(['1', 'a,b ', '5" pipe']);
  });

  it('end in an empty cell after a last separator', () => {
    expect(splitRow('1,"",', ',')).toEqual(['1', '', '']);
    expect(splitRow('1,,', ',')).toEqual(['1', '', '']);
  });
});
