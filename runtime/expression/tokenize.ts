/** A piece of an expression's text. */
export interface Token {
  kind: 'number' | 'name' | 'text' | 'symbol' | 'end' | 'odd';
  text: string;
  /** 1-based. */
  column: number;
}

const PIECE =
  /(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<name>[A-Za-z_][A-Za-z0-9_]*)|"(?<text>[^"]*)"|(?<symbol><=|>=|==|!=|&&|\|\||[-+*/^()<>=!,])|(?<odd>\S)/y;
const BLANK = /\s*/y;

/** Cuts a text into tokens; what is none of the language comes as `odd`, the last is `end`. */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let at = skipBlank(text, 0);
  while (at < text.length) {
    PIECE.lastIndex = at;
    const groups = PIECE.exec(text)?.groups ?? {};
    const kind =
      (['number', 'name', 'text', 'symbol', 'odd'] as const).find((name) => groups[name] !== undefined) ??
      'odd';
    tokens.push({ kind, text: groups[kind] ?? text.charAt(at), column: at + 1 });
    at = skipBlank(text, Math.max(PIECE.lastIndex, at + 1));
  }
  tokens.push({ kind: 'end', text: '', column: text.length + 1 });
  return tokens;
}

function skipBlank(text: string, at: number): number {
  BLANK.lastIndex = at;
  BLANK.exec(text);
  return Math.max(BLANK.lastIndex, at);
}
