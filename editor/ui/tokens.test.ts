import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const CSS = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');
const THEMES = ['light', 'dark'] as const;
type Theme = (typeof THEMES)[number];

/** Each token that has a colour for either theme. */
const tokens = new Map(
  [...CSS.matchAll(/--([\w-]+): light-dark\((#[\da-f]{6}), (#[\da-f]{6})\);/g)].map(
    ([, name, light, dark]) => [name!, { light: light!, dark: dark! }] as const,
  ),
);

/** Relative luminance of WCAG 2.2. */
function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

/** Contrast ratio of WCAG 2.2, from 1 to 21. */
function contrast(a: string, b: string): number {
  const [high, low] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (high! + 0.05) / (low! + 0.05);
}

function colourOf(token: string, theme: Theme): string {
  const colour = tokens.get(token);
  if (!colour) throw new Error(`tokens.css has no colour ${token}`);
  return colour[theme];
}

/** Every pair that is fainter than it has to be. */
function faint(theme: Theme, inks: readonly string[], grounds: readonly string[], least: number): string[] {
  return inks.flatMap((ink) =>
    grounds.flatMap((ground) => {
      const is = contrast(colourOf(ink, theme), colourOf(ground, theme));
      return is < least ? [`${ink} on ${ground}: ${is.toFixed(2)}`] : [];
    }),
  );
}

const namesOf = (prefix: string): string[] => [...tokens.keys()].filter((name) => name.startsWith(prefix));
const PANES = ['canvas', 'surface', 'raised', 'sunken'];

it('black on white is 21, and a grey that WCAG names is 4.54', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
  expect(contrast('#767676', '#ffffff')).toBeCloseTo(4.54, 2);
});

it('every size of type is one of the scale', () => {
  const editor = join(import.meta.dirname, '..');
  const own = globSync('**/*.css', { cwd: editor, exclude: ['dist', 'node_modules'] });
  expect(own).toContain('App.css');
  const raw = own.flatMap((path) => {
    const sizes = readFileSync(join(editor, path), 'utf8').matchAll(/font(?:-size)?: \d+px/g);
    return [...sizes].map(([size]) => `${path}: ${size}`);
  });
  expect(raw).toEqual([]);
});

describe.each(THEMES)('in the %s theme', (theme) => {
  it('text reads at 4.5 to 1 on whatever it stands on', () => {
    expect(faint(theme, ['ink', 'ink-2', 'ink-3'], [...PANES, 'ground'], 4.5)).toEqual([]);
    expect(faint(theme, ['ink', 'ink-2'], ['hover'], 4.5)).toEqual([]);
    expect(faint(theme, ['accent', 'bad', 'warn'], ['surface', 'raised', 'sunken'], 4.5)).toEqual([]);
    for (const tone of ['accent', 'bad', 'warn', 'past'])
      expect(faint(theme, [tone, 'ink', 'ink-2'], [`${tone}-soft`], 4.5)).toEqual([]);
    expect(faint(theme, ['accent-ink'], ['accent'], 4.5)).toEqual([]);
    expect(
      faint(
        theme,
        ['mark-ink'],
        namesOf('mark-').filter((name) => name !== 'mark-ink'),
        4.5,
      ),
    ).toEqual([]);
  });

  it('ports, edges, traces and the borders of fields stand out at 3 to 1', () => {
    expect(faint(theme, namesOf('port-'), ['canvas', 'surface', 'raised'], 3)).toEqual([]);
    expect(faint(theme, namesOf('trace-'), ['surface', 'raised'], 3)).toEqual([]);
    expect(faint(theme, ['line-strong', 'accent'], ['surface', 'raised'], 3)).toEqual([]);
    expect(faint(theme, ['line-strong', 'accent', 'bad', 'warn'], ['canvas'], 3)).toEqual([]);
  });
});
