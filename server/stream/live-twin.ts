import type { StatusMessage } from '@twinloom/runtime/protocol/stream';

export interface LayoutPort {
  port: string;
  type: string;
  unit: string;
}

const ABSENT = 3;

/** The last values of one twin, by slot; what a new reader sees first. Times in s since 1970. */
export interface LiveTwin {
  readonly id: string;
  version: number;
  /** Empty until the host has laid the twin out. */
  ports: readonly LayoutPort[];
  t: number;
  values: Float64Array;
  qualities: Uint8Array;
  times: Float64Array;
  status?: StatusMessage['status'];
}

/** A twin of which nothing is known yet. */
export function newLiveTwin(id: string): LiveTwin {
  return {
    id,
    version: 0,
    ports: [],
    t: 0,
    values: new Float64Array(0),
    qualities: new Uint8Array(0),
    times: new Float64Array(0),
  };
}

/** Gives a twin new ports; values of ports that keep name, type and unit stay, the others are absent. */
export function layOut(twin: LiveTwin, version: number, ports: readonly LayoutPort[]): void {
  const former = new Map(twin.ports.map((port, slot) => [keyOf(port), slot]));
  const values = new Float64Array(ports.length);
  const qualities = new Uint8Array(ports.length).fill(ABSENT);
  const times = new Float64Array(ports.length);
  ports.forEach((port, slot) => {
    const from = former.get(keyOf(port));
    if (from === undefined) return;
    values[slot] = twin.values[from] ?? 0;
    qualities[slot] = twin.qualities[from] ?? ABSENT;
    times[slot] = twin.times[from] ?? 0;
  });
  Object.assign(twin, { version, ports, values, qualities, times });
}

/** Takes in what changed; slots the layout does not have are left out. Must not allocate. */
export function takeIn(
  twin: LiveTwin,
  t: number,
  indexes: Uint32Array,
  values: Float64Array,
  qualities: Uint8Array,
  times: Float64Array,
): void {
  if (t > twin.t) twin.t = t;
  const slots = twin.ports.length;
  for (let i = 0; i < indexes.length; i++) {
    const slot = indexes[i] ?? slots;
    if (slot >= slots) continue;
    twin.values[slot] = values[i] ?? 0;
    twin.qualities[slot] = qualities[i] ?? ABSENT;
    twin.times[slot] = times[i] ?? 0;
  }
}

function keyOf({ port, type, unit }: LayoutPort): string {
  return `${port}\n${type}\n${unit}`;
}
