import { defineConfig } from 'vitest/config';

/** What a test waits for may come late on a busy machine: only what never comes is a failure. */
const PATIENCE = { testTimeout: 300_000, hookTimeout: 300_000, expect: { poll: { timeout: 60_000 } } };

/** Three kinds of tests: beside the code, replays against figures, and whole journeys that share one machine. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    silent: 'passed-only',
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            '{runtime,nodes,server,editor}/**/*.test.{ts,tsx}',
            'test/architecture/**/*.test.ts',
            'test/fixtures/**/*.test.ts',
            'test/bench/**/*.test.ts',
            'test/mutate/**/*.test.ts',
            'test/scaffold/**/*.test.ts',
          ],
          setupFiles: ['test/fixtures/fixed-seed.ts'],
          ...PATIENCE,
          testTimeout: 120_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'replay',
          include: ['test/golden/**/*.test.ts', 'test/reference/**/*.test.ts'],
          ...PATIENCE,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'world',
          include: ['test/integration/**/*.test.ts', 'test/e2e/**/*.test.ts'],
          ...PATIENCE,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
