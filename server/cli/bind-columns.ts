import type { Plan, PlanNode, PlanOutput, PlanSource } from '@twinloom/runtime/compile/plan';
import { hearsTag, tagOf } from '../host/tag.ts';

/** What a column of a replay feeds: an output of a source as it stands, or sources that decode the text of the cell. */
export type Feed =
  | { kind: 'output'; node: string; output: PlanOutput }
  | { kind: 'tag'; sources: readonly PlanSource[] };

export interface Column {
  name: string;
  /** Place in the row. */
  index: number;
  feed: Feed;
  /** Place of its `….quality` column; -1 without. */
  quality: number;
}

export interface BoundColumns {
  columns: Column[];
  /** Names that mean nothing in the flow. */
  unknown: string[];
}

const QUALITY = '.quality';

/** Finds what each column after the first one feeds: `node`, `node.port`, a tag's topic or URL, or the quality of one of these. */
export function bindColumns(header: readonly string[], plan: Plan): BoundColumns | { problem: string } {
  const names = header.map((name) => name.trim());
  const columns: Column[] = [];
  const others: { name: string; index: number }[] = [];
  for (const [index, name] of names.entries()) {
    if (index === 0) continue;
    const feed = findFeed(name, plan);
    if (feed) columns.push({ name, index, feed, quality: -1 });
    else others.push({ name, index });
  }
  const twice = firstFedTwice(columns);
  if (twice) return { problem: `the columns "${twice[0]}" and "${twice[1]}" feed the same source` };
  const unknown = others.filter(({ name, index }) => !takeQuality(name, index, columns, plan));
  return { columns, unknown: unknown.map(({ name }) => name).filter((name) => name !== '') };
}

/** What columns could be called, for a person: sources with their outputs and tags. */
export function columnNames(plan: Plan): string[] {
  const tags = new Map(plan.sources.map(({ node, address }) => [node, tagOf(address)]));
  return plan.nodes.filter(isSource).flatMap(({ id, outputs }) => {
    const names = outputs.length > 1 ? outputs.map(({ name }) => `${id}.${name}`) : [id];
    const tag = tags.get(id);
    return tag === undefined ? names : [...names, tag];
  });
}

function isSource({ kind }: PlanNode): boolean {
  return kind === 'source';
}

function findFeed(name: string, plan: Plan): Feed | undefined {
  const [id, port, ...more] = name.split('.');
  const node = plan.nodes.find((one) => isSource(one) && one.id === id);
  const output = node?.outputs.find((one, index) => (port === undefined ? index === 0 : one.name === port));
  if (node && output && more.length === 0) return { kind: 'output', node: node.id, output };
  const sources = plan.sources.filter(({ address }) => hearsTag(address, name));
  return sources.length > 0 ? { kind: 'tag', sources } : undefined;
}

function takeQuality(name: string, index: number, columns: readonly Column[], plan: Plan): boolean {
  if (!name.endsWith(QUALITY)) return false;
  const of = name.slice(0, -QUALITY.length);
  const feed = findFeed(of, plan);
  const column = columns.find(
    (one) => one.name === of || (feed && fedBy(one.feed).some((port) => fedBy(feed).includes(port))),
  );
  if (column) column.quality = index;
  return column !== undefined;
}

function firstFedTwice(columns: readonly Column[]): [string, string] | undefined {
  const fed = new Map<string, string>();
  for (const { name, feed } of columns) {
    for (const port of fedBy(feed)) {
      const other = fed.get(port);
      if (other !== undefined) return [other, name];
      fed.set(port, name);
    }
  }
  return undefined;
}

function fedBy(feed: Feed): string[] {
  return feed.kind === 'output'
    ? [`${feed.node}.${feed.output.name}`]
    : feed.sources.map(({ node }) => `${node} by its tag`);
}
