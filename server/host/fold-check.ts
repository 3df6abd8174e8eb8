import type { Catalog } from '@twinloom/runtime/node/catalog';
import type { Snapshot } from '@twinloom/runtime/run/snapshot';
import { Twin } from '@twinloom/runtime/run/twin';
import type { Tables } from '@twinloom/runtime/table/table';
import type { Checkpoint, Deployed, JournalRecord } from '../journal/record.ts';
import { unpackSnapshot } from '../journal/packed-snapshot.ts';
import { compileDocument } from './compile-twins.ts';

interface Stretch {
  /** s since 1970; absent = as far as the journal goes. */
  from: number | undefined;
  to: number | undefined;
}

/** What came of a check, for people. */
export interface FoldReport {
  lines: string[];
  /** Nothing differs, and something was compared. */
  isSound: boolean;
}

/** Folds the log of one twin again, record by record of the journal, and compares its state with each checkpoint, bit for bit. */
export class FoldCheck {
  readonly #twin: string;
  readonly #catalog: Catalog;
  readonly #tablesFor: (document: unknown) => Promise<Tables>;
  readonly #stretch: Stretch;
  readonly #documents = new Map<string, unknown>();
  readonly #differences: string[] = [];
  readonly #engines = new Set<string>();
  #deployed: Deployed | undefined;
  /** Goes on from the last checkpoint; absent where nothing continues it. */
  #fold: { twin: Twin; deployed: Deployed } | undefined;
  #compared = 0;
  #entries = 0;
  /** Entries since the last checkpoint. */
  #pending = 0;
  #gaps = 0;
  #first = Number.NaN;
  #last = Number.NaN;

  constructor(
    twin: string,
    catalog: Catalog,
    tablesFor: (document: unknown) => Promise<Tables>,
    stretch: Stretch,
  ) {
    this.#twin = twin;
    this.#catalog = catalog;
    this.#tablesFor = tablesFor;
    this.#stretch = stretch;
  }

  async take(record: JournalRecord, engine: string): Promise<void> {
    if (record.kind === 'document') this.#documents.set(record.name, record.document);
    if (record.twin !== this.#twin) return;
    switch (record.kind) {
      case 'deployed':
        if (!isSame(record, this.#deployed)) this.#deployed = record;
        return;
      case 'entry':
        if (!this.#fold) return;
        this.#pending++;
        this.#fold.twin.replay(record.entry);
        return;
      case 'checkpoint':
        this.#engines.add(engine);
        return this.#meet(record);
      case 'removed':
        this.#fold = undefined;
        return;
      case 'document':
      case 'since':
      case 'sent':
      case 'owed':
        return;
      default:
        record satisfies never;
    }
  }

  /** Something may be missing from here on. */
  cut(): void {
    if (this.#fold) this.#gaps++;
    this.#fold = undefined;
  }

  report(): FoldReport {
    const other = [...this.#engines].filter((engine) => engine !== process.versions.v8);
    const lines = [
      ...this.#differences,
      ...(other.length > 0
        ? [`written by V8 ${other.join(', ')}, folded by ${process.versions.v8}: the last digits may differ`]
        : []),
      ...(this.#gaps > 0
        ? [`${this.#gaps} times the log is cut off and begins anew at the next checkpoint`]
        : []),
      this.#compared === 0
        ? `${this.#twin}: there is nothing to compare in this stretch of the journal`
        : `${this.#twin}: ${this.#compared} checkpoints and ${this.#entries} entries from ${iso(this.#first)} to ${iso(this.#last)}: ${
            this.#differences.length === 0 ? 'equal, bit for bit' : `${this.#differences.length} differ`
          }`,
    ];
    return { lines, isSound: this.#compared > 0 && this.#differences.length === 0 };
  }

  async #meet({ version, snapshot: packed, isAgain }: Checkpoint): Promise<void> {
    const snapshot = unpackSnapshot(packed);
    const t = snapshot.epoch + Math.max(snapshot.micros, 0) / 1e6;
    const { from = -Infinity, to = Infinity } = this.#stretch;
    const deployed = this.#deployed?.version === version ? this.#deployed : undefined;
    const continues = this.#fold && !isAgain && this.#fold.deployed === deployed;
    if (this.#fold && continues && t >= from && t <= to) {
      this.#compared++;
      this.#entries += this.#pending;
      this.#pending = 0;
      this.#last = t;
      const difference = firstDifference(this.#fold.twin.snapshot(), snapshot);
      if (difference === undefined) return;
      this.#differences.push(`${iso(t)}: ${difference} is not what the fold of the log gives`);
    }
    this.#fold = t > to ? undefined : await this.#restore(deployed, snapshot);
    this.#pending = 0;
    if (Number.isNaN(this.#first) || t < from) this.#first = t;
  }

  async #restore(deployed: Deployed | undefined, snapshot: Snapshot) {
    const document = deployed && this.#documents.get(deployed.document);
    if (!deployed || document === undefined) return undefined;
    const tables = await this.#tablesFor(document);
    const binding = { id: this.#twin, parameters: { ...deployed.parameters } };
    const { plan } = compileDocument(document, this.#catalog, binding, tables);
    return plan && { twin: Twin.restore(plan, snapshot, { id: this.#twin }), deployed };
  }
}

function isSame(a: Deployed, b: Deployed | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Where two states differ first: a node, or a part of the whole; undefined where they are equal. */
function firstDifference(ours: Snapshot, theirs: Snapshot): string | undefined {
  if (JSON.stringify(ours) === JSON.stringify(theirs)) return undefined;
  const nodes = new Set([...Object.keys(ours.nodes), ...Object.keys(theirs.nodes)]);
  for (const node of nodes) {
    if (JSON.stringify(ours.nodes[node]) !== JSON.stringify(theirs.nodes[node]))
      return `the state of ${node}`;
  }
  const parts = Object.keys(theirs) as (keyof Snapshot)[];
  return parts.find((part) => JSON.stringify(ours[part]) !== JSON.stringify(theirs[part])) ?? 'its form';
}

function iso(t: number): string {
  return Number.isNaN(t) ? 'nowhere' : new Date(t * 1000).toISOString();
}
