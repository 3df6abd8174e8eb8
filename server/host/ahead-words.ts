import type { Input } from '@twinloom/runtime/run/inbox';
import type { Recording } from '@twinloom/runtime/scenario/lay-inputs';
import type { AheadWord, TwinOrder } from './words.ts';

/** What the process that runs forks ahead is asked. */
export interface AheadOrder extends Pick<AheadWord, 'twin' | 'node' | 'snapshot'> {
  dataDir: string;
  document: unknown;
  parameters: TwinOrder['parameters'];
  recorded: ReadonlyMap<string, Recording>;
}

/** What it answers: samples of the node's outputs, or that it cannot. */
export type FromAhead = { inputs: Input[] } | { failed: string };
