import { spawn } from 'node:child_process';
import { flushCompileCache } from 'node:module';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { buildApp, type App, type Problem } from '../app.ts';
import { readConfig, type Config } from '../config.ts';
import { buildEditor } from './build-editor.ts';
import { plantFlowOf } from '../routes/example-folder.ts';
import { listPlants } from '../storage/plants.ts';
import { PlantProcesses, type PlantCommand } from './plant-processes.ts';
import { seedExample } from './seed-example.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const EXAMPLES = join(ROOT, 'examples');
/** What runs a command, in the bundle as here. */
const COMMANDS = new URL('./run-process.ts', import.meta.url);
/** What the page begins with. */
const FIRST_EXAMPLE = 'pump';
const STOP_MS = 5_000;
/** A start that takes longer says where to look meanwhile. */
const LONG_MS = 1_000;

/** `twinloom start`: server, editor, embedded broker and the example plant, until Ctrl-C. Resolves to the exit code. */
export async function start(args: string[]): Promise<number> {
  const read = readConfig(args);
  if ('problem' in read) {
    console.error(`twinloom start: ${read.problem}`);
    return 2;
  }
  const { config } = read;
  const log = pino(
    { level: config.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination(2),
  );

  if (config.editor) {
    const failure = await buildEditor(ROOT, say);
    if (failure !== undefined) return fail({ says: 'the editor could not be built', remedy: failure });
  }

  let plants: PlantProcesses | undefined;
  const built = await buildApp(config, {
    log,
    examplesDir: EXAMPLES,
    ...(config.editor && { editorDir: join(ROOT, 'editor', 'dist') }),
    ...(config.plant && {
      createPlants: (brokerUrl: string) =>
        (plants = new PlantProcesses((...plant) => plantCommand(brokerUrl, ...plant), log)),
    }),
  });
  if ('problem' in built) return fail(built.problem);

  const listening = await built.listen();
  if ('problem' in listening) {
    await built.close();
    return fail(listening.problem);
  }
  await sayIfLong(built.run(), `Twinloom answers at ${listening.address}; its twins are still being started`);
  for (const { twin, example, parameters } of await listPlants(built.parts.storage)) {
    const problem = await plants?.add(twin, example, parameters);
    if (problem !== undefined) console.error(`twinloom start: the plant of ${twin} does not run: ${problem}`);
  }
  const seeding = await seedExample(built.parts, FIRST_EXAMPLE);
  if (seeding !== undefined) console.error(`twinloom start: the example does not run: ${seeding}`);
  describeStart(config, built, listening.address);
  flushCompileCache();
  if (config.open) openBrowser(listening.address);
  await stopSignal();
  const isClean = await closeInTime(async () => {
    await plants?.close();
    await built.close();
  });
  return isClean ? 0 : 1;
}

/** Waits for something, and says why where it takes long. */
async function sayIfLong(work: Promise<void>, text: string): Promise<void> {
  const timer = setTimeout(() => say(text), LONG_MS);
  await work.finally(() => clearTimeout(timer));
}

function plantCommand(
  brokerUrl: string,
  ...[example, twin, parameters]: Parameters<PlantCommand>
): string[] | undefined {
  const flow = plantFlowOf(EXAMPLES, example);
  const set = Object.entries(parameters).flatMap(([name, value]) => ['--set', `${name}=${value}`]);
  return flow === undefined
    ? undefined
    : [fileURLToPath(COMMANDS), 'run', flow, '--live', '--mqtt', brokerUrl, '--twin', twin, ...set];
}

function describeStart(config: Config, { broker, parts }: App, address: string): void {
  say(`
Twinloom is at ${address}

  editor    ${config.editor ? address : 'not served here'}
  API       ${address}/api/docs
  broker    ${broker.url}${broker.embedded ? ' (embedded)' : ''}
  data      ${resolve(config.dataDir)}
  plants    ${sayPlants(parts.plants?.list().map(({ twin }) => twin) ?? [])}

Ctrl-C stops everything.`);
}

function sayPlants(twins: readonly string[]): string {
  if (twins.length === 0) return 'none';
  return `beside ${twins.join(', ')}: ${twins.length === 1 ? 'a process of its own' : 'a process each'}`;
}

/** Resolves at the first SIGINT or SIGTERM; a second one ends at once. */
function stopSignal(): Promise<void> {
  const { promise, resolve: stop } = Promise.withResolvers<void>();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      process.once(signal, () => process.exit(1));
      stop();
    });
  }
  return promise;
}

async function closeInTime(close: () => Promise<void>): Promise<boolean> {
  const { promise: tooLate, resolve: giveUp } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => giveUp(false), STOP_MS);
  const isClean = await Promise.race([close().then(() => true), tooLate]);
  clearTimeout(timer);
  return isClean;
}

function openBrowser(address: string): void {
  const [command, ...args] =
    process.platform === 'win32'
      ? ['cmd', '/c', 'start', '', address]
      : [process.platform === 'darwin' ? 'open' : 'xdg-open', address];
  const child = spawn(command ?? '', args, { stdio: 'ignore', detached: true });
  child.once('error', () => say(`No browser could be opened; go to ${address}`));
  child.unref();
}

function fail({ says, remedy }: Problem): number {
  console.error(`twinloom start: ${says}. ${remedy}`);
  return 1;
}

function say(line: string): void {
  console.log(line);
}
