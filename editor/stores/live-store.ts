import { create } from 'zustand';
import type { ValuesFrame } from '@twinloom/runtime/protocol/frames';
import type {
  LayoutMessage,
  NodeStatus,
  NoticeMessage,
  StatusMessage,
} from '@twinloom/runtime/protocol/stream';
import type { PastBody } from '@twinloom/runtime/protocol/past';
import { ABSENT, BAD, GOOD, qualityCode, type QualityCode } from '@twinloom/runtime/signal/quality';
import { Picture } from './picture.ts';
import { TraceLog } from './trace-log.ts';

/** What a port shows now. Lent to a draw function for its call only: do not keep it. */
export interface Reading {
  /** Meaningless while `quality` is bad or absent. */
  value: number;
  quality: QualityCode;
  /** When it was measured, s since 1970; 0 while absent. */
  t: number;
  type: string;
  /** UCUM code; '' where the type has none. */
  unit: string;
  /** The value of a port that is not a number. */
  object: unknown;
  /** Why the port has no answer while it is bad though nothing is broken; else ''. */
  lacks: string;
}

export type Draw = (reading: Reading) => void;

/** What of the live twin React may render: it changes seldom. */
interface LiveState {
  connection: 'connecting' | 'live' | 'lost';
  /** When the page next tries to reach the server, ms since 1970. */
  retryAt: number;
  twin: string | undefined;
  /** `past`: it is not shown as it is, but as it was. */
  twinState: 'running' | 'stopped' | 'failed' | 'unknown' | 'past';
  says: string | undefined;
  /** Version of the flow the live ports belong to. */
  version: number;
  nodes: Readonly<Record<string, NodeStatus>>;
  /** Ports of the running twin, with their unit. */
  ports: ReadonlyMap<string, { type: string; unit: string }>;
  notices: readonly NoticeMessage['notice'][];
  /** Assets of the twin that are out of service. */
  outOfService: readonly string[];
}

const EMPTY: LiveState = {
  connection: 'connecting',
  retryAt: 0,
  twin: undefined,
  twinState: 'unknown',
  says: undefined,
  version: 0,
  nodes: {},
  ports: new Map(),
  notices: [],
  outOfService: [],
};

/** The structure of the live twin, for React. Values never pass through here. */
export const useLive = create<LiveState>(() => EMPTY);

/** Numbers a person can read change at most so often. */
const DRAW_EVERY_MS = 200;
/** While a hand moves a large canvas: painting values would take the frames of the movement. */
const DRAW_CALMLY_EVERY_MS = 1_000;
/** Rows of the trace log: 20 minutes at 20 frames a second. */
const TRACE_ROWS = 24_000;
const KEPT_NOTICES = 1_000;

/** Runs a function on an animation frame, at least so many ms from now; given in so that tests own the clock. */
export type RequestDraw = (draw: () => void, delayMs: number) => void;

const onAnimationFrame: RequestDraw = (draw, delayMs) => {
  setTimeout(() => requestAnimationFrame(draw), delayMs);
};

/** The newest value of every port of one twin, and who draws it: hop 9 of a reading's road, before the plot. Another picture may be shown in its place. */
export class LiveValues {
  readonly traces = new TraceLog(TRACE_ROWS);
  #names: string[] = [];
  #slots = new Map<string, number>();
  #types: string[] = [];
  #units: string[] = [];
  #values = new Float64Array(0);
  #qualities = new Uint8Array(0);
  #times = new Float64Array(0);
  /** Samples that came, by slot. */
  #counts = new Uint32Array(0);
  #objects = new Map<string, { value: unknown; quality: QualityCode; t: number }>();
  #lacks = new Map<string, string>();
  /** Params that a person set; a port tells its own value. */
  #handSets = new Map<string, number | boolean | string>();
  #layout = -1;
  #watchers = new Map<string, Set<Draw>>();
  #dirty = new Set<string>();
  #drawing = false;
  #isCalm = false;
  #lent: Reading = { value: 0, quality: ABSENT, t: 0, type: '', unit: '', object: undefined, lacks: '' };
  #picture: Picture | undefined;
  readonly #requestDraw: RequestDraw;

  constructor(requestDraw: RequestDraw = onAnimationFrame) {
    this.#requestDraw = requestDraw;
  }

  /** Calls `draw` now and whenever the port changed; returns the undo. */
  watch(port: string, draw: Draw): () => void {
    const watching = this.#watchers.get(port) ?? new Set();
    this.#watchers.set(port, watching.add(draw));
    draw(this.read(port));
    return () => {
      watching.delete(draw);
      if (watching.size === 0) this.#watchers.delete(port);
    };
  }

