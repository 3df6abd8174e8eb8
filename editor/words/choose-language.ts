/** Which of the languages beside English a reader gets: the first that they want, by its tag or its first part (`de-AT`: `de`); undefined for English. */
export function chooseLanguage(wanted: readonly string[], others: readonly string[]): string | undefined {
  for (const tag of wanted) {
    const found = [tag, tag.replace(/-.*/, '')].find((each) => others.includes(each));
    if (found !== undefined || /^en\b/i.test(tag)) return found;
  }
  return undefined;
}
