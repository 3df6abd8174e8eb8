import type { Vector } from '@twinloom/runtime/signal/vector';

/** A vector whose values follow each other evenly in time. */
export interface Waveform {
  values: readonly number[];
  /** s. */
  spacing: number;
}

/** The vector as a waveform; throws what a person should read where it is none, so that the node shows it and its outputs are bad. */
export function waveformOf({ values, spacing }: Vector, fewest: number): Waveform {
  if (spacing === undefined) {
    throw new Error(
      `expected a waveform, which says the time between its values; got ${values.length} values without a spacing. Send { "values": […], "spacing": s }, or put a Window before it`,
    );
  }
  if (values.length < fewest) {
    throw new Error(`expected a waveform of at least ${fewest} values, got ${values.length}`);
  }
  return { values, spacing };
}
