import type { PlanSource } from '@twinloom/runtime/compile/plan';
import { qualityName } from '@twinloom/runtime/signal/quality';
import type { Timers } from '@twinloom/runtime/schedule/pacer';
import { twinChannel, type Channel } from '../connectors/channel.ts';
import type { HostedTwin } from './hosted-twin.ts';
import { valueOf } from './read-samples.ts';
import { BAD_SAMPLE, sayNoTwin } from './twin-exchange.ts';
import type { LinkWord, PortsWord } from './words.ts';

/** What the links are given of their engine. */
export interface LinkSurroundings {
  timers: Timers;
  find(twin: string): HostedTwin | undefined;
  /** What is wrong at a port that is followed; undefined = nothing. */
  noteFault(channel: Channel, says: string | undefined): void;
  /** Hands one instant of another twin to one that follows it. */
  deliver(follower: HostedTwin, at: number, samples: readonly LinkSample[]): void;
  countLost(follower: HostedTwin, node: string): void;
  /** To the workers of other twins. */
  post(word: LinkWord): void;
}

/** What one source of a follower is handed. */
export interface LinkSample {
  source: PlanSource;
  topic: string;
  bytes: Uint8Array;
}

interface Tap {
  port: string;
  index: number;
}

/** What the followed ports of a twin said in one instant, as bytes. */
interface Said {
  twin: string;
  ports: ReadonlyMap<string, Uint8Array>;
}

const PAUSE_SECONDS = 0.01;
const MOST_WAITING = 10_000;

/**
 * Carries what ports of twins say to the twins that follow them, here and in other workers, within 10 ms: so long lies between the two even where
 * they follow one another. What one instant said arrives as one instant. Who begins to follow hears the value that stands; where the twin or its
 * port goes, a bad sample. One that was never there is not there yet: nothing is heard of it.
 */
export class TwinLinks {
  readonly #around: LinkSurroundings;
  /** By the twin that is followed: who follows it, with the sources that do. */
  readonly #followers = new Map<string, Map<HostedTwin, PlanSource[]>>();
  /** By the twin that is followed: the ports that other workers want. */
  readonly #wantedElsewhere = new Map<string, readonly string[]>();
  /** By a twin of another worker: who has not heard yet how it stands. */
  readonly #asking = new Map<string, Set<HostedTwin>>();
  /** Twins of other workers of which something else may be wanted now. */
  readonly #toAsk = new Set<string>();
  readonly #taps = new Map<HostedTwin, Tap[]>();
  #waiting: Said[] = [];

  constructor(around: LinkSurroundings) {
    this.#around = around;
  }

  /** A twin has taken its place: it follows others, and others may follow it. */
  join(hosted: HostedTwin): void {
    for (const [twin, sources] of followedBy(hosted)) {
      const followers = this.#followers.get(twin) ?? new Map<HostedTwin, PlanSource[]>();
      this.#followers.set(twin, followers.set(hosted, sources));
      this.#look(twin, [hosted]);
    }
    this.#renewHere(hosted);
  }

  /** A twin is gone, or another takes its place. */
  leave(hosted: HostedTwin): void {
    this.#taps.delete(hosted);
    for (const twin of followedBy(hosted).keys()) {
      const followers = this.#followers.get(twin);
      followers?.delete(hosted);
      this.#asking.get(twin)?.delete(hosted);
      if (followers?.size === 0) this.#followers.delete(twin);
      this.#look(twin, []);
    }
  }

