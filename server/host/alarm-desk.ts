import type { Timers } from '@twinloom/runtime/schedule/pacer';
import type { AlarmBody, AlarmEventBody } from '@twinloom/runtime/protocol/bodies';
import type { AlarmsWord, AlarmWord } from './words.ts';

export interface AlarmDeskOptions {
  timers: Timers;
  /** Alarms that were not normal when the server last ran. */
  alarms: readonly AlarmBody[];
  /** Keeps how one stands (undefined = normal) and what happened to it. */
  keep: (key: { twin: string; node: string }, alarm: AlarmBody | undefined, event: AlarmEventBody) => void;
}

/** Which alarm. */
export interface AlarmKey {
  twin: string;
  node: string;
}

/** Who did something, and why. */
export interface ByWhom {
  author: string;
  comment?: string | undefined;
}

/** Alarms that an operator can take in: more of them in ten minutes is a flood (ANSI/ISA-18.2, EEMUA 191). */
const FLOOD_COUNT = 10;
const FLOOD_SECONDS = 600;
const LOOK_SECONDS = 1;

/**
 * How the alarms of all twins stand, after ANSI/ISA-18.2: raised and not acknowledged, raised and acknowledged, back to normal but not
 * acknowledged, shelved until a time, suppressed by design, out of service. One that is back and acknowledged is normal and not listed. A
 * bad input leaves an alarm as it was. One that is suppressed or out of service is not raised, whatever its input says.
 */
export class AlarmDesk {
  readonly #options: AlarmDeskOptions;
  readonly #alarms: Map<string, AlarmBody>;
  /** When alarms were raised, s since 1970, of the last ten minutes. */
  #raised: number[] = [];
  #undo: () => void = () => undefined;

  constructor(options: AlarmDeskOptions) {
    this.#options = options;
    this.#alarms = new Map(options.alarms.map((alarm) => [keyOf(alarm), alarm]));
    this.#look();
  }

  /** Every alarm that is not normal, the most urgent first, and how many were raised in ten minutes. */
  list(): { alarms: AlarmBody[]; flood: { count: number; isFlood: boolean } } {
    const alarms = [...this.#alarms.values()].toSorted(
      (a, b) => rankOf(a) - rankOf(b) || URGENCY[a.priority] - URGENCY[b.priority] || b.since - a.since,
    );
    const from = this.#options.timers.now() - FLOOD_SECONDS;
    this.#raised = this.#raised.filter((t) => t > from);
    const count = this.#raised.length;
    return { alarms, flood: { count, isFlood: count > FLOOD_COUNT } };
  }

  /** What the worker says of the alarms of a twin. */
  take({ twin, isWhole, alarms }: AlarmsWord): void {
    if (isWhole) {
      const there = new Set(alarms.map(({ node }) => node));
      for (const alarm of this.#alarms.values()) {
        if (alarm.twin === twin && !there.has(alarm.node)) this.#end(alarm, 'removed');
      }
    }
    for (const word of alarms) this.#follow(twin, word);
  }

  /** A twin is gone, and its alarms with it. */
  forget(twin: string): void {
    for (const alarm of this.#alarms.values()) if (alarm.twin === twin) this.#end(alarm, 'removed');
  }

  /** Somebody has seen it; false where there is nothing to acknowledge. */
  acknowledge(key: AlarmKey, by: ByWhom): boolean {
    const alarm = this.#alarms.get(keyOf(key));
    if (!alarm || alarm.suppressed || alarm.isAcknowledged || alarm.shelvedUntil !== undefined) return false;
    const seen = { ...alarm, isAcknowledged: true, ...about(by) };
    if (alarm.isRaised) this.#set(seen, 'acknowledged', by);
    else this.#end(seen, 'acknowledged', by);
    return true;
  }

  /** It is put away for a time, raised or not; false where there is no such alarm. */
  shelve(key: AlarmKey, seconds: number, by: ByWhom): boolean {
    const alarm = this.#alarms.get(keyOf(key));
    if (!alarm) return false;
    const shelvedUntil = this.#options.timers.now() + seconds;
    this.#set({ ...alarm, shelvedUntil, ...about(by) }, 'shelved', by);
    return true;
  }

  /** It is shown again; false where it was not shelved. */
  unshelve(key: AlarmKey, by: ByWhom): boolean {
    const alarm = this.#alarms.get(keyOf(key));
    if (alarm?.shelvedUntil === undefined) return false;
    this.#takeOut(alarm, by);
    return true;
  }

  close(): void {
    this.#undo();
  }

  #follow(twin: string, said: AlarmWord): void {
    const { state, node, t, ...word } = said;
    const known = this.#alarms.get(keyOf({ twin, node }));
    if (state === 'by-design' || state === 'out-of-service') return this.#suppress(said, twin, known, state);
    if (known?.suppressed) return this.#comeBack(known, said);
    if (state === 'unknown') {
      if (known && !known.isUnknown) this.#set({ ...known, isUnknown: true }, 'unknown');
      return;
    }
    const isRaised = state === 'raised';
    if (!known) {
      if (!isRaised) return;
      this.#raise({ twin, node, ...word, isRaised, isAcknowledged: false, isUnknown: false, since: t });
      return;
    }
    const now = { ...known, ...word, isUnknown: false };
    if (known.isRaised === isRaised) {
      if (known.isUnknown || isOther(known, now)) this.#set(now, known.isUnknown ? 'known' : undefined);
      return;
    }
    if (known.shelvedUntil !== undefined) {
      this.#set({ ...now, isRaised, since: t }, isRaised ? 'raised' : 'cleared');
    } else if (isRaised) {
      const { comment: _, author: __, ...fresh } = now;
      this.#raise({ ...fresh, isRaised, isAcknowledged: false, since: t });
    } else if (known.isAcknowledged) this.#end({ ...now, since: t }, 'cleared');
    else this.#set({ ...now, isRaised, since: t }, 'cleared');
  }

