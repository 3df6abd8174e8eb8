import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bracketed } from './bracketed.ts';
import type { Language } from './catalogues.ts';
import { deployWords } from './deploy.ts';
import { problemsWords } from './problems.ts';

describe('catalogues', () => {
  it('a language that lacks a text, or makes one of other values, is an error of types', () => {
    const { none, ...rest } = problemsWords;
    // @ts-expect-error A text is missing.
    const lacking: Language['problems'] = rest;
    // @ts-expect-error A version is a number.
    const otherwise: Language['deploy'] = { ...deployWords, deployed: (version: Date) => version.toString() };
    const whole: Language['problems'] = { ...rest, none: 'Keine Probleme.' };
    expect([none, lacking, otherwise, whole]).toHaveLength(4);
  });

  it('in brackets all texts are, also those made of values and those in tables', () => {
    const english = { open: 'Open', left: (count: number) => `${count} left`, sides: { input: 'input' } };
    const words = bracketed('page', english) as typeof english;
    expect([words.open, words.left(3), words.sides.input]).toEqual(['⟦Open⟧', '⟦3 left⟧', '⟦input⟧']);
  });

  it('every catalogue is a part of a language', () => {
    const files = readdirSync(import.meta.dirname).filter((file) => /^[a-z-]+\.ts$/.test(file));
    const texts = files.map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'));
    const catalogues = texts.flatMap((text) => /export const (\w+) = inLanguage/.exec(text)?.[1] ?? []);
    const language = readFileSync(join(import.meta.dirname, 'catalogues.ts'), 'utf8');
    expect(catalogues.length).toBeGreaterThan(30);
    expect(catalogues.filter((name) => !language.includes(`Said<typeof ${name}>`))).toEqual([]);
  });
});
