/** A param's name as a label: `timeConstant` → `Time constant`. */
export function wordsOf(name: string): string {
  const words = name.replace(/([a-z])([A-Z])/g, (_all, a: string, b: string) => `${a} ${b.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}
