import { builtinModules } from 'node:module';
import { posix } from 'node:path';
import { testPackages, toolSettings } from './arrows.ts';
import type { PackageArrows } from './arrows.ts';

/** A source file by its path from the root, with every specifier it imports. */
export type SourceImports = { path: string; imports: readonly string[] };

/** Every import that breaks the arrows, one line each: the file, what it imports, the rule. Empty when all hold. */
export function checkImports(
  files: readonly SourceImports[],
  arrows: Readonly<Record<string, PackageArrows>>,
): string[] {
  const broken = files.flatMap((file) =>
    file.imports.flatMap((specifier) =>
      rulesBroken(file.path, specifier, arrows).map((rule) => `${file.path} imports ${specifier}: ${rule}`),
    ),
  );
  const unknownRooms = files
    .filter(({ path }) => isUnknownRoom(path, arrows))
    .map(({ path }) => `${path}: its room has no place in test/architecture/arrows.ts`);
  return [...unknownRooms, ...broken, ...roomCycles(files, arrows)];
}

/** Whether the file is a test or a support of tests (`*-contract.ts`, `harness.ts`). */
export function isTestFile(path: string): boolean {
  return path.startsWith('test/') || /\.(test|bench)\.tsx?$/.test(path) || isTestSupport(path);
}

function isTestSupport(path: string): boolean {
  return /(-contract|(^|[/-])harness)\.tsx?$/.test(path);
}

type Target =
  | { kind: 'file'; path: string; relative: boolean }
  | { kind: 'node'; name: string }
  | { kind: 'npm'; name: string };

function resolveSpecifier(from: string, specifier: string): Target {
  if (specifier.startsWith('.')) {
    return { kind: 'file', path: posix.join(posix.dirname(from), specifier), relative: true };
  }
  if (specifier.startsWith('@twinloom/')) {
    return { kind: 'file', path: `${specifier.slice('@twinloom/'.length)}.ts`, relative: false };
  }
  if (specifier.startsWith('node:') || builtinModules.includes(specifier)) {
    return { kind: 'node', name: specifier };
  }
  const segments = specifier.split('/');
  return { kind: 'npm', name: segments.slice(0, specifier.startsWith('@') ? 2 : 1).join('/') };
}

function rulesBroken(
  from: string,
  specifier: string,
  arrows: Readonly<Record<string, PackageArrows>>,
): string[] {
  if (toolSettings.includes(from)) return [];
  const target = resolveSpecifier(from, specifier);
  if (target.kind === 'file' && target.relative && !/\.[a-z0-9]+(\?[\w&=-]+)?$/.test(specifier)) {
    return ['a relative import ends in its file ending'];
  }
  const own = arrows[packageOf(from)];
  if (own === undefined) return [];
  if (target.kind === 'file') return fileRulesBroken(from, target, own);
  const isTest = isTestFile(from);
  if (target.kind === 'node') {
    if (own.node || (isTest && own.npm === 'declared')) return [];
    return [`${packageOf(from)} imports no module of Node's`];
  }
  if (testPackages.includes(target.name)) return isTest ? [] : ['only tests import it'];
  if (own.npm === 'declared' || own.npm.includes(target.name)) return [];
  return [`of npm, ${packageOf(from)} imports only ${own.npm.join(', ')}`];
}

function fileRulesBroken(
  from: string,
  target: { path: string; relative: boolean },
  own: PackageArrows,
): string[] {
  const [fromPackage, toPackage] = [packageOf(from), packageOf(target.path)];
  if (toPackage === 'test') return ['nothing imports test'];
  const isTest = isTestFile(from);
  if (!isTest && /(\.(test|bench)|-contract)\.tsx?$/.test(target.path)) return ['only tests import tests'];
  const isSupportOfTest = isTest && isTestSupport(target.path);
  if (fromPackage !== toPackage) {
    const rooms = own.mayImport[toPackage];
    if (rooms === undefined) return [`${fromPackage} never imports ${toPackage}`];
    if (target.relative) return [`another package is imported as @twinloom/${toPackage}/…`];
    if (rooms === 'all' || rooms.includes(roomOf(target.path)) || isSupportOfTest) return [];
    return [`of ${toPackage}, ${fromPackage} imports only ${rooms.join(', ')}`];
  }
  const [fromRoom, toRoom] = [roomOf(from), roomOf(target.path)];
  if (fromRoom === toRoom || isSupportOfTest) return [];
  const [fromLayer, toLayer] = [layerOf(fromRoom, own), layerOf(toRoom, own)];
  if (fromLayer < 0 || toLayer < 0 || toLayer < fromLayer) return [];
  if (toLayer > fromLayer) return [`inside ${fromPackage}, ${toRoom} comes after ${fromRoom}`];
  return own.siblings === 'never'
    ? [`inside ${fromPackage}, ${fromRoom} and ${toRoom} never import each other`]
    : [];
}

function roomCycles(
  files: readonly SourceImports[],
  arrows: Readonly<Record<string, PackageArrows>>,
): string[] {
  const neighbours = new Map<string, Set<string>>();
  for (const file of files) {
    if (isTestFile(file.path) || arrows[packageOf(file.path)] === undefined) continue;
    for (const specifier of file.imports) {
      const target = resolveSpecifier(file.path, specifier);
      if (target.kind !== 'file' || packageOf(target.path) !== packageOf(file.path)) continue;
      const [from, to] = [file.path, target.path].map((path) => `${packageOf(path)}/${roomOf(path)}`);
      if (from === undefined || to === undefined || from === to) continue;
      neighbours.set(from, (neighbours.get(from) ?? new Set()).add(to));
    }
  }
  return [...neighbours.keys()]
    .filter((room) => reaches(room, room, neighbours))
    .map((room) => `${room}: imports itself through another folder`);
}

function reaches(from: string, to: string, neighbours: ReadonlyMap<string, ReadonlySet<string>>): boolean {
  const seen = new Set<string>();
  const open = [...(neighbours.get(from) ?? [])];
  for (let room = open.pop(); room !== undefined; room = open.pop()) {
    if (room === to) return true;
    if (seen.has(room)) continue;
    seen.add(room);
    open.push(...(neighbours.get(room) ?? []));
  }
  return false;
}

function isUnknownRoom(path: string, arrows: Readonly<Record<string, PackageArrows>>): boolean {
  const own = arrows[packageOf(path)];
  return own !== undefined && !toolSettings.includes(path) && layerOf(roomOf(path), own) < 0;
}

function packageOf(path: string): string {
  return path.split('/')[0] ?? '';
}

function roomOf(path: string): string {
  const room = path.split('/')[1] ?? '';
  return room.replace(/(\.(test|bench))?\.[a-z]+(\?.*)?$/, '');
}

function layerOf(room: string, own: PackageArrows): number {
  return own.layers.findIndex((rooms) => rooms.includes(room));
}
