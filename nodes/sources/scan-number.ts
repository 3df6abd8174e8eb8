/** Deeper than this nothing is scanned. */
const MOST_DEPTH = 16;
/** With at most so many digits, a whole number below 2⁵³ is exact, and so is the power of ten it is divided by. */
const MOST_DIGITS = 15;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const BLANK = 0x20;
const COLON = 0x3a;
const COMMA = 0x2c;
const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
const NINE = 0x39;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/** The text goes on no way that is scanned. */
const NOWHERE = -1;

/** The number read last. */
const read = new Float64Array(1);

/**
 * The number that stands under a key of the outermost object of a JSON text, read from its bytes: what `JSON.parse` would find there, bit for bit.
 * Undefined where the text holds anything beyond plain ASCII strings without escapes and numbers of at most 15 digits without an exponent, or is
 * no JSON, or has no number there: then ask `JSON.parse`. Must not allocate.
 */
export function scanNumber(bytes: Uint8Array, key: string): number | undefined {
  let at = afterBlanks(bytes, 0);
  if (bytes[at] !== OPEN_BRACE) return undefined;
  at = afterBlanks(bytes, at + 1);
  let isFound = false;
  let value = 0;
  // A brace that closes at once holds nothing that could be found.
  for (;;) {
    const colon = afterKey(bytes, at);
    if (colon === NOWHERE) return undefined;
    const isIt = isKey(bytes, at, key);
    const from = afterBlanks(bytes, colon);
    const isNumber = isNumberStart(bytes[from]);
    at = afterValue(bytes, from, 1);
    if (at === NOWHERE) return undefined;
    if (isIt) {
      isFound = isNumber;
      value = read[0]!;
    }
    at = afterBlanks(bytes, at);
    if (bytes[at] === CLOSE_BRACE) break;
    if (bytes[at] !== COMMA) return undefined;
    at = afterBlanks(bytes, at + 1);
  }
  return isFound && afterBlanks(bytes, at + 1) === bytes.length ? value : undefined;
}

function afterBlanks(bytes: Uint8Array, at: number): number {
  while (at < bytes.length) {
    const c = bytes[at]!;
    if (c > BLANK || (c !== BLANK && c !== 0x0a && c !== 0x0d && c !== 0x09)) return at;
    at++;
  }
  return at;
}

/** Behind the colon of the key that begins here. */
function afterKey(bytes: Uint8Array, at: number): number {
  if (bytes[at] !== QUOTE) return NOWHERE;
  const end = afterString(bytes, at);
  if (end === NOWHERE) return NOWHERE;
  const colon = afterBlanks(bytes, end);
  return bytes[colon] === COLON ? colon + 1 : NOWHERE;
}

function afterValue(bytes: Uint8Array, at: number, depth: number): number {
  switch (bytes[at]) {
    case QUOTE:
      return afterString(bytes, at);
    case OPEN_BRACE:
      return afterList(bytes, at, CLOSE_BRACE, depth + 1);
    case OPEN_BRACKET:
      return afterList(bytes, at, CLOSE_BRACKET, depth + 1);
    case 0x74:
      return afterWord(bytes, at, 'true');
    case 0x66:
      return afterWord(bytes, at, 'false');
    case 0x6e:
      return afterWord(bytes, at, 'null');
    default:
      return afterNumber(bytes, at);
  }
}

/** Behind an object or a list further in. */
function afterList(bytes: Uint8Array, from: number, close: number, depth: number): number {
  if (depth > MOST_DEPTH) return NOWHERE;
  let at = afterBlanks(bytes, from + 1);
  if (bytes[at] === close) return at + 1;
  for (;;) {
    if (close === CLOSE_BRACE) {
      at = afterKey(bytes, at);
      if (at === NOWHERE) return NOWHERE;
      at = afterBlanks(bytes, at);
    }
    at = afterValue(bytes, at, depth);
    if (at === NOWHERE) return NOWHERE;
    at = afterBlanks(bytes, at);
    if (bytes[at] === close) return at + 1;
    if (bytes[at] !== COMMA) return NOWHERE;
    at = afterBlanks(bytes, at + 1);
  }
}

function afterString(bytes: Uint8Array, from: number): number {
  let at = from + 1;
  while (at < bytes.length && PLAIN[bytes[at]!] === 1) at++;
  return bytes[at] === QUOTE ? at + 1 : NOWHERE;
}

/** 1 for each byte that stands for itself in a string. */
const PLAIN = Uint8Array.from({ length: 256 }, (_, c) =>
  Number(c >= BLANK && c <= 0x7f && c !== QUOTE && c !== BACKSLASH),
);

function afterWord(bytes: Uint8Array, at: number, word: string): number {
  return hasText(bytes, at, word) ? at + word.length : NOWHERE;
}

function isKey(bytes: Uint8Array, at: number, key: string): boolean {
  return bytes[at + 1 + key.length] === QUOTE && hasText(bytes, at + 1, key);
}

function hasText(bytes: Uint8Array, at: number, text: string): boolean {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

function isNumberStart(c: number | undefined): boolean {
  return c !== undefined && (c === MINUS || (c >= ZERO && c <= NINE));
}

/** One division of two exact numbers is rounded once, and therefore right. */
function afterNumber(bytes: Uint8Array, begin: number): number {
  const isNegative = bytes[begin] === MINUS;
  const from = isNegative ? begin + 1 : begin;
  let at = afterDigits(bytes, from);
  if (at === from || (bytes[from] === ZERO && at > from + 1)) return NOWHERE;
  let digits = at - from;
  let [whole, power] = [numberIn(bytes, from, at, 0), 1];
  if (bytes[at] === POINT) {
    const first = at + 1;
    at = afterDigits(bytes, first);
    if (at === first) return NOWHERE;
    digits += at - first;
    whole = numberIn(bytes, first, at, whole);
    power = POWERS[at - first] ?? 1;
  }
  if (digits > MOST_DIGITS || bytes[at] === 0x65 || bytes[at] === 0x45) return NOWHERE;
  read[0] = (isNegative ? -whole : whole) / power;
  return at;
}

const POWERS = Float64Array.from({ length: MOST_DIGITS + 1 }, (_, i) => Number(`1e${i}`));

function afterDigits(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at]! >= ZERO && bytes[at]! <= NINE) at++;
  return at;
}

function numberIn(bytes: Uint8Array, from: number, to: number, before: number): number {
  let number = before;
  for (let at = from; at < to; at++) number = number * 10 + (bytes[at]! - ZERO);
  return number;
}
