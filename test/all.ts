import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { ensurePrograms } from './fixtures/programs.ts';
import { skippedTests, sumTallies, tallyVitest } from './fixtures/tally.ts';
import type { Tally, VitestReport } from './fixtures/tally.ts';

const ROOT = join(import.meta.dirname, '..');
const CACHE = join(ROOT, 'node_modules/.cache/twinloom');
const GREEN = join(CACHE, 'green');
const REPORT = join(CACHE, 'vitest.json');
const REFERENCE_DATA = process.env.TWINLOOM_REFDATA ?? join(ROOT, '../shared/data');
const VITEST_LIMIT_SECONDS = 75 * 60;

const MECHANICAL_CHECKS: readonly (readonly [
  name: string,
  command: string,
  ...commandArguments: string[],
])[] = [
  ['types', 'tsc', '--noEmit'],
  ['lint', 'oxlint', '--deny-warnings'],
  ['format', 'oxfmt', '--check'],
  ['dead code', 'knip', '--no-progress', '--no-config-hints'],
];

process.exit((await testAll(process.argv[2] === 'check')) ? 0 : 1);

async function testAll(onlyMechanical: boolean): Promise<boolean> {
  mkdirSync(CACHE, { recursive: true });
  if (!onlyMechanical) rmSync(GREEN, { force: true });
  const commitBefore = cleanCommit();

  const tallies: Tally[] = [];
  for (const check of MECHANICAL_CHECKS) tallies.push(await runCheck(...check));
  tallies.push(
    ...(onlyMechanical
      ? [await runVitest(['test/architecture', 'test/mutate/survivors'])]
      : await runAllTests()),
  );

  const total = sumTallies(tallies);
  const complains = total.skipped > 0 && existsSync(REFERENCE_DATA);
  if (complains)
    console.log(
      `\nSkipped although the reference data is in ${REFERENCE_DATA}: nothing may be skipped then.`,
    );
  const isGreen = total.failed === 0 && !complains;
  if (isGreen && !onlyMechanical && commitBefore !== undefined && commitBefore === cleanCommit()) {
    writeFileSync(GREEN, `${commitBefore}\n`);
  }
  console.log(`\n${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  return isGreen;
}

async function runAllTests(): Promise<Tally[]> {
  const problem = ensurePrograms();
  if (problem === undefined) return [await runVitest([])];
  const rest = await runVitest(['--project', 'unit', '--project', 'replay']);
  console.log(`\n${problem}`);
  return [rest, { passed: 0, failed: 1, skipped: 0 }];
}

async function runCheck(name: string, command: string, ...commandArguments: string[]): Promise<Tally> {
  const started = performance.now();
  const { exitCode, output } = await runTool(command, commandArguments, 'captured');
  const isOk = exitCode === 0;
  console.log(
    `${isOk ? 'ok    ' : 'FAILED'} ${name} (${((performance.now() - started) / 1000).toFixed(1)} s)`,
  );
  if (!isOk) console.log(output);
  return { passed: isOk ? 1 : 0, failed: isOk ? 0 : 1, skipped: 0 };
}

async function runVitest(filters: readonly string[]): Promise<Tally> {
  rmSync(REPORT, { force: true });
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`];
  const { exitCode } = await runTool('vitest', ['run', ...reporters, ...filters], 'shown');
  const report = readReport();
  const tally = tallyVitest(report, exitCode);
  const namesFailure = report?.testResults.some(({ status }) => status === 'failed') ?? false;
  if (exitCode !== 0 && !namesFailure) console.log(`vitest ended with ${exitCode} and names no failed test.`);
  for (const test of skippedTests(report)) console.log(`skipped: ${test.replace(`${ROOT}/`, '')}`);
  return tally;
}

function readReport(): VitestReport | undefined {
  return existsSync(REPORT) ? (JSON.parse(readFileSync(REPORT, 'utf8')) as VitestReport) : undefined;
}

type Ended = { exitCode: number | null; output: string };

function runTool(
  command: string,
  commandArguments: readonly string[],
  mode: 'shown' | 'captured',
): Promise<Ended> {
  const { promise, resolve, reject } = Promise.withResolvers<Ended>();
  const child = spawn(command, commandArguments, {
    cwd: ROOT,
    env: {
      ...process.env,
      ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }),
      PATH: `${join(ROOT, 'node_modules/.bin')}${delimiter}${process.env.PATH ?? ''}`,
    },
    shell: process.platform === 'win32',
    stdio: mode === 'shown' ? ['ignore', 'inherit', 'inherit'] : ['ignore', 'pipe', 'pipe'],
    timeout: VITEST_LIMIT_SECONDS * 1000,
    killSignal: 'SIGKILL',
  });
  let output = '';
  child.stdout?.on('data', (text: Buffer) => (output += text.toString()));
  child.stderr?.on('data', (text: Buffer) => (output += text.toString()));
  child.once('error', reject);
  child.once('close', (exitCode) => resolve({ exitCode, output }));
  return promise;
}

/** HEAD's hash when nothing differs from it, otherwise undefined. */
function cleanCommit(): string | undefined {
  const status = git('status', '--porcelain');
  return status === '' ? git('rev-parse', '--verify', 'HEAD') : undefined;
}

function git(...commandArguments: string[]): string | undefined {
  const { status, stdout } = spawnSync('git', commandArguments, { cwd: ROOT, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
}
