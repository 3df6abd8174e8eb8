import { describe, expect, it } from 'vitest';
import { readTitle } from './example-folder.ts';

describe('the title of an example', () => {
  it('is the first heading of its page, its description the first paragraph, without marks', () => {
    const page =
      '\n# A *pump* and `its` twin\r\n\r\nIt lifts [water](https://x.example)\r\ninto a tank.\r\n\r\nMore.\n';
    expect(readTitle(page)).toEqual({
      title: 'A pump and its twin',
      description: 'It lifts water into a tank.',
    });
  });

  it('passes over tables, lists, pictures, code and further headings', () => {
    const page =
      '# Heat\n\n![look](picture.svg)\n\n| a | b |\n|---|---|\n\n- one\n\n```\nrun\n```\n\n## How\n\nIt warms.\n';
    expect(readTitle(page)).toEqual({ title: 'Heat', description: 'It warms.' });
  });

  it('takes a paragraph right under the heading, and is none where there is none', () => {
    expect(readTitle('# Heat\nIt warms.\n')).toEqual({ title: 'Heat', description: 'It warms.' });
    expect(readTitle('')).toEqual({});
  });
});
