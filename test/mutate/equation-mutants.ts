/** One change of a text: what stands at [start, end) becomes `becomes`. Offsets in UTF-16 units. */
export interface Change {
  start: number;
  end: number;
  becomes: string;
}

const PIECE =
  /(?<text>"[^"]*")|(?<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?<name>[A-Za-z_]\w*)|(?<symbol><=|>=|==|!=|&&|\|\||[-+*/^()<>=!,])/g;

const SWAPS: Readonly<Record<string, readonly string[]>> = {
  '+': ['-'],
  '-': ['+'],
  '*': ['/'],
  '/': ['*'],
  '^': ['*'],
  '<': ['<=', '>'],
  '<=': ['<', '>'],
  '>': ['>=', '<'],
  '>=': ['>', '<'],
  '==': ['!='],
  '!=': ['=='],
  '&&': ['||'],
  '||': ['&&'],
  and: ['or'],
  or: ['and'],
  min: ['max'],
  max: ['min'],
};
const COMPARES = /^([<>]=?|[!=]=|and|or|not|&&|\|\||!)$/;
const BEFORE_AN_OPERAND = /^([-+*/^(<>=!,]|[<>!=]=|&&|\|\||and|or|not)$/;

/** Every change of one operator, function or number in an equation of the expression language. */
export function equationMutants(text: string): Change[] {
  const pieces = [...text.matchAll(PIECE)].map((match) => ({
    text: match[0],
    start: match.index,
    isNumber: match.groups?.number !== undefined,
  }));
  return pieces.flatMap(({ text: piece, start, isNumber }, i): Change[] => {
    const before = pieces[i - 1]?.text;
    const isUnary = before === undefined || BEFORE_AN_OPERAND.test(before);
    const change = (becomes: string): Change => ({ start, end: start + piece.length, becomes });
    if (isNumber) return [change(otherNumber(Number(piece)))];
    if ((piece === '-' || piece === 'not' || piece === '!') && isUnary) return [change('')];
    if (piece === 'if') return negatedCondition(text, pieces.slice(i + 1));
    return (SWAPS[piece] ?? []).map(change);
  });
}

/** A number that a sharp test tells apart: small integers become the next one, others grow by one percent. */
export function otherNumber(value: number): string {
  return String(Number.isInteger(value) && value <= 100 ? value + 1 : Number((value * 1.01).toPrecision(12)));
}

/** `if(a, b, c)` → `if(not (a), b, c)`, where the condition is a bare name: comparisons are changed by themselves. */
function negatedCondition(text: string, rest: readonly { text: string; start: number }[]): Change[] {
  const comma = rest.findIndex(({ text: piece }) => piece === ',');
  const first = rest[1];
  const last = rest[comma - 1];
  if (!first || !last || comma < 2) return [];
  const condition = rest.slice(1, comma);
  if (condition.some(({ text: piece }) => COMPARES.test(piece))) return [];
  const [start, end] = [first.start, last.start + last.text.length];
  return [{ start, end, becomes: `not (${text.slice(start, end)})` }];
}
