import { readdir, readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { edgesOf, idPattern, type Flow } from '@twinloom/runtime/graph/flow';
import { readFlow } from '@twinloom/runtime/graph/read-flow';
import type { ExampleBody } from '@twinloom/runtime/protocol/bodies';
import { z } from 'zod';
import { parametersOf } from './example-parameters.ts';

const FLOW_FILE = 'twin.flow.json';
const PLANT_FILE = 'plant.flow.json';
const PICTURES = [
  ['picture.svg', 'image/svg+xml'],
  ['picture.png', 'image/png'],
] as const;
const LONGEST_DESCRIPTION = 600;

const twinsFile = z.array(
  z.object({
    id: z.string().regex(idPattern),
    parameters: z.record(z.string(), z.union([z.number(), z.string(), z.boolean()])).default({}),
  }),
);

/** A twin an example comes with. */
export type ExampleTwin = z.infer<typeof twinsFile>[number];

/** The examples of a folder: every folder in it with a `twin.flow.json`, by name. */
export async function listExamples(folder: string): Promise<ExampleBody[]> {
  if (!existsSync(folder)) return [];
  const entries = await readdir(folder, { withFileTypes: true });
  const ids = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const examples = ids.filter((id) => isExample(folder, id)).toSorted();
  return Promise.all(examples.map((id) => describeExample(folder, id)));
}

/** Whether there is an example of that name; a name is an id, so it leads out of no folder. */
export function isExample(folder: string, id: string): boolean {
  return idPattern.test(id) && existsSync(join(folder, id, FLOW_FILE));
}

export function hasPlant(folder: string, id: string): boolean {
  return existsSync(join(folder, id, PLANT_FILE));
}

/** Where the flow of an example's plant is. */
export function plantFlowOf(folder: string, id: string): string | undefined {
  return idPattern.test(id) && hasPlant(folder, id) ? join(folder, id, PLANT_FILE) : undefined;
}

/** The flow of an example, with why it cannot be read; and its twins. */
export async function readExample(folder: string, id: string) {
  const read = readFlow(await readFile(join(folder, id, FLOW_FILE), 'utf8'));
  const file = join(folder, id, 'twins.json');
  const twins = existsSync(file) ? twinsFile.parse(JSON.parse(await readFile(file, 'utf8'))) : [];
  return { ...read, twins };
}

/** The flow of an example's plant; undefined where it has none that can be read. */
export async function readPlant(folder: string, id: string): Promise<Flow | undefined> {
  const file = plantFlowOf(folder, id);
  return file === undefined ? undefined : readFlow(await readFile(file, 'utf8')).flow;
}

/** The picture of an example and its kind. */
export async function readPicture(
  folder: string,
  id: string,
): Promise<{ bytes: Buffer; contentType: string } | undefined> {
  const picture = isExample(folder, id) ? pictureOf(folder, id) : undefined;
  return picture && { bytes: await readFile(join(folder, id, picture[0])), contentType: picture[1] };
}

function pictureOf(folder: string, id: string): (typeof PICTURES)[number] | undefined {
  return PICTURES.find(([name]) => existsSync(join(folder, id, name)));
}

async function describeExample(folder: string, id: string): Promise<ExampleBody> {
  const readme = join(folder, id, 'README.md');
  const { title = id, description = '' } = existsSync(readme)
    ? readTitle(await readFile(readme, 'utf8'))
    : {};
  const { flow } = readFlow(await readFile(join(folder, id, FLOW_FILE), 'utf8'));
  return {
    id,
    title,
    description,
    ...(pictureOf(folder, id) && { picture: `/api/examples/${id}/picture` }),
    hasPlant: hasPlant(folder, id),
    parameters: parametersOf(flow, await readPlant(folder, id)),
    map: mapOf(flow),
  };
}

/** First heading and first paragraph of a page, as plain text. */
export function readTitle(markdown: string): { title?: string; description?: string } {
  const blocks = markdown.replaceAll('\r\n', '\n').split(/\n\s*\n/);
  const lines = blocks.map((block) => block.trim());
  const headed = lines.findIndex((block) => block.startsWith('#'));
  const title = /^#+\s+(.*)/.exec(lines[headed] ?? '')?.[1];
  // A paragraph may stand right under its heading, without an empty line.
  const after = [(lines[headed] ?? '').split('\n').slice(1).join('\n'), ...lines.slice(headed + 1)];
  const paragraph = after.find((block) => /^[^#|`>!<\s-]/.test(block) || /^`[^`]/.test(block));
  return {
    ...(title !== undefined && { title: plain(title) }),
    ...(paragraph !== undefined && { description: plain(paragraph).slice(0, LONGEST_DESCRIPTION) }),
  };
}

function plain(markdown: string): string {
  return markdown
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/[*`]+/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

function mapOf(flow: Flow | undefined): ExampleBody['map'] {
  const layout = flow?.layout ?? {};
  const ids = Object.keys(flow?.nodes ?? {}).filter((id) => layout[id]);
  const index = new Map(ids.map((id, i) => [id, i]));
  const lines = (flow ? edgesOf(flow) : []).flatMap(({ from, to }): [number, number][] => {
    const [a, b] = [index.get(from.node), index.get(to.node)];
    return a === undefined || b === undefined ? [] : [[a, b]];
  });
  return { places: ids.map((id) => layout[id]!), lines };
}
