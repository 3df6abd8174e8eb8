import { describe, expect, it } from 'vitest';
import { arrows } from './arrows.ts';
import { checkImports } from './check-imports.ts';
import { readSources } from './read-sources.ts';
import { sourceFacts } from './source-facts.ts';

const sources = readSources(['runtime', 'nodes', 'server', 'editor', 'test'], /\.(ts|tsx|js)$/);
const brokenBy = (path: string, ...imports: string[]) => checkImports([{ path, imports }], arrows);

describe('import rules', () => {
  it('hold in every file of the repository', () => {
    const files = sources.map(({ path, text }) => ({ path, imports: sourceFacts(path, text).imports }));
    expect(files.length).toBeGreaterThan(5);
    expect(checkImports(files, arrows)).toEqual([]);
  });

  it('let the simulation worker alone load node code in the editor, as a bundle of its own', () => {
    const loading = sources
      .filter(({ path, text }) => sourceFacts(path, text).imports.includes('virtual:node-pack'))
      .map(({ path }) => path);
    expect(loading).toEqual(['editor/client/simulation-worker.ts']);
  });

  it.each([
    ['runtime/signal/unit.ts', '@twinloom/nodes/catalog', 'runtime never imports nodes'],
    ['nodes/catalog.ts', '@twinloom/server/app', 'nodes never imports server'],
    ['editor/stores/palette-store.ts', '@twinloom/nodes/catalog', 'editor never imports nodes'],
    ['editor/client/api.ts', '../../server/app.ts', 'editor never imports server'],
    ['server/app.ts', '../test/fixtures/programs.ts', 'nothing imports test'],
    ['server/app.ts', '../runtime/signal/unit.ts', 'another package is imported as @twinloom/runtime/…'],
    ['nodes/physics/tank.ts', '@twinloom/runtime/compile/order', 'of runtime, nodes imports only'],
    ['nodes/physics/tank.ts', '../sinks/alarm.ts', 'never import each other'],
    ['runtime/solve/rk4.ts', '../run/twin.ts', 'run comes after solve'],
    ['runtime/compile/order.ts', '../emit/emit-plan.ts', 'emit comes after compile'],
    ['server/connectors/mqtt.ts', '../host/deliver.ts', 'host comes after connectors'],
    [
      'server/connectors/mqtt.ts',
      '../historian/append.ts',
      'connectors and historian never import each other',
    ],
    ['server/routes/flows.ts', '../app.ts', 'app comes after routes'],
    ['server/cli/start.ts', '../main.ts', 'main comes after cli'],
    ['editor/canvas/NodeCard.tsx', '../palette/Palette.tsx', 'canvas and palette never import each other'],
    ['editor/plot/scope.ts', '../stores/live-store.ts', 'stores comes after plot'],
    ['runtime/run/twin.ts', 'node:fs', "runtime imports no module of Node's"],
    ['nodes/sources/csv.ts', 'fs', "nodes imports no module of Node's"],
    ['editor/client/api.ts', 'node:path', "editor imports no module of Node's"],
    ['runtime/solve/rk4.ts', 'ml-matrix', 'of npm, runtime imports only zod'],
    ['runtime/solve/rk4.test.ts', '@scope/numbers/fast', 'of npm, runtime imports only zod'],
    ['runtime/solve/rk4.ts', 'vitest', 'only tests import it'],
    ['server/app.ts', './storage/storage-contract.ts', 'only tests import tests'],
    ['runtime/signal/unit.ts', './quality', 'ends in its file ending'],
    ['editor/drawer/thing.ts', 'react', 'has no place in test/architecture/arrows.ts'],
  ])('report %s importing %s', (path, specifier, says) => {
    const broken = brokenBy(path, specifier);
    expect(broken).toHaveLength(1);
    expect(broken[0]).toContain(says);
  });

  it('report folders of one layer that import each other', () => {
    const files = [
      { path: 'runtime/graph/flow.ts', imports: ['../node/descriptor.ts'] },
      { path: 'runtime/node/descriptor.ts', imports: ['../expression/parse.ts'] },
      { path: 'runtime/expression/parse.ts', imports: ['../graph/flow.ts'] },
    ];
    expect(checkImports(files.slice(0, 2), arrows)).toEqual([]);
    expect(checkImports(files, arrows)).toHaveLength(3);
  });

  it.each([
    ['nodes/physics/tank.test.ts', ['vitest', 'fast-check', './tank.ts', '@twinloom/runtime/run/harness']],
    ['runtime/solve/rk4.test.ts', ['../run/harness.ts', './solver-contract.ts']],
    ['runtime/solve/solver-contract.ts', ['vitest']],
    ['nodes/physics/tank.ts', ['zod', '@twinloom/runtime/node/define-node', '@twinloom/runtime/signal/unit']],
    ['server/main.ts', ['./cli/start.ts', 'node:process', 'fastify', '@twinloom/runtime/run/twin']],
    ['server/host/twin-worker.ts', ['../journal/append.ts', '@twinloom/nodes/catalog']],
    [
      'editor/main.tsx',
      ['./App.tsx', './ui/theme.css', 'react-dom/client', '@twinloom/runtime/protocol/frames'],
    ],
    ['editor/vite.config.ts', ['node:path', 'vite']],
    ['test/e2e/opens.test.ts', ['../../server/app.ts', '../../editor/stores/live-store.ts', 'node:fs']],
  ])('allow what %s imports', (path, imports) => {
    expect(brokenBy(path, ...imports)).toEqual([]);
  });
});

describe('the import scanner', () => {
  it('sees every way to name a module, and none in comments or texts', () => {
    const text = `
      import a, { type B } from './static.ts';
      import type { C } from './type-only.ts';
      import './effect.css';
      export { d } from './re-export.ts';
      export * from './star.ts';
      const e = await import('./dynamic.ts');
      const f = await import(\`./template.ts\`);
      type G = import('./type-expression.ts').G;
      const h = new Worker(new URL('./worker.ts', import.meta.url));
      const i = require('./required.ts');
      // import './comment.ts';
      const j = "import './text.ts'";
      const k = <T,>(x: T): x is T & object => /import '.\\/regex.ts'/.test(String(x));`;
    expect(sourceFacts('x.ts', text).imports.toSorted()).toEqual(
      [
        './static.ts',
        './type-only.ts',
        './effect.css',
        './re-export.ts',
        './star.ts',
        './dynamic.ts',
        './template.ts',
        './type-expression.ts',
        './worker.ts',
        './required.ts',
      ].toSorted(),
    );
  });
});
