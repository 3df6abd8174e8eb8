const NEEDS_QUOTES = /^\s|\s$|[",;\t\r\n]/;

/** A text as a cell of CSV (RFC 4180): in quotes where it would else be read otherwise, whatever the separator. */
export function csvCell(text: string): string {
  return NEEDS_QUOTES.test(text) ? quotedCell(text) : text;
}

/** A text as a cell of CSV in quotes, whatever stands in it. */
export function quotedCell(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