  /**
   * Tells other workers what is wanted of their twins, once all that leave have left and all that join are there: one that is followed on is never
   * told that nobody wants it, so that nothing it says meanwhile is missing.
   */
  askElsewhere(): void {
    for (const twin of this.#toAsk) {
      if (this.#around.find(twin)) continue;
      const ports = this.#wantedHere(twin);
      if (ports.length === 0) this.#asking.delete(twin);
      this.#around.post({ kind: 'follows', twin, ports });
    }
    this.#toAsk.clear();
  }

  /** A twin went: who follows it is told, here and elsewhere. */
  gone(twin: string): void {
    const absent = (wanted: readonly string[]): PortsWord => ({
      kind: 'ports',
      twin,
      isThere: false,
      isRenewed: true,
      ports: wanted.map((port) => ({ port, says: sayNoTwin(twin), sample: BAD_SAMPLE })),
    });
    const elsewhere = this.#wantedElsewhere.get(twin);
    if (elsewhere) this.#around.post(absent(elsewhere));
    this.#take(absent(this.#wantedHere(twin)), []);
    if (this.#followers.has(twin)) this.#look(twin, []);
  }

  /** What other workers say of their twins, or ask of those here. */
  hear(word: LinkWord): void {
    switch (word.kind) {
      case 'follows': {
        if (word.ports.length > 0) this.#wantedElsewhere.set(word.twin, word.ports);
        else this.#wantedElsewhere.delete(word.twin);
        const hosted = this.#around.find(word.twin);
        if (hosted) this.#tell(hosted, this.#tap(hosted), false);
        return;
      }
      case 'ports': {
        const asking = [...(this.#asking.get(word.twin) ?? [])];
        this.#asking.get(word.twin)?.clear();
        return this.#take(word, asking);
      }
      case 'said': {
        const at = this.#around.timers.now();
        for (const said of word.said)
          this.#forEachFollower(said, (follower, samples) => this.#around.deliver(follower, at, samples));
        return;
      }
      default:
        return word satisfies never;
    }
  }

  /** An instant of a twin has run. Must not allocate for a twin that nobody follows. */
  passed(hosted: HostedTwin): void {
    const taps = this.#taps.get(hosted);
    if (!taps) return;
    const fresh = taps.filter(({ index }) => hosted.twin.isFresh(index));
    if (fresh.length === 0) return;
    if (this.#waiting.length >= MOST_WAITING) {
      const said = this.#waiting.shift()!;
      this.#forEachFollower(said, (follower, samples) => {
        for (const { source } of samples) this.#around.countLost(follower, source.node);
      });
    }
    this.#waiting.push({
      twin: hosted.id,
      ports: new Map(fresh.map(({ port, index }) => [port, sampleOf(hosted, index)])),
    });
    if (this.#waiting.length === 1) this.#around.timers.after(PAUSE_SECONDS, () => this.#flush());
  }

  #flush(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    const at = this.#around.timers.now();
    const elsewhere = waiting.filter(({ twin }) => this.#wantedElsewhere.has(twin));
    if (elsewhere.length > 0) this.#around.post({ kind: 'said', said: elsewhere });
    for (const said of waiting) {
      this.#forEachFollower(said, (follower, samples) => this.#around.deliver(follower, at, samples));
    }
  }

  #forEachFollower(
    { twin, ports }: Said,
    run: (follower: HostedTwin, samples: readonly LinkSample[]) => void,
  ): void {
    for (const [follower, sources] of this.#followers.get(twin) ?? []) {
      const samples = sources.flatMap((source) => {
        const { port, topic } = portOf(source);
        const bytes = ports.get(port);
        return bytes ? [{ source, topic, bytes }] : [];
      });
      if (samples.length > 0) run(follower, samples);
    }
  }

