import { posix } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isTestFile } from './check-imports.ts';
import { readSources, repositoryPaths } from './read-sources.ts';
import { sourceFacts } from './source-facts.ts';

const sources = readSources(['runtime', 'nodes', 'server', 'editor', 'test'], /\.(ts|tsx|js)$/);
const below = (...packages: string[]) =>
  sources.filter(({ path }) => packages.includes(path.split('/')[0] ?? ''));
const facts = (path: string, text: string) => sourceFacts(path, text);

const DRAWER = /(^|\/)(utils?|helpers?|common|shared|misc|types|services|managers|index)(\/|\.tsx?$)/;
const OF_ONE_MACHINE =
  /\/home\/\w|\/Users\/\w|\/root\/|[A-Z]:\\+Users|\/work\/(main|shared|\.\w)|registry\.\w+\.\w|verdaccio|artifactory/i;

describe('house rules', () => {
  it('runtime and nodes ask no clock, no chance, no timer, no network and no time zone', () => {
    const impure = below('runtime', 'nodes')
      .filter(({ path }) => !isTestFile(path))
      .flatMap(({ path, text }) => facts(path, text).impurities.map((use) => `${path}: ${use}`));
    expect(impure).toEqual([]);
  });

  it('no text is run as code, but what is made of a checked plan', () => {
    const shipped = below('runtime', 'nodes', 'server', 'editor').filter(({ path }) => !isTestFile(path));
    const running = shipped.flatMap(({ path, text }) => {
      const { dynamicCode, imports } = facts(path, text);
      const machines = imports.filter((specifier) => specifier === 'node:vm' || specifier === 'vm');
      return [...dynamicCode, ...machines].map((use) => `${path}: ${use}`);
    });
    expect(running.map((use) => use.split(':')[0])).toEqual(['runtime/emit/generate.ts']);
  });

  it('no pattern is made of a text: what a person writes as one would have to run on RE2', () => {
    const shipped = below('runtime', 'nodes', 'server', 'editor').filter(({ path }) => !isTestFile(path));
    expect(shipped.filter(({ text }) => /\bRegExp\(/.test(text)).map(({ path }) => path)).toEqual([]);
  });

  it('tests put no mock in the place of our own modules', () => {
    const mocking = sources.flatMap(({ path, text }) =>
      facts(path, text)
        .mocks.filter((specifier) => specifier.startsWith('.') || specifier.startsWith('@twinloom/'))
        .map((specifier) => `${path}: ${specifier}`),
    );
    expect(mocking).toEqual([]);
  });

  it('every node has its test beside it', () => {
    const paths = new Set(sources.map(({ path }) => path));
    const untested = below('nodes')
      .map(({ path }) => path)
      .filter((path) => path.split('/').length > 2 && path.endsWith('.ts') && !isTestFile(path))
      .filter((path) => !paths.has(path.replace(/\.ts$/, '.test.ts')));
    expect(untested).toEqual([]);
  });

  it('no file or folder is a drawer', () => {
    expect(sources.map(({ path }) => path).filter((path) => DRAWER.test(path))).toEqual([]);
  });

  it('files are named kebab-case, components PascalCase', () => {
    const named = /^([a-z0-9]+(-[a-z0-9]+)*|[A-Z][A-Za-z0-9]*)(\.(test|bench|config|d))?\.(ts|tsx|js)$/;
    expect(sources.map(({ path }) => path).filter((path) => !named.test(posix.basename(path)))).toEqual([]);
  });

  it('no file names a folder of one machine or a package registry', () => {
    const texts = readSources(
      repositoryPaths(),
      /\.(ts|tsx|js|json|jsonc|ya?ml|md|html|css|csv)$|^\.\w+$|^\.ci\//,
    );
    const naming = texts.flatMap(({ path, text }) => {
      const found = OF_ONE_MACHINE.exec(text)?.[0];
      return found === undefined || path.startsWith('test/architecture/') ? [] : [`${path}: ${found}`];
    });
    expect(naming).toEqual([]);
  });
});

describe('the scan for impurity', () => {
  it.each([
    ['const t = Date.now();', ['Date.now']],
    ['const t = globalThis.Date.now();', ['Date.now']],
    ["const t = Date['now']();", ['Date.now']],
    ['const t = new Date();', ['new Date()']],
    ['const t = Date();', ['Date']],
    ['const u = Math.random();', ['Math.random']],
    ['const t = performance.now();', ['performance.now']],
    ['setTimeout(() => {}, 1);', ['setTimeout']],
    ['setInterval(tick, 1);', ['setInterval']],
    ['const id = crypto.randomUUID();', ['crypto.randomUUID']],
    ['const hour = new Date(t).getHours();', ['getHours']],
    ['const hour = new Date(t).getUTCHours();', []],
    ['// Date.now()\nconst text = "Math.random()";', []],
  ])('of %s finds %j', (text, found) => {
    expect(facts('x.ts', text).impurities).toEqual(found);
  });

  it('sees eval and new Function', () => {
    expect(facts('x.ts', "eval('1'); new Function('return 1'); Function('1');").dynamicCode).toEqual([
      'eval',
      'new Function',
      'Function',
    ]);
  });

  it('sees a mock of our own module', () => {
    expect(facts('x.ts', "vi.mock('./tank.ts');").mocks).toEqual(['./tank.ts']);
  });

  it.each(['/home/ann/plant', 'C:\\\\Users\\\\ann', 'https://registry.example.org'])(
    'knows %s as of one machine',
    (text) => {
      expect(OF_ONE_MACHINE.test(text)).toBe(true);
    },
  );

  it.each(['runtime/utils.ts', 'server/helpers/thing.ts', 'nodes/index.ts', 'editor/types.ts'])(
    'knows %s as a drawer',
    (path) => {
      expect(DRAWER.test(path)).toBe(true);
    },
  );
});
