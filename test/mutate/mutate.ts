import { spawnSync } from 'node:child_process';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { join, posix } from 'node:path';
import { openBench, type Bench, type Ending } from './bench.ts';
import { mutantsOf, mutated, type Mutant } from './mutants.ts';
import { judge, type ListedSurvivor } from './survivors.ts';
import { testsOf } from './tests-of.ts';

const ROOT = join(import.meta.dirname, '../..');
const LIST = join(import.meta.dirname, 'survivors.json');
const FORMULAS = [
  'nodes/*/*.ts',
  'runtime/node/{half-microsecond,sample-window,window-mean}.ts',
  'runtime/solve/*.ts',
  'runtime/signal/{unit,unit-atoms,convert,scale,quantity}.ts',
  'runtime/expression/{apply-formula,formula,units,functions,combine*}.ts',
];
/** Tests elsewhere that hold a folder against what others say. */
const FURTHER_TESTS: Readonly<Record<string, readonly string[]>> = {
  'runtime/node': ['nodes/transforms/moving-average.test.ts', 'nodes/transforms/timer.test.ts'],
  'runtime/signal': ['test/reference/ucum.test.ts'],
};
const NO_FORMULA = /\.test\.ts$|-contract\.ts$|\/node_modules\//;
/** A mutant whose test takes so many times what it took unchanged never ends. */
const PATIENCE = 5;
const LEAST_LIMIT_SECONDS = 5;
const FIRST_LIMIT_SECONDS = 60;

setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
process.exit((await mutate(process.argv.slice(2))) ? 0 : 1);

/** Mutates the files whose paths begin with one of the prefixes; tells whether every survivor is known. */
async function mutate(commandArguments: readonly string[]): Promise<boolean> {
  const prefixes = commandArguments.filter((argument) => !argument.startsWith('--'));
  const changed = commandArguments.includes('--changed') ? changedFiles() : undefined;
  const files = globSync(FORMULAS, { cwd: ROOT })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => !NO_FORMULA.test(path))
    .filter((path) => prefixes.length === 0 || prefixes.some((prefix) => path.startsWith(prefix)))
    .filter((path) => changed?.has(path) ?? true)
    .sort();
  const survivors: { file: string; mutant: Mutant }[] = [];
  let count = 0;
  const bench = await openBench(ROOT);
  for (const file of files) {
    const started = performance.now();
    const { mutants, ended, alive } = await mutateFile(bench, file);
    count += mutants;
    survivors.push(...alive.map((mutant) => ({ file, mutant })));
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    const killed = `${mutants - alive.length} killed${ended > 0 ? `, ${ended} of them never ended` : ''}`;
    console.log(`${file}  ${mutants} mutants, ${killed} (${seconds} s)`);
    for (const { line, column, from, to } of alive) console.log(`  ${line}:${column}  ${from} → ${to}`);
  }
  await bench.close();
  return report(count, survivors, new Set(files));
}

async function mutateFile(
  bench: Bench,
  file: string,
): Promise<{ mutants: number; ended: number; alive: Mutant[] }> {
  const text = readFileSync(join(ROOT, file), 'utf8');
  const mutants = mutantsOf(text);
  const alive: Mutant[] = [];
  let ended = 0;
  if (mutants.length === 0) return { mutants: 0, ended, alive };
  const tests = await timedTests(bench, file, text);
  for (const mutant of mutants) {
    const ending = await runUntilKilled(bench, { path: file, text: mutated(text, mutant) }, tests);
    if (ending === 'ended') ended++;
    if (ending === 'passed') alive.push(mutant);
  }
  return { mutants: mutants.length, ended, alive };
}

type TimedTest = { test: string; limitSeconds: number };

/** Runs the tests of a file as it is, to know how long they take. */
async function timedTests(bench: Bench, file: string, text: string): Promise<TimedTest[]> {
  const tests: TimedTest[] = [];
  const further = FURTHER_TESTS[posix.dirname(file)] ?? [];
  for (const test of [...testsOf(file, sourcesNear(file)), ...further]) {
    const { ending, seconds } = await bench.run({ path: file, text }, test, FIRST_LIMIT_SECONDS);
    if (ending !== 'passed') throw new Error(`${test} does not pass as it is`);
    tests.push({ test, limitSeconds: Math.max(PATIENCE * seconds, LEAST_LIMIT_SECONDS) });
  }
  return tests;
}

async function runUntilKilled(
  bench: Bench,
  source: { path: string; text: string },
  tests: readonly TimedTest[],
): Promise<Ending> {
  for (const { test, limitSeconds } of tests) {
    const { ending } = await bench.run(source, test, limitSeconds);
    if (ending !== 'passed') return ending;
  }
  return 'passed';
}

/** The files of the file's folder and of the one above it, by path. */
function sourcesNear(file: string): Map<string, string> {
  const folder = posix.dirname(file);
  const paths = globSync([`${folder}/*.ts`, `${posix.dirname(folder)}/*.ts`], { cwd: ROOT });
  return new Map(
    paths.map((path) => [path.replaceAll('\\', '/'), readFileSync(join(ROOT, path), 'utf8')] as const),
  );
}

/** Files that differ from where the branch left main, with the files whose tests do. */
function changedFiles(): Set<string> {
  const base = git('merge-base', 'HEAD', 'main') || 'HEAD';
  const paths = [
    ...git('diff', '--name-only', base).split('\n'),
    ...git('ls-files', '-o', '--exclude-standard').split('\n'),
  ];
  return new Set(paths.flatMap((path) => [path, path.replace(/\.test\.ts$/, '.ts')]));
}

function git(...commandArguments: string[]): string {
  return spawnSync('git', commandArguments, { cwd: ROOT, encoding: 'utf8' }).stdout.trim();
}

function report(
  count: number,
  survivors: readonly { file: string; mutant: Mutant }[],
  ran: ReadonlySet<string>,
): boolean {
  const list = existsSync(LIST) ? (JSON.parse(readFileSync(LIST, 'utf8')) as ListedSurvivor[]) : [];
  const { fresh, listed, complaints } = judge(ran, survivors, list);
  for (const { file, mutant } of fresh) {
    console.log(`not listed: ${file}:${mutant.line}:${mutant.column}  ${mutant.from} → ${mutant.to}`);
  }
  for (const complaint of complaints) console.log(`survivors.json, ${complaint}`);
  const killed = count - survivors.length;
  console.log(`${count} mutants, ${killed} killed, ${listed} listed, ${fresh.length} new survivors`);
  return fresh.length === 0 && complaints.length === 0;
}
