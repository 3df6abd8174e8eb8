import type { PlanSource } from '@twinloom/runtime/compile/plan';
import { qualityName } from '@twinloom/runtime/signal/quality';
import type { Timers } from '@twinloom/runtime/schedule/pacer';
import { twinChannel, type Channel } from '../connectors/channel.ts';
import type { HostedTwin } from './hosted-twin.ts';
import { valueOf } from './read-samples.ts';

/** What the links are given of their engine. */
export interface LinkSurroundings {
  timers: Timers;
  find(twin: string): HostedTwin | undefined;
  /** What is wrong at a port that is followed; undefined = nothing. */
  noteFault(channel: Channel, says: string | undefined): void;
  /** Hands one instant of another twin to one that follows it. */
  deliver(follower: HostedTwin, at: number, samples: readonly LinkSample[]): void;
  countLost(follower: HostedTwin, node: string): void;
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
 * Carries what ports of twins say to the twins that follow them, within 10 ms: so long lies between the two even where they follow one another.
 * What one instant said arrives as one instant. Who begins to follow hears the value that stands; where the twin or its port goes, a bad sample.
 * One that was never there is not there yet: nothing is heard of it.
 */
export class TwinLinks {
  readonly #around: LinkSurroundings;
  /** By the twin that is followed: who follows it, with the sources that do. */
  readonly #followers = new Map<string, Map<HostedTwin, PlanSource[]>>();
  readonly #taps = new Map<HostedTwin, Tap[]>();
  #waiting: Said[] = [];

  constructor(around: LinkSurroundings) {
    this.#around = around;
  }

  /** A twin has taken its place: it follows others, and others may follow it. */
  join(hosted: HostedTwin): void {
    const followed = followedBy(hosted);
    for (const [twin, sources] of followed) {
      const followers = this.#followers.get(twin) ?? new Map<HostedTwin, PlanSource[]>();
      this.#followers.set(twin, followers.set(hosted, sources));
      const isThere = this.#around.find(twin) !== undefined;
      this.#tap(twin, isThere || !hosted.isNew ? [hosted] : []);
    }
    this.renew(hosted.id);
  }

  /** A twin is gone, or another takes its place. */
  leave(hosted: HostedTwin): void {
    this.#taps.delete(hosted);
    for (const twin of followedBy(hosted).keys()) {
      const followers = this.#followers.get(twin);
      followers?.delete(hosted);
      if (followers?.size === 0) this.#followers.delete(twin);
      this.#tap(twin, []);
    }
  }

  /** A twin came or went: tells those who follow it. */
  renew(twin: string): void {
    const followers = this.#followers.get(twin);
    if (followers) this.#tap(twin, [...followers.keys()]);
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

  /** Finds the ports of a twin that are followed, says what is wrong there, and hands what stands to those who ask. */
  #tap(twin: string, asking: readonly HostedTwin[]): void {
    const hosted = this.#around.find(twin);
    const followers = [...(this.#followers.get(twin) ?? [])];
    const wanted = new Set(followers.flatMap(([, sources]) => sources.map((source) => portOf(source).port)));
    const taps = hosted ? tapsOf(hosted, wanted) : [];
    if (hosted && taps.length > 0) this.#taps.set(hosted, taps);
    else if (hosted) this.#taps.delete(hosted);
    const standing = new Map<string, Uint8Array>();
    for (const port of wanted) {
      const index = taps.find((tap) => tap.port === port)?.index;
      this.#around.noteFault(twinChannel(twin, port), sayFault(twin, port, hosted, index));
      if (!hosted || index === undefined) standing.set(port, BAD_SAMPLE);
      else if (!isEvent(hosted, port) && Number.isFinite(hosted.twin.measuredAt(index)))
        standing.set(port, sampleOf(hosted, index));
    }
    const at = this.#around.timers.now();
    this.#forEachFollower({ twin, ports: standing }, (follower, samples) => {
      // An event that nobody said has not happened: for one there is no bad sample either.
      const lasting = samples.filter(({ source: { node } }) => !isEvent(follower, `${node}.value`));
      if (asking.includes(follower) && lasting.length > 0) this.#around.deliver(follower, at, lasting);
    });
  }
}

const BAD_SAMPLE = new TextEncoder().encode(JSON.stringify({ value: null, quality: 'bad' }));

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

function tapsOf({ twin }: HostedTwin, wanted: ReadonlySet<string>): Tap[] {
  return [...wanted].map((port) => ({ port, index: twin.portIndex(port) })).filter(({ index }) => index >= 0);
}

function sayFault(
  twin: string,
  port: string,
  hosted: HostedTwin | undefined,
  index: number | undefined,
): string | undefined {
  if (!hosted) return `there is no twin ${twin}`;
  return index === undefined ? `the twin ${twin} has no port ${port}` : undefined;
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
