import { describe, expect, it } from 'vitest';
import { readMarkdown } from './read-markdown.ts';

const text = (words: string) => ({ kind: 'text', text: words });

describe('the Markdown of a note', () => {
  it('has headings, paragraphs, lists, quotes, code and rules', () => {
    expect(
      readMarkdown('# Tank\nfirst\nsecond\n\nthird\n- a\n- b\n\n1. one\n> said\n---\n```\n*x*\n```'),
    ).toEqual([
      { kind: 'heading', level: 1, line: [text('Tank')] },
      { kind: 'paragraph', lines: [[text('first')], [text('second')]] },
      { kind: 'paragraph', lines: [[text('third')]] },
      { kind: 'list', isNumbered: false, items: [[text('a')], [text('b')]] },
      { kind: 'list', isNumbered: true, items: [[text('one')]] },
      { kind: 'quote', lines: [[text('said')]] },
      { kind: 'rule' },
      { kind: 'code', text: '*x*' },
    ]);
  });

  it('has bold, italic, code and links within a line, and leaves names_with_lines alone', () => {
    const [block] = readMarkdown('a **b _c_** `d*` tank_level_high [e](https://example.org/x) *f*');
    expect(block).toEqual({
      kind: 'paragraph',
      lines: [
        [
          text('a '),
          { kind: 'strong', inside: [text('b '), { kind: 'em', inside: [text('c')] }] },
          text(' '),
          { kind: 'code', text: 'd*' },
          text(' tank_level_high '),
          { kind: 'link', href: 'https://example.org/x', inside: [text('e')] },
          text(' '),
          { kind: 'em', inside: [text('f')] },
        ],
      ],
    });
  });

  it('takes HTML as text, and no link that would run', () => {
    const hostile = '<img src=x onerror=alert(1)> [x](javascript:alert(1)) [y](data:text/html,z)';
    expect(JSON.stringify(readMarkdown(hostile))).not.toContain('"link"');
    expect(readMarkdown('<b>x</b>')).toEqual([{ kind: 'paragraph', lines: [[text('<b>x</b>')]] }]);
  });

  it('reads what opens and never closes in time that grows with its length only', () => {
    for (const open of ['[', '**', '*a', '`', '_a', '[a](']) {
      const lines = readMarkdown(open.repeat(50_000));
      expect(lines).toHaveLength(1);
    }
  });
});
