import type { Language } from './catalogues.ts';
import { chooseLanguage } from './choose-language.ts';

/** Texts of a part of the page, by what they say: a text, a text made of values, or a table of them. */
interface Texts {
  readonly [name: string]: string | ((...values: never[]) => string) | Texts;
}

/** Gives the texts of a part of the page in another language. */
export type Translate = (part: keyof Language, english: Texts) => object;

/** The languages beside English, by their tags. A language imports nothing but types: the page waits for it. */
const OTHERS: Readonly<Record<string, () => Promise<Translate>>> = {
  'en-XA': async () => (await import('./bracketed.ts')).bracketed,
};

/** Where a browser keeps which language a person chose. */
const KEPT = 'twinloom.language';

const translate = await load(chosenTag());

/** The texts of a part of the page in the language that was chosen when the page began. */
export function inLanguage<Words extends Texts>(part: keyof Language, english: Words): Words {
  return translate ? (translate(part, english) as Words) : english;
}

/** What a person chose, else what the browser asks for. */
function chosenTag(): string | undefined {
  return chooseLanguage([...kept(), ...(globalThis.navigator?.languages ?? [])], Object.keys(OTHERS));
}

function kept(): string[] {
  try {
    return [globalThis.localStorage?.getItem(KEPT) ?? []].flat();
  } catch {
    // A browser that keeps nothing was told nothing.
    return [];
  }
}

async function load(tag: string | undefined): Promise<Translate | undefined> {
  if (tag === undefined) return undefined;
  try {
    const translation = await OTHERS[tag]!();
    document.documentElement.lang = tag;
    return translation;
  } catch {
    // A page in English is more than none.
    return undefined;
  }
}
