import type { LinkWord, PortsWord } from './words.ts';

/** One worker, as seen by those that carry what its twins say to others. */
export interface Side {
  tell(word: LinkWord): void;
  /** How it stands by a twin; undefined where it is not its own. */
  stateOf(twin: string): 'running' | 'away' | undefined;
}

/** Stands for a value of a port that is not there. */
export const BAD_SAMPLE: Uint8Array = new TextEncoder().encode(
  JSON.stringify({ value: null, quality: 'bad' }),
);

export function sayNoTwin(twin: string): string {
  return `there is no twin ${twin}`;
}

/** Between workers: carries what twins say to the twins of other workers that follow them. */
export class TwinExchange {
  /** By worker: the ports it wants, by twin. */
  readonly #wants = new Map<Side, Map<string, readonly string[]>>();

  /** A worker begins, or begins anew: nothing is known there. */
  begin(side: Side): void {
    this.end(side);
    this.#wants.set(side, new Map());
    for (const twin of this.#followed()) this.#ask(side, twin);
  }

  end(side: Side): void {
    const wanted = [...(this.#wants.get(side)?.keys() ?? [])];
    this.#wants.delete(side);
    for (const twin of wanted) this.#askAll(twin);
  }

  /** What a worker says to the others. */
  hear(from: Side, word: LinkWord): void {
    switch (word.kind) {
      case 'follows':
        return this.#follow(from, word.twin, word.ports);
      case 'ports':
        for (const [side, wants] of this.#wants) if (side !== from && wants.has(word.twin)) side.tell(word);
        return;
      case 'said':
        for (const [side, wants] of this.#wants) {
          const said = side === from ? [] : word.said.filter(({ twin }) => wants.has(twin));
          if (said.length > 0) side.tell({ kind: 'said', said });
        }
        return;
      default:
        return word satisfies never;
    }
  }

  /** Twins do not run for a while: who follows them elsewhere hears so. */
  away(from: Side, twins: readonly string[], says: string): void {
    for (const [side, wants] of this.#wants) {
      for (const twin of side === from ? [] : twins) {
        const ports = wants.get(twin);
        if (ports) side.tell(notThere(twin, ports, `the twin ${twin} is away: ${says}`, true));
      }
    }
  }

  #follow(from: Side, twin: string, ports: readonly string[]): void {
    const wants = this.#wants.get(from);
    if (ports.length > 0) wants?.set(twin, ports);
    else wants?.delete(twin);
    this.#askAll(twin);
    if (ports.length === 0) return;
    const states = [...this.#wants.keys()].filter((side) => side !== from).map((side) => side.stateOf(twin));
    if (states.includes('running')) return;
    const says = states.includes('away') ? `the twin ${twin} does not run` : sayNoTwin(twin);
    from.tell(notThere(twin, ports, says, false));
  }

  #askAll(twin: string): void {
    for (const side of this.#wants.keys()) this.#ask(side, twin);
  }

  /** Tells a worker what all others together want of a twin. */
  #ask(side: Side, twin: string): void {
    const others = [...this.#wants].filter(([other]) => other !== side);
    const ports = [...new Set(others.flatMap(([, wants]) => wants.get(twin) ?? []))];
    side.tell({ kind: 'follows', twin, ports });
  }

  #followed(): Set<string> {
    return new Set([...this.#wants.values()].flatMap((wants) => [...wants.keys()]));
  }
}

function notThere(twin: string, ports: readonly string[], says: string, isRenewed: boolean): PortsWord {
  return {
    kind: 'ports',
    twin,
    isThere: false,
    isRenewed,
    ports: ports.map((port) => ({ port, says, sample: BAD_SAMPLE })),
  };
}