  #suppress(
    { node, title, priority, text, t }: AlarmWord,
    twin: string,
    known: AlarmBody | undefined,
    suppressed: NonNullable<AlarmBody['suppressed']>,
  ): void {
    const named = { twin, node, title, priority, text };
    if (known?.suppressed === suppressed) {
      const now = { ...known, ...named };
      if (isOther(known, now)) this.#set(now, undefined);
      return;
    }
    if (known?.suppressed) this.#set(known, ENDS[known.suppressed]);
    const quiet = { isRaised: false, isAcknowledged: true, isUnknown: false, since: t, suppressed };
    const shelvedUntil = known?.shelvedUntil;
    this.#set(
      { ...named, ...quiet, ...(shelvedUntil !== undefined && { shelvedUntil }) },
      BEGINS[suppressed],
    );
  }

  /** It counts again: raised it is new, or else normal. */
  #comeBack({ suppressed = 'by-design', ...known }: AlarmBody, { state, t, ...word }: AlarmWord): void {
    const now = { ...known, ...word, since: t };
    const event = ENDS[suppressed];
    if (state !== 'raised' && known.shelvedUntil === undefined) return this.#end(now, event);
    this.#set(now, event);
    if (state !== 'raised') return;
    const raised = { ...now, isRaised: true, isAcknowledged: false };
    if (known.shelvedUntil === undefined) this.#raise(raised);
    else this.#set(raised, 'raised');
  }

  #raise(alarm: AlarmBody): void {
    this.#raised.push(this.#options.timers.now());
    this.#set(alarm, 'raised');
  }

  #takeOut(alarm: AlarmBody, by?: ByWhom): void {
    const { shelvedUntil: _, ...shown } = alarm;
    if (shown.suppressed) this.#set(shown, 'unshelved', by);
    else if (shown.isRaised) this.#set({ ...shown, isAcknowledged: false }, 'unshelved', by);
    else this.#end(shown, 'unshelved', by);
  }

  #look(): void {
    const { timers } = this.#options;
    const now = timers.now();
    for (const alarm of this.#alarms.values()) {
      if (alarm.shelvedUntil !== undefined && alarm.shelvedUntil <= now) this.#takeOut(alarm);
    }
    this.#undo = timers.after(LOOK_SECONDS, () => this.#look());
  }

  #set(alarm: AlarmBody, event: AlarmEventBody['event'] | undefined, by?: ByWhom): void {
    this.#alarms.set(keyOf(alarm), alarm);
    if (event) this.#options.keep(alarm, alarm, this.#eventOf(alarm, event, by));
  }

  #end(alarm: AlarmBody, event: AlarmEventBody['event'], by?: ByWhom): void {
    this.#alarms.delete(keyOf(alarm));
    this.#options.keep(alarm, undefined, this.#eventOf(alarm, event, by));
  }

  #eventOf(alarm: AlarmBody, event: AlarmEventBody['event'], by: ByWhom | undefined): AlarmEventBody {
    const { twin, node, title, priority, text, since, value, unit } = alarm;
    const isOfPlant = event === 'raised' || event === 'cleared';
    const t = isOfPlant ? since : this.#options.timers.now();
    const reading = value === undefined ? {} : { value, unit };
    return { t, twin, node, title, priority, text, event, ...reading, ...(by && about(by)) };
  }
}

const BEGINS = { 'by-design': 'suppressed', 'out-of-service': 'out-of-service' } as const;
const ENDS = { 'by-design': 'unsuppressed', 'out-of-service': 'in-service' } as const;
const URGENCY = { critical: 0, high: 1, medium: 2, low: 3 } as const;

/** Raised and unseen first, then back and unseen, then seen, then shelved, then suppressed. */
function rankOf({ isRaised, isAcknowledged, shelvedUntil, suppressed }: AlarmBody): number {
  if (suppressed !== undefined) return 4;
  if (shelvedUntil !== undefined) return 3;
  if (isAcknowledged) return 2;
  return isRaised ? 0 : 1;
}

function keyOf({ twin, node }: AlarmKey): string {
  return `${twin}\n${node}`;
}

function about({ author, comment }: ByWhom): { author: string; comment?: string } {
  return { author, ...(comment !== undefined && comment !== '' && { comment }) };
}

/** Another reading alone is no news: it changes with each sample. */
function isOther(a: AlarmBody, b: AlarmBody): boolean {
  return a.title !== b.title || a.text !== b.text || a.priority !== b.priority;
}
