/** One row of a CSV file. */
export interface CsvRow {
  /** Where it begins, from 1. */
  line: number;
  cells: string[];
}

/** Longest row, in characters: beyond it a quote was never closed. */
const LONGEST_ROW = 1_000_000;

/** Rows of a CSV text as it arrives, empty lines left out; without a separator the first row says which of `,` `;` and tab it is. Holds one chunk at a time. */
export async function* csvRows(
  chunks: AsyncIterable<string>,
  separator?: string,
): AsyncGenerator<CsvRow | { problem: string }> {
  const splitter = new CsvSplitter(separator);
  for await (const chunk of chunks) {
    yield* splitter.push(chunk);
    if (splitter.lost !== undefined) return yield { problem: splitter.lost };
  }
  yield* splitter.end();
  const { unclosed } = splitter;
  if (unclosed !== undefined) yield { problem: unclosed };
}

/** The rows of the beginning of a text: the last one only where the text is whole. */
export function csvHead(text: string, isWhole: boolean, separator?: string): CsvRow[] {
  const splitter = new CsvSplitter(separator);
  const rows = splitter.push(text);
  return isWhole ? [...rows, ...splitter.end()] : rows;
}

/** Takes a text in pieces and hands back the rows that are complete. */
class CsvSplitter {
  #separator: string | undefined;
  #rest = '';
  #line = 0;
  #open = '';
  #openLine = 0;

  constructor(separator: string | undefined) {
    this.#separator = separator;
  }

  /** Why a row has grown beyond all bounds, once it has. */
  get lost(): string | undefined {
    if (this.#open.length + this.#rest.length <= LONGEST_ROW) return undefined;
    return this.unclosed ?? `line ${this.#line + 1} is longer than a million characters`;
  }

  /** What is open at the end. */
  get unclosed(): string | undefined {
    return this.#open === '' ? undefined : `line ${this.#openLine}: a quote is opened and never closed`;
  }

  push(chunk: string): CsvRow[] {
    const isFirst = this.#line === 0 && this.#rest === '';
    const text = this.#rest + (isFirst ? chunk.replace(/^\uFEFF/, '') : chunk);
    const rows: CsvRow[] = [];
    let from = 0;
    for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', from)) {
      this.#take(text.slice(from, end), rows);
      from = end + 1;
    }
    this.#rest = text.slice(from);
    return rows;
  }

  end(): CsvRow[] {
    const rows: CsvRow[] = [];
    if (this.#rest !== '') this.#take(this.#rest, rows);
    this.#rest = '';
    return rows;
  }

  #take(raw: string, rows: CsvRow[]): void {
    const text = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    this.#line++;
    if (this.#open === '' && text.trim() === '') return;
    if (this.#open === '') this.#openLine = this.#line;
    const whole = this.#open === '' ? text : `${this.#open}\n${text}`;
    this.#separator ??= separatorOf(whole);
    const cells = splitRow(whole, this.#separator);
    this.#open = cells ? '' : whole;
    if (cells) rows.push({ line: this.#openLine, cells });
  }
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
