import type { PlanNode } from '@twinloom/runtime/compile/plan';
import { DISABLED, OUT_OF_SERVICE } from '@twinloom/runtime/run/holdings';
import { BAD } from '@twinloom/runtime/signal/quality';
import type { HostedTwin } from './hosted-twin.ts';
import type { AlarmsWord, AlarmWord } from './words.ts';

interface Watched {
  node: PlanNode;
  /** Index of the port that says whether it is raised. */
  port: number;
  /** Index of the port that suppresses it; -1 where none does. */
  suppress: number;
  last: AlarmWord['state'] | undefined;
}

/** Notices when an alarm of a twin is raised, is cleared, or cannot tell. */
export class AlarmTap {
  readonly #taps = new Map<HostedTwin, Watched[]>();
  readonly #post: (word: AlarmsWord) => void;

  constructor(post: (word: AlarmsWord) => void) {
    this.#post = post;
  }

  /** Tells how all alarms of a twin stand, and which there are, before anything of them changes. */
  open(hosted: HostedTwin): void {
    const watched = hosted.twin.plan.nodes.flatMap((node): Watched[] => {
      const { raises } = node.definition.descriptor;
      const port = raises === undefined ? -1 : hosted.twin.portIndex(`${node.id}.${raises}`);
      return port < 0 ? [] : [{ node, port, suppress: suppressorOf(node), last: undefined }];
    });
    this.#taps.set(hosted, watched);
    for (const one of watched) one.last = stateOf(hosted, one);
    this.#post({ twin: hosted.id, isWhole: true, alarms: watched.map((one) => describe(hosted, one)) });
  }

  /** An instant has run. */
  passed(hosted: HostedTwin): void {
    const watched = this.#taps.get(hosted);
    if (!watched || watched.length === 0) return;
    for (const one of watched) {
      const mayBeQuiet = one.node.mayBeHeld || one.suppress >= 0;
      if (!mayBeQuiet && !hosted.twin.isFresh(one.port)) continue;
      const state = stateOf(hosted, one);
      if (state === one.last) continue;
      one.last = state;
      this.#post({ twin: hosted.id, isWhole: false, alarms: [describe(hosted, one)] });
    }
  }

  forget(hosted: HostedTwin): void {
    this.#taps.delete(hosted);
  }
}

function suppressorOf({ definition, inputs }: PlanNode): number {
  const { suppressedBy } = definition.descriptor;
  return inputs.find(({ name }) => name === suppressedBy)?.from ?? -1;
}

function stateOf({ twin }: HostedTwin, { node, port, suppress }: Watched): AlarmWord['state'] {
  const hold = twin.holdOf(node.index);
  if (hold === OUT_OF_SERVICE) return 'out-of-service';
  if (hold === DISABLED) return 'by-design';
  // A bad port reads as NaN, which suppresses nothing.
  if (suppress >= 0 && twin.value(suppress) === 1) return 'by-design';
  if (twin.quality(port) >= BAD) return 'unknown';
  return twin.value(port) === 0 ? 'clear' : 'raised';
}

function describe({ twin }: HostedTwin, { node, last = 'unknown' }: Watched): AlarmWord {
  const { id, params, inputs } = node;
  const { flow, ports } = twin.plan;
  const from = inputs[0]?.from ?? -1;
  const value = from < 0 ? Number.NaN : twin.value(from);
  return {
    node: id,
    title: flow.nodes[id]?.title ?? id,
    priority: params['priority'] as AlarmWord['priority'],
    text: String(params['text'] ?? ''),
    state: last,
    t: twin.epoch + Math.max(twin.t, 0),
    ...(Number.isFinite(value) && { value, unit: ports[from]?.unit ?? '' }),
  };
}
