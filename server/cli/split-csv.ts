import { createReadStream } from 'node:fs';

/** One row of a CSV file. */
export interface CsvRow {
  /** Where it begins, from 1. */
  line: number;
  cells: string[];
}

/** Longest row, in characters: beyond it a quote was never closed. */
const LONGEST_ROW = 1_000_000;

/** Rows of a CSV text as it arrives, empty lines left out; the first says which of `,` `;` and tab separates. Holds one chunk at a time. */
export async function* csvRows(chunks: AsyncIterable<string>): AsyncGenerator<CsvRow | { problem: string }> {
  let separator: string | undefined;
  let open = '';
  let openLine = 0;
  for await (const { text, line } of lines(chunks)) {
    if (open === '' && text.trim() === '') continue;
    if (open === '') openLine = line;
    const whole = open === '' ? text : `${open}\n${text}`;
    separator ??= separatorOf(whole);
    const cells = splitRow(whole, separator);
    open = cells ? '' : whole;
    if (open.length > LONGEST_ROW) break;
    if (cells) yield { line: openLine, cells };
  }
  if (open !== '') yield { problem: `line ${openLine}: a quote is opened and never closed` };
}

/** The text of a file, piece by piece. */
export function readChunks(file: string): AsyncIterable<string> {
  return createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 18 });
}

async function* lines(chunks: AsyncIterable<string>): AsyncGenerator<{ text: string; line: number }> {
  let rest = '';
  let line = 0;
  for await (const chunk of chunks) {
    const text = rest + (line === 0 && rest === '' ? chunk.replace(/^\uFEFF/, '') : chunk);
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      yield { text: withoutReturn(text.slice(from, end)), line: ++line };
      from = end + 1;
    }
    rest = text.slice(from);
  }
  if (rest !== '') yield { text: withoutReturn(rest), line: line + 1 };
}

function withoutReturn(text: string): string {
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}

/** The separator a header uses most outside of quotes. */
function separatorOf(header: string): string {
  const bare = header.replaceAll(/"[^"]*"/g, '');
  const count = (separator: string) => bare.split(separator).length;
  return ['\t', ';'].reduce((best, other) => (count(other) > count(best) ? other : best), ',');
}

/** Splits one row; a quote inside a quoted cell is doubled (RFC 4180). Undefined while a quote is open. */
export function splitRow(row: string, separator: string): string[] | undefined {
  if (!row.includes('"')) return row.split(separator);
  const cells: string[] = [];
  for (let at = 0; at <= row.length;) {
    const opening = /^ *"/.exec(row.slice(at, at + 20));
    const quoted = opening ? readQuoted(row, at + opening[0].length) : { text: '', end: at };
    if (!quoted) return undefined;
    const next = row.indexOf(separator, quoted.end);
    const end = next < 0 ? row.length : next;
    cells.push(quoted.text + row.slice(quoted.end, end));
    at = end + 1;
  }
  return cells;
}

function readQuoted(row: string, start: number): { text: string; end: number } | undefined {
  let text = '';
  for (let from = start; ;) {
    const quote = row.indexOf('"', from);
    if (quote < 0) return undefined;
    text += row.slice(from, quote);
    if (row[quote + 1] !== '"') return { text, end: quote + 1 };
    text += '"';
    from = quote + 2;
  }
}
