/** The rooms of a package, from the ones that everything may import to the ones that nothing may. */
export type PackageArrows = {
  /** Other packages it may import; with rooms named, only those rooms of it. */
  mayImport: Readonly<Record<string, 'all' | readonly string[]>>;
  /** Each layer may import the layers before it. A file at the package's top is a room of its own name. */
  layers: readonly (readonly string[])[];
  /** Whether rooms of one layer may import each other, as long as no cycle comes of it. */
  siblings: 'never' | 'acyclic';
  /** npm packages it may import: all it declares, or only these. */
  npm: 'declared' | readonly string[];
  /** Whether it may import Node's own modules. */
  node: boolean;
};

/** Who may import whom: the table in the house's plan. `test` may import everything and is not listed. */
export const arrows: Readonly<Record<string, PackageArrows>> = {
  runtime: {
    mayImport: {},
    layers: [
      ['signal', 'solve'],
      ['table'],
      ['graph', 'node', 'expression'],
      ['compile', 'protocol'],
      ['emit'],
      ['run'],
      ['schedule', 'scenario', 'fit'],
    ],
    siblings: 'acyclic',
    npm: ['zod'],
    node: false,
  },
  nodes: {
    mayImport: { runtime: ['node', 'signal', 'table', 'expression', 'solve'] },
    layers: [['sources', 'transforms', 'physics', 'predictors', 'sinks'], ['catalog']],
    siblings: 'never',
    npm: ['zod'],
    node: false,
  },
  server: {
    mayImport: { runtime: 'all', nodes: 'all' },
    layers: [
      ['auth', 'config', 'disk'],
      ['outbox'],
      ['storage', 'journal', 'historian', 'connectors', 'stream'],
      ['host'],
      ['routes'],
      ['app'],
      ['cli'],
      ['main'],
    ],
    siblings: 'never',
    npm: 'declared',
    node: true,
  },
  editor: {
    mayImport: { runtime: 'all' },
    layers: [
      ['words'],
      ['ui', 'plot', 'client'],
      ['stores'],
      ['canvas', 'palette', 'inspector', 'panels'],
      ['App'],
      ['main'],
    ],
    siblings: 'never',
    npm: 'declared',
    node: false,
  },
};

/** Files that configure a tool: they may import what the tool needs. */
export const toolSettings: readonly string[] = ['editor/vite.config.ts'];

/** npm packages that only tests may import, everywhere. */
export const testPackages: readonly string[] = ['vitest', 'fast-check'];
