/** A piece of a line. */
export type Inline =
  | { kind: 'text' | 'code'; text: string }
  | { kind: 'strong' | 'em'; inside: Inline[] }
  | { kind: 'link'; href: string; inside: Inline[] };

/** A block of a text. */
export type Block =
  | { kind: 'heading'; level: 1 | 2 | 3; line: Inline[] }
  | { kind: 'paragraph' | 'quote'; lines: Inline[][] }
  | { kind: 'list'; isNumbered: boolean; items: Inline[][] }
  | { kind: 'code'; text: string }
  | { kind: 'rule' };

const HEADING = /^(#{1,3})\s+(.+)$/;
const BULLET = /^\s{0,3}[-*+]\s+(.+)$/;
const NUMBERED = /^\s{0,3}\d{1,4}[.)]\s+(.+)$/;
const QUOTE = /^>\s?(.*)$/;
const RULE = /^(?:-{3,}|\*{3,})\s*$/;
const FENCE = /^```/;

/** Reads the part of Markdown that notes need: headings, lists, quotes, code, rules, bold, italic, links. All else, HTML above all, is text. */
export function readMarkdown(text: string): Block[] {
  const blocks: Block[] = [];
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    if (FENCE.test(line)) {
      const end = lines.findIndex((each, index) => index > at && FENCE.test(each));
      const last = end < 0 ? lines.length : end;
      blocks.push({ kind: 'code', text: lines.slice(at + 1, last).join('\n') });
      at = last;
    } else addLine(blocks, line, at > 0 && lines[at - 1]!.trim() === '');
  }
  return blocks;
}

/** Puts a line behind what it continues, else into a block of its own. */
function addLine(blocks: Block[], line: string, isApart: boolean): void {
  if (line.trim() === '') return;
  const heading = HEADING.exec(line);
  const item = BULLET.exec(line) ?? NUMBERED.exec(line);
  const quoted = QUOTE.exec(line);
  const before = isApart ? undefined : blocks.at(-1);
  if (RULE.test(line)) blocks.push({ kind: 'rule' });
  else if (heading)
    blocks.push({ kind: 'heading', level: heading[1]!.length as 1 | 2 | 3, line: readLine(heading[2]!) });
  else if (item) {
    const isNumbered = !BULLET.test(line);
    // A list goes on also after an empty line.
    const list = blocks.at(-1);
    if (list?.kind === 'list' && list.isNumbered === isNumbered) list.items.push(readLine(item[1]!));
    else blocks.push({ kind: 'list', isNumbered, items: [readLine(item[1]!)] });
  } else {
    const kind = quoted ? 'quote' : 'paragraph';
    const words = readLine(quoted ? quoted[1]! : line);
    if (before?.kind === kind) before.lines.push(words);
    else blocks.push({ kind, lines: [words] });
  }
}

/** Bounded, so that a long line that opens and never closes costs no more than its length. */
const PIECE =
  /`([^`]{1,400})`|\*\*([^*]{1,400})\*\*|\*([^*\s][^*]{0,400})\*|(?<!\w)_([^_\s][^_]{0,400})_(?!\w)|\[([^[\]]{1,400})\]\(([^()\s]{1,800})\)|(https?:\/\/[^\s<>()]{1,800})/g;

function readLine(line: string): Inline[] {
  const found: Inline[] = [];
  const addText = (text: string): void => {
    if (text !== '') found.push({ kind: 'text', text });
  };
  let end = 0;
  for (const match of line.matchAll(PIECE)) {
    addText(line.slice(end, match.index));
    found.push(pieceOf(match));
    end = match.index + match[0].length;
  }
  addText(line.slice(end));
  return found;
}

function pieceOf([whole, code, strong, em, underlined, words, address, bare]: RegExpExecArray): Inline {
  if (code !== undefined) return { kind: 'code', text: code };
  if (strong !== undefined) return { kind: 'strong', inside: readLine(strong) };
  const slanted = em ?? underlined;
  if (slanted !== undefined) return { kind: 'em', inside: readLine(slanted) };
  const href = safeAddress(address ?? bare ?? '');
  if (href === undefined) return { kind: 'text', text: whole };
  return { kind: 'link', href, inside: [{ kind: 'text', text: words ?? whole }] };
}

/** Only addresses that open a page or a letter: nothing that would run. */
function safeAddress(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, href } = new URL(text);
  return ['http:', 'https:', 'mailto:'].includes(protocol) ? href : undefined;
}
