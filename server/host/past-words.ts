import type { FiguresBody } from '@twinloom/runtime/protocol/figures';
import type { WhyBody } from '@twinloom/runtime/protocol/past';
import type { NoPast, PastFrame } from './past-twins.ts';

/** What the process that shows the past is asked. Times in s since 1970. */
export type PastQuestion =
  | { ask: 'at'; twin: string; time: number }
  | { ask: 'why'; twin: string; time: number; port: string }
  | { ask: 'figures'; twin: string; from: number; to: number }
  | { ask: 'first'; twin: string };

/** What comes back, by question. */
export interface PastAnswers {
  at: PastFrame | NoPast;
  why: WhyBody | NoPast;
  figures: FiguresBody | NoPast;
  first: number | null;
}

/** `dataDir` comes with each, so that a new process needs no more. */
export type ToPast = { number: number; dataDir: string } & PastQuestion;

export type FromPast = { number: number } & ({ answer: PastAnswers[keyof PastAnswers] } | { failed: string });
