import { join } from 'node:path';
import { createVitest } from 'vitest/node';
import { KeptThread } from './kept-thread.ts';

/** How a test file ended: all passed, something failed, or it had to be ended. */
export type Ending = 'passed' | 'failed' | 'ended';

/** In seconds of the processor, which do not grow when others use the machine. */
export interface Ran {
  ending: Ending;
  seconds: number;
}

const LOOK_EVERY_MS = 200;

/** Runs test files against one source file with another text in its place. Close it when done. */
export interface Bench {
  run(source: { path: string; text: string }, test: string, limitSeconds: number): Promise<Ran>;
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
      const start = process.cpuUsage();
      const seconds = (): number => {
        const { user, system } = process.cpuUsage(start);
        return (user + system) / 1e6;
      };
      const limit = setInterval(() => {
        if (isEnded || seconds() < limitSeconds) return;
        isEnded = true;
        void thread.end();
      }, LOOK_EVERY_MS);
      const specification = vitest.getRootProject().createSpecification(join(root, test));
      const { testModules, unhandledErrors } = await vitest.runTestSpecifications([specification]);
      clearInterval(limit);
      if (isEnded) return { ending: 'ended', seconds: seconds() };
      const module = testModules.find(({ moduleId }) => moduleId === specification.moduleId);
      const hasPassed = module?.state() === 'passed' && unhandledErrors.length === 0;
      return { ending: hasPassed ? 'passed' : 'failed', seconds: seconds() };
    },
    async close() {
      await vitest.close();
      await thread.end();
    },
  };
}
