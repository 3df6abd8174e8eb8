import type { Diagnostic } from '@twinloom/runtime/graph/diagnostic';
import type { StudyRequest } from '@twinloom/runtime/graph/scenario';
import type { PlanBody } from '@twinloom/runtime/protocol/bodies';
import type { StudyBody } from '@twinloom/runtime/protocol/studies';
import type { Recorded } from '@twinloom/runtime/scenario/lay-inputs';
import type { RunWithCurves } from '@twinloom/runtime/scenario/run-points';
import type { VariantOutcome } from '@twinloom/runtime/scenario/run-variant';
import type { SearchResult } from '@twinloom/runtime/scenario/search-study';
import type { ChanceSummary } from '@twinloom/runtime/scenario/summarise-runs';
import type { RunningStand } from './twin-stands.ts';

/** What the process of a study is asked. */
export interface StudyOrder {
  kind: 'order';
  twin: string;
  dataDir: string;
  request: StudyRequest;
  /** When it was asked, s since 1970: where it begins unless it says so. */
  now: number;
  /** Where the twin stands now; absent where the question begins in the past. */
  stand?: RunningStand;
  /** Other versions of the flow that its variants name. */
  versions: ReadonlyMap<number, unknown>;
  /** What its inputs said in the past, where they are replayed. */
  recorded?: Recorded;
  /** What is known of it already, from an earlier process: it is not run again. */
  known?: { variants: readonly string[]; runs: readonly RunWithCurves[] };
}

export type ToStudy = StudyOrder | { kind: 'go' };

export type FromStudy =
  | { kind: 'refused'; diagnostics: Diagnostic[] }
  /** It may run. */
  | {
      kind: 'ready';
      start: number;
      horizon: number;
      seed: number;
      version: number;
      flow: NonNullable<StudyBody['flow']>;
      kpis: StudyBody['kpis'];
      /** The base first. */
      variants: { name: string; plan: PlanBody }[];
      many?: NonNullable<StudyBody['many']>;
    }
  /** Share of all variants and runs that is done, and which variant runs. */
  | { kind: 'progress'; done: number; variant: string }
  | { kind: 'outcome'; name: string; outcome: VariantOutcome }
  | { kind: 'runs'; runs: RunWithCurves[] }
  | { kind: 'result'; chance?: ChanceSummary; search?: SearchResult }
  | { kind: 'done' }
  /** A mistake of ours, or of a node's own code. */
  | { kind: 'failed'; says: string };
