/** The forms of a text in one language: what its plural rules ask for, `other` at least. */
type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** Chooses the form that goes with a number: `plural(1, { one: 'node', other: 'nodes' })`. */
export type Plural = (count: number, forms: Forms) => string;

/** The choice of forms for a language, by its tag. */
export function pluralIn(language: string): Plural {
  const rules = new Intl.PluralRules(language);
  return (count, forms) => forms[rules.select(count)] ?? forms.other;
}

/** The choice of forms for English. */
export const plural = pluralIn('en');
