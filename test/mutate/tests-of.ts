import { posix } from 'node:path';

const RELATIVE_IMPORT = /\bfrom '(\.{1,2}\/[^']+)'/g;

/**
 * The tests that concern a file, cheapest first: the one beside it, then those of its folder and of the folder above that reach
 * it through imports. `sources` has the texts of both folders by path.
 */
export function testsOf(path: string, sources: ReadonlyMap<string, string>): string[] {
  const beside = path.replace(/\.ts$/, '.test.ts');
  const reaching = [...sources.keys()].filter(
    (other) => other.endsWith('.test.ts') && reaches(other, path, sources),
  );
  const isNear = (other: string): boolean => posix.dirname(other) === posix.dirname(path);
  const [near, above] = [reaching.filter(isNear), reaching.filter((other) => !isNear(other))];
  return [...new Set([...(sources.has(beside) ? [beside] : []), ...near.sort(), ...above.sort()])];
}

function reaches(from: string, to: string, sources: ReadonlyMap<string, string>): boolean {
  const seen = new Set([from]);
  for (const path of seen) {
    if (path === to) return true;
    for (const [, specifier = ''] of (sources.get(path) ?? '').matchAll(RELATIVE_IMPORT)) {
      const imported = posix.join(posix.dirname(path), specifier);
      if (sources.has(imported)) seen.add(imported);
    }
  }
  return false;
}
