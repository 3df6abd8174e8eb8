import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/*
 * Begins each thread and process of the bundle: what fails names the lines of the sources. Node could do so itself, but reads every map at each start,
 * which takes longer than to read the code; here the first error does that looks for its lines.
 */
const OWN = dirname(import.meta.url);
const PLACE = /(file:.*\.js):(\d+):(\d+)/;
const maps = new Map<string, SourceMap | undefined>();

Error.prepareStackTrace = (error: Error, calls) =>
  [Error.prototype.toString.call(error), ...calls.map((call) => `    at ${nameLine(String(call))}`)].join(
    '\n',
  );

function nameLine(call: string): string {
  const [place = '', url = '', line, column] = PLACE.exec(call) ?? [];
  if (!url.startsWith(OWN)) return call;
  const found = mapOf(fileURLToPath(url))?.findEntry(Number(line) - 1, Number(column) - 1);
  if (!found || !('originalSource' in found)) return call;
  const path = join(fileURLToPath(OWN), found.originalSource);
  return call.replace(place, `${path}:${found.originalLine + 1}:${found.originalColumn + 1}`);
}

function mapOf(file: string): SourceMap | undefined {
  if (!maps.has(file)) maps.set(file, readMap(`${file}.map`));
  return maps.get(file);
}

function readMap(path: string): SourceMap | undefined {
  try {
    return new SourceMap(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}
