import { defineConfig } from 'vitest/config';

/** What a test waits for may take as long as a loaded machine makes it; a second, the default, is no limit to fail by. */
const PATIENT = { poll: { timeout: 15_000 } };

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
          testTimeout: 20_000,
          expect: PATIENT,
          hookTimeout: 30_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'replay',
          include: ['test/golden/**/*.test.ts', 'test/reference/**/*.test.ts'],
          testTimeout: 120_000,
          expect: PATIENT,
          hookTimeout: 120_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'world',
          include: ['test/integration/**/*.test.ts', 'test/e2e/**/*.test.ts'],
          testTimeout: 120_000,
          expect: PATIENT,
          hookTimeout: 180_000,
          fileParallelism: false,
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
});
