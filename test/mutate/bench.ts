import { join } from 'node:path';
import { createVitest } from 'vitest/node';
import { KeptThread } from './kept-thread.ts';

/** How a test file ended: all passed, something failed, or it had to be ended. */
export type Ending = 'passed' | 'failed' | 'ended';

/** Runs test files against one source file with another text in its place. Close it when done. */
export interface Bench {
  run(source: { path: string; text: string }, test: string, limitSeconds: number): Promise<Ending>;
  close(): Promise<void>;
}

/** Paths are relative to `root`. One thread, one test file at a time; a run stops at its first failure. */
export async function openBench(root: string): Promise<Bench> {
  const thread = new KeptThread();
  let current = { path: '', text: '' };
  const vitest = await createVitest(
    {
      root,
      config: false,
      watch: false,
      include: ['{runtime,nodes,test/reference}/**/*.test.ts'],
      setupFiles: ['test/fixtures/fixed-seed.ts'],
      testTimeout: 20_000,
      pool: thread,
      isolate: false,
      maxWorkers: 1,
      fileParallelism: false,
      bail: 1,
      silent: true,
      // A module served from the disk would be the file as it is, not the mutant.
      fsModuleCache: false,
      reporters: [{}],
    },
    {
      server: { watch: null },
      plugins: [
        { name: 'mutate', enforce: 'pre', load: (id) => (id === current.path ? current.text : undefined) },
      ],
    },
  );
  return {
    async run({ path, text }, test, limitSeconds) {
      const before = current.path;
      current = { path: join(root, path), text };
      const changed = [...new Set([before, current.path])];
      for (const file of changed) vitest.invalidateFile(file);
      thread.forget(changed);
      let isEnded = false;
      const limit = setTimeout(() => {
        isEnded = true;
        void thread.end();
      }, limitSeconds * 1000);
      const specification = vitest.getRootProject().createSpecification(join(root, test));
      const { testModules, unhandledErrors } = await vitest.runTestSpecifications([specification]);
      clearTimeout(limit);
      if (isEnded) return 'ended';
      const module = testModules.find(({ moduleId }) => moduleId === specification.moduleId);
      return module?.state() === 'passed' && unhandledErrors.length === 0 ? 'passed' : 'failed';
    },
    async close() {
      await vitest.close();
      await thread.end();
    },
  };
}