  /** Who asks hears how a twin stands: at once where it runs here, else when its worker answers. */
  #look(twin: string, asking: readonly HostedTwin[]): void {
    const hosted = this.#around.find(twin);
    if (hosted) return this.#take(this.#portsOf(hosted, this.#tap(hosted), false), asking);
    const known = this.#asking.get(twin) ?? new Set<HostedTwin>();
    for (const follower of asking) known.add(follower);
    this.#asking.set(twin, known);
    this.#toAsk.add(twin);
  }

  /** A twin came, or took the place of another: all who follow it are told. */
  #renewHere(hosted: HostedTwin): void {
    if (this.#asking.delete(hosted.id)) this.#around.post({ kind: 'follows', twin: hosted.id, ports: [] });
    const ports = this.#tap(hosted);
    this.#tell(hosted, ports, true);
    this.#take(this.#portsOf(hosted, ports, true), []);
  }

  #tell(hosted: HostedTwin, taps: readonly Tap[], isRenewed: boolean): void {
    const wanted = this.#wantedElsewhere.get(hosted.id) ?? [];
    if (wanted.length > 0) this.#around.post(this.#portsOf(hosted, taps, isRenewed));
  }

  /** Finds the ports of a twin here that are followed. */
  #tap(hosted: HostedTwin): Tap[] {
    const elsewhere = this.#wantedElsewhere.get(hosted.id) ?? [];
    const wanted = new Set([...this.#wantedHere(hosted.id), ...elsewhere]);
    const taps = [...wanted].map((port) => ({ port, index: hosted.twin.portIndex(port) }));
    const found = taps.filter(({ index }) => index >= 0);
    if (found.length > 0) this.#taps.set(hosted, found);
    else this.#taps.delete(hosted);
    return taps;
  }

  #wantedHere(twin: string): string[] {
    const followers = [...(this.#followers.get(twin)?.values() ?? [])];
    return [...new Set(followers.flatMap((sources) => sources.map((source) => portOf(source).port)))];
  }

  #portsOf(hosted: HostedTwin, taps: readonly Tap[], isRenewed: boolean): PortsWord {
    const ports = taps.map(({ port, index }) => {
      const says = `the twin ${hosted.id} has no port ${port}`;
      if (index < 0) return { port, says, sample: BAD_SAMPLE };
      const stands = !isEvent(hosted, port) && Number.isFinite(hosted.twin.measuredAt(index));
      return { port, ...(stands && { sample: sampleOf(hosted, index) }) };
    });
    return { kind: 'ports', twin: hosted.id, isThere: true, isRenewed, ports };
  }

  /** Says what is wrong at the ports of a twin, and hands what stands there to those who ask, or to all where it is renewed. */
  #take({ twin, isThere, isRenewed, ports }: PortsWord, asking: Iterable<HostedTwin>): void {
    for (const { port, says } of ports) this.#around.noteFault(twinChannel(twin, port), says);
    const told = new Set(isRenewed ? this.#followers.get(twin)?.keys() : asking);
    const standing = ports.flatMap(({ port, sample }) => (sample ? [[port, sample] as const] : []));
    const at = this.#around.timers.now();
    this.#forEachFollower({ twin, ports: new Map(standing) }, (follower, samples) => {
      // An event that nobody said has not happened: for one there is no bad sample either.
      const lasting = samples.filter(({ source: { node } }) => !isEvent(follower, `${node}.value`));
      const hears = told.has(follower) && (isThere || isRenewed || !follower.isNew);
      if (hears && lasting.length > 0) this.#around.deliver(follower, at, lasting);
    });
  }
}

function followedBy({ twin: { plan } }: HostedTwin): Map<string, PlanSource[]> {
  const followed = new Map<string, PlanSource[]>();
  for (const source of plan.sources) {
    if (source.address.protocol !== 'twin') continue;
    const { twin } = source.address;
    followed.set(twin, [...(followed.get(twin) ?? []), source]);
  }
  return followed;
}

function portOf({ address }: PlanSource): { port: string; topic: string } {
  return address.protocol === 'twin'
    ? { port: address.port, topic: twinChannel(address.twin, address.port).topic }
    : { port: '', topic: '' };
}

function isEvent({ twin }: HostedTwin, port: string): boolean {
  return twin.plan.ports[twin.portIndex(port)]?.type === 'event';
}

/** JSON that the source decodes: the value with its unit and quality, and when it was measured, s since 1970. */
function sampleOf({ twin }: HostedTwin, index: number): Uint8Array {
  const { type, unit } = twin.plan.ports[index]!;
  const sample = {
    type,
    value: valueOf(twin, index, type),
    unit,
    quality: qualityName(twin.quality(index)),
    t: twin.epoch + twin.measuredAt(index),
  };
  return new TextEncoder().encode(JSON.stringify(sample));
}