  /** What a port shows now. */
  read(port: string): Reading {
    const lent = this.#lent;
    if (this.#picture) return this.#picture.read(port, lent);
    const slot = this.#slots.get(port);
    if (slot === undefined) return this.#readHandSet(port);
    lent.type = this.#types[slot]!;
    lent.unit = this.#units[slot]!;
    lent.lacks = this.#lacks.get(port) ?? '';
    const object = this.#objects.get(port);
    lent.object = object?.value;
    lent.value = this.#values[slot]!;
    lent.quality = object ? object.quality : (this.#qualities[slot]! as QualityCode);
    lent.t = object ? object.t : this.#times[slot]!;
    return lent;
  }

  /** How many samples of a port came since its layout did; of those that come faster than frames one per frame. */
  countOf(port: string): number {
    const slot = this.#slots.get(port);
    return slot === undefined ? 0 : this.#counts[slot]!;
  }

  #readHandSet(param: string): Reading {
    const lent = this.#lent;
    const set = this.#handSets.get(param);
    lent.value = Number(typeof set === 'string' ? 0 : (set ?? 0));
    lent.quality = set === undefined ? ABSENT : GOOD;
    lent.t = 0;
    lent.type = lent.unit = lent.lacks = '';
    lent.object = set;
    return lent;
  }

  /** Names the ports of the frames that follow; who watches a port by name goes on watching it. */
  takeLayout({ id, ports }: LayoutMessage['layout']): void {
    this.#layout = id;
    this.#names = ports.map(({ port }) => port);
    this.#types = ports.map(({ type }) => type);
    this.#units = ports.map(({ unit }) => unit);
    this.#slots = new Map(this.#names.map((name, slot) => [name, slot]));
    this.#values = new Float64Array(ports.length);
    this.#qualities = new Uint8Array(ports.length).fill(ABSENT);
    this.#times = new Float64Array(ports.length);
    this.#counts = new Uint32Array(ports.length);
    this.#objects.clear();
    this.#lacks.clear();
    this.#handSets.clear();
    this.touchAll();
  }

  /** Takes a frame's values over; a frame of another layout is late and left out. Must not allocate. */
  takeFrame(frame: ValuesFrame): void {
    if (frame.layout !== this.#layout) return;
    for (let i = 0; i < frame.indexes.length; i++) {
      const slot = frame.indexes[i]!;
      if (slot >= this.#values.length) continue;
      this.#values[slot] = frame.values[i]!;
      this.#qualities[slot] = frame.qualities[i]!;
      if (this.#times[slot] !== frame.times[i]) this.#counts[slot]! += 1;
      this.#times[slot] = frame.times[i]!;
      const name = this.#names[slot]!;
      if (this.#watchers.has(name)) this.#dirty.add(name);
    }
    this.traces.append(frame.t, this.#readTrace, this.#readQuality);
    this.#schedule();
  }

  /** Takes over the values that are not numbers. */
  takeObjects(values: StatusMessage['status']['values']): void {
    for (const [port, { value, quality, t }] of Object.entries(values)) {
      const code =
        quality === 'good' || quality === 'uncertain' || quality === 'bad' ? qualityCode(quality) : ABSENT;
      const slot = this.#slots.get(port);
      if (slot !== undefined && this.#objects.get(port)?.t !== t) this.#counts[slot]! += 1;
      this.#objects.set(port, { value, quality: code, t });
      this.#dirty.add(port);
    }
    this.#schedule();
  }

  /** Takes over which outputs have no answer, and why, and which params are set by hand. */
  takeNodes(nodes: StatusMessage['status']['nodes']): void {
    const [lacks, handSets] = [this.#lacks, this.#handSets];
    this.#lacks = byName(nodes, 'lacks');
    this.#handSets = byName(nodes, 'handSets');
    this.#touchChanged(lacks, this.#lacks);
    this.#touchChanged(handSets, this.#handSets);
    this.#schedule();
  }

  #touchChanged(before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>): void {
    for (const name of new Set([...before.keys(), ...after.keys()]))
      if (before.get(name) !== after.get(name)) this.#dirty.add(name);
  }

  /** Shows another picture until it is called without one; what is live goes on behind it, and into the traces. */
  show(picture?: Picture): void {
    this.#picture = picture;
    for (const port of this.#watchers.keys()) this.#dirty.add(port);
    if (this.#drawing) return;
    // A person waits for it.
    this.#drawing = true;
    this.#requestDraw(this.#draw, 0);
  }

  /** Draws everything again: the look of all values changed. */
  touchAll(): void {
    for (const port of this.#watchers.keys()) this.#dirty.add(port);
    this.#schedule();
  }

  /** Whether values are drawn once a second only. */
  setCalm(isCalm: boolean): void {
    if (this.#isCalm === isCalm) return;
    this.#isCalm = isCalm;
    if (!isCalm && this.#dirty.size > 0) this.#requestDraw(this.#draw, 0);
  }

  readonly #readTrace = (port: string): number => {
    const slot = this.#slots.get(port);
    return slot === undefined || this.#qualities[slot]! >= BAD ? Number.NaN : this.#values[slot]!;
  };

  readonly #readQuality = (port: string): QualityCode => {
    const slot = this.#slots.get(port);
    return slot === undefined ? ABSENT : (this.#qualities[slot]! as QualityCode);
  };

  #schedule(): void {
    if (this.#drawing || this.#dirty.size === 0) return;
    this.#drawing = true;
    this.#requestDraw(this.#draw, this.#isCalm ? DRAW_CALMLY_EVERY_MS : DRAW_EVERY_MS);
  }

  readonly #draw = (): void => {
    this.#drawing = false;
    for (const port of this.#dirty) {
      const watching = this.#watchers.get(port);
      if (watching) for (const draw of watching) draw(this.read(port));
    }
    this.#dirty.clear();
  };
}

/** What the nodes of a status say under a key, by `node.member`. */
function byName<Key extends 'lacks' | 'handSets'>(
  nodes: StatusMessage['status']['nodes'],
  key: Key,
): Map<string, NonNullable<NodeStatus[Key]>[string]> {
  type Said = NonNullable<NodeStatus[Key]>[string];
  return new Map(
    Object.entries(nodes).flatMap(([id, node]) =>
      Object.entries((node[key] ?? {}) as Record<string, Said>).map(
        ([member, said]) => [`${id}.${member}`, said] as const,
      ),
    ),
  );
}

/** The live values of the twin on the screen. */
export const live = new LiveValues();

/** What React sees when the past is no longer shown; undefined while it is not. */
let behind: LiveState | undefined;

/** What is live now, shown or not. */
const liveNow = (): LiveState => behind ?? useLive.getState();

function setLive(change: Partial<LiveState>): void {
  if (behind) behind = { ...behind, ...change };
  else useLive.setState(change);
}

/** Forgets the twin on the screen before another one, or none, is followed. */
export function startFollowing(twin: string | undefined): void {
  showLive();
  live.traces.clear();
  live.takeLayout({ id: -1, twin: twin ?? '', version: 0, ports: [] });
  useLive.setState({
    twin,
    twinState: 'unknown',
    says: undefined,
    version: 0,
    nodes: {},
    outOfService: [],
    ports: new Map(),
    notices: [],
  });
}

export function takeLayout(layout: LayoutMessage['layout']): void {
  if (layout.twin !== useLive.getState().twin) return;
  live.takeLayout(layout);
  setLive({
    version: layout.version,
    ports: new Map(layout.ports.map(({ port, type, unit }) => [port, { type, unit }])),
  });
}

/** Takes a status over; nodes whose status did not change keep their object, so that their cards do not render. */
export function takeStatus(status: StatusMessage['status']): void {
  const before = liveNow();
  if (status.twin !== before.twin) return;
  live.takeObjects(status.values);
  live.takeNodes(status.nodes);
  const nodes = withFormer(status.nodes, before.nodes);
  const out = status.outOfService ?? [];
  const outOfService = out.join('\n') === before.outOfService.join('\n') ? before.outOfService : out;
  const isSame = before.twinState === status.state && before.says === status.says;
  if (nodes === before.nodes && isSame && outOfService === before.outOfService) return;
  setLive({ twinState: status.state, says: status.says, outOfService, nodes });
}

/** Shows the twin as it was, in place of how it is; what is live goes on behind it. */
export function showPast(body: PastBody): void {
  const { version, ports, nodes, outOfService } = body;
  const before = useLive.getState();
  behind ??= before;
  live.show(new Picture(body));
  useLive.setState({
    twinState: 'past',
    says: undefined,
    version,
    nodes: withFormer(nodes, before.nodes),
    outOfService,
    ports: new Map(Object.entries(ports)),
  });
}

/** Shows what is live again. */
export function showLive(): void {
  if (!behind) return;
  const { connection, retryAt, notices } = useLive.getState();
  live.show();
  useLive.setState({ ...behind, connection, retryAt, notices });
  behind = undefined;
}

/** The nodes with the objects of the former ones where they say the same; these themselves where all do. */
function withFormer(
  now: Readonly<Record<string, NodeStatus>>,
  former: LiveState['nodes'],
): LiveState['nodes'] {
  let changed = Object.keys(now).length !== Object.keys(former).length;
  const nodes: Record<string, NodeStatus> = {};
  for (const [id, node] of Object.entries(now)) {
    const known = former[id];
    const same = known !== undefined && sameStatus(known, node);
    nodes[id] = same ? known : node;
    changed ||= !same;
  }
  return changed ? nodes : former;
}

function sameStatus(a: NodeStatus, b: NodeStatus): boolean {
  return (
    a.state === b.state &&
    a.says === b.says &&
    a.setByHand === b.setByHand &&
    Object.keys(a.handSets ?? {}).join() === Object.keys(b.handSets ?? {}).join() &&
    a.dropped === b.dropped &&
    a.lost === b.lost &&
    a.waiting === b.waiting
  );
}

export function takeNotice(notice: NoticeMessage['notice']): void {
  useLive.setState(({ notices }) => ({ notices: [notice, ...notices].slice(0, KEPT_NOTICES) }));
}

export function connectionOpened(): void {
  useLive.setState({ connection: 'live' });
}

export function connectionLost(retryMs: number): void {
  live.traces.gap();
  useLive.setState({ connection: 'lost', retryAt: Date.now() + retryMs });
}
