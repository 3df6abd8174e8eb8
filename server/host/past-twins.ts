import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { compileKpis, kpiParameters } from '@twinloom/runtime/compile/kpi';
import type { Plan } from '@twinloom/runtime/compile/plan';
import { resolveParameters } from '@twinloom/runtime/compile/resolve-params';
import type { Diagnostic } from '@twinloom/runtime/graph/diagnostic';
import { descriptorsOf, type Catalog } from '@twinloom/runtime/node/catalog';
import type { FiguresBody } from '@twinloom/runtime/protocol/figures';
import type { PastBody, WhyBody } from '@twinloom/runtime/protocol/past';
import { Twin } from '@twinloom/runtime/run/twin';
import { pastFigures } from '@twinloom/runtime/scenario/past-figures';
import { explain } from '@twinloom/runtime/scenario/why';
import { PastLog, type NoStand, type PastStand } from '../journal/past-log.ts';
import { Assets } from '../storage/assets.ts';
import { compileDocument } from './compile-twins.ts';
import { stateOf } from './read-samples.ts';
import { TableShelf } from './table-shelf.ts';

/** A twin at an instant, as its log has it. */
export type PastFrame = Omit<PastBody, 'alarms'>;

/** Why a twin cannot be shown as it was. */
export type NoPast =
  | NoStand
  | { reason: 'unreadable'; diagnostics: Diagnostic[] }
  | { reason: 'unknown-port' };

/** Stretch over which shares are worked out, and the longest time for it, s. */
const WHY_SECONDS = 60;
const WHY_LIMIT_SECONDS = 8;
/** Plans that are kept: of as many versions and twins. */
const MOST_PLANS = 16;

/** Work that takes longer lets others have their turn, ms. */
const TURN_MS = 10;

/** Does work to its end, and whatever else is asked meanwhile between its steps. */
async function inTurns<T>(work: Iterator<undefined, T>): Promise<T> {
  let since = performance.now();
  let step = work.next();
  for (; !step.done; step = work.next()) {
    if (performance.now() - since < TURN_MS) continue;
    await setImmediate();
    since = performance.now();
  }
  return step.value;
}

/** Shows twins as they were: the state that the journal keeps before an instant, and the log folded from there. Live twins know nothing of it. Must be closed. */
export class PastTwins {
  readonly #catalog: Catalog;
  readonly #log: PastLog;
  readonly #shelf: TableShelf;
  readonly #plans = new Map<string, Plan>();

  constructor(dataDir: string, catalog: Catalog) {
    this.#catalog = catalog;
    this.#log = new PastLog(join(dataDir, 'journal'));
    this.#shelf = new TableShelf(new Assets(dataDir), descriptorsOf(catalog));
  }

  /** Since when how a twin stood is known, s since 1970. */
  firstOf(twin: string): Promise<number | undefined> {
    return this.#log.firstOf(twin);
  }

  /** All that a twin showed at a time, s since 1970: after the last instant up to then. */
  async at(id: string, time: number): Promise<PastFrame | NoPast> {
    const stand = await this.#log.standAt(id, time);
    if ('reason' in stand) return stand;
    const planned = await this.#planOf(id, stand);
    if ('reason' in planned) return planned;
    const { snapshot, entries, following, version } = stand;
    let next: number | null = null;
    let isThere = false;
    const twin = Twin.restore(planned.plan, snapshot, {
      id,
      onInstant: ({ t }) => {
        if (isThere) next ??= snapshot.epoch + t;
      },
    });
    for (const entry of entries) twin.replay(entry);
    twin.advance(time - snapshot.epoch);
    const { t, ports } = stateOf({ twin });
    const types = new Map(planned.plan.ports.map(({ port, type }) => [port, type]));
    const frame = {
      twin: id,
      time,
      t,
      version,
      ports: Object.fromEntries(
        Object.entries(ports).map(([port, sample]) => [port, { type: types.get(port) ?? '', ...sample }]),
      ),
      nodes: twin.status(),
      outOfService: twin.outOfService(),
    };
    isThere = true;
    if (following) twin.replay(following);
    else if (Number.isFinite(twin.nextDue())) twin.advance(twin.nextDue());
    return { ...frame, next };
  }

  /** Why a port said what it said at a time, s since 1970; shares for which there is no time are left out. */
  async why(id: string, time: number, port: string): Promise<WhyBody | NoPast> {
    const stand = await this.#log.standAt(id, time, time - WHY_SECONDS);
    if ('reason' in stand) return stand;
    const planned = await this.#planOf(id, stand);
    if ('reason' in planned) return planned;
    const { snapshot, entries, version } = stand;
    const end = performance.now() + WHY_LIMIT_SECONDS * 1000;
    const at = time - snapshot.epoch;
    const ground = { plan: planned.plan, twin: id, snapshot, entries, at };
    const rows = explain({ ...ground, hasTime: () => performance.now() < end }, port);
    if (!rows) return { reason: 'unknown-port' };
    return { twin: id, time, window: at - Math.max(snapshot.micros, 0) / 1e6, version, rows };
  }

  /** What the KPIs of the flow came to between two times, s since 1970; from when the twin ran through, where that was later. */
  async figures(id: string, from: number, to: number): Promise<FiguresBody | NoPast> {
    const stand = await this.#log.standAt(id, to, from);
    if ('reason' in stand) return stand;
    const planned = await this.#planOf(id, stand);
    if ('reason' in planned) return planned;
    const { plan } = planned;
    const { snapshot, entries, version, parameters } = stand;
    const { epoch, micros } = snapshot;
    const begin = Math.max(from - epoch, micros / 1e6, 0);
    const end = Math.max(to - epoch, begin);
    const known = resolveParameters(plan.flow, { twin: id, parameters: { ...parameters } }, []);
    const kpis = compileKpis(plan.flow.kpis, plan.ports, kpiParameters(plan.flow, known), []);
    const folding = pastFigures({ plan, twin: id, snapshot, entries, from: begin, to: end }, kpis);
    const results = await inTurns(folding);
    return {
      twin: id,
      from: epoch + begin,
      to: epoch + end,
      version,
      kpis: kpis.map(({ name, title, unit }) => ({
        name,
        title,
        unit,
        expression: plan.flow.kpis?.[name]?.expression ?? '',
        ...results[name]!,
      })),
    };
  }

  /** Makes ready for whatever is asked next. */
  lookThrough(): Promise<void> {
    return this.#log.lookThrough();
  }

  close(): void {
    this.#log.close();
  }

  /** What a twin ran at a time. */
  async #planOf(
    id: string,
    { name, document, parameters }: PastStand,
  ): Promise<{ plan: Plan } | { reason: 'unreadable'; diagnostics: Diagnostic[] }> {
    const key = JSON.stringify([id, name, parameters]);
    const known = this.#plans.get(key);
    if (known) return { plan: known };
    const tables = await this.#shelf.tablesFor(document);
    const binding = { id, parameters: { ...parameters } };
    const { plan, diagnostics } = compileDocument(document, this.#catalog, binding, tables);
    if (!plan) return { reason: 'unreadable', diagnostics };
    this.#plans.set(key, plan);
    for (const old of this.#plans.keys()) {
      if (this.#plans.size <= MOST_PLANS) break;
      this.#plans.delete(old);
    }
    return { plan };
  }
}
