import { aheadOf } from '@twinloom/runtime/compile/plan';
import { BAD } from '@twinloom/runtime/signal/quality';
import { packSnapshot } from '../journal/packed-snapshot.ts';
import type { HostedTwin } from './hosted-twin.ts';
import type { AheadWord } from './words.ts';

interface Asking {
  node: string;
  /** Index of the port whose limit is asked for. */
  port: number;
  every: number;
  lookBack: number;
  /** When it asks again, s since the origin. */
  next: number;
}

/** Asks for forks to run ahead whenever a node of a twin wants them to. What it asks changes nothing in the twin; what comes back is an input. */
export class AheadTap {
  readonly #taps = new Map<HostedTwin, Asking[]>();
  readonly #post: (word: AheadWord, transfer: ArrayBuffer[]) => void;

  constructor(post: (word: AheadWord, transfer: ArrayBuffer[]) => void) {
    this.#post = post;
  }

  /** A twin has taken its place: its nodes ask at once. */
  open(hosted: HostedTwin): void {
    const asking = hosted.twin.plan.nodes.flatMap((node): Asking[] => {
      const asked = aheadOf(node);
      const port = node.inputs[0]?.from ?? -1;
      const { every, lookBack } = asked ?? { every: 0, lookBack: 0 };
      return asked && port >= 0 ? [{ node: node.id, port, every, lookBack, next: 0 }] : [];
    });
    if (asking.length > 0) this.#taps.set(hosted, asking);
  }

  /** An instant has run. */
  passed(hosted: HostedTwin): void {
    const asking = this.#taps.get(hosted);
    if (!asking) return;
    const { twin } = hosted;
    for (const one of asking) {
      if (twin.t < one.next || twin.quality(one.port) >= BAD) continue;
      one.next = twin.t + one.every;
      const snapshot = packSnapshot(twin.snapshot());
      const sources = new Set(twin.plan.sources.map(({ node }) => node));
      const inputs = twin.plan.ports.flatMap(({ port, type }) =>
        type === 'number' && sources.has(port.split('.', 1)[0]!) ? [port] : [],
      );
      const { node, lookBack } = one;
      const t = twin.epoch + twin.t;
      const word = { twin: hosted.id, version: hosted.version, node, t, lookBack, inputs, snapshot };
      this.#post(word, [snapshot.buffer]);
    }
  }

  forget(hosted: HostedTwin): void {
    this.#taps.delete(hosted);
  }
}
