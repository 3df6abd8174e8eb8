import type { Mutant } from './mutants.ts';

/**
 * A survivor that is known: where it is, by the text of its line, and why no test notices it. An `equivalent` one does the same as the
 * original for all that can come in; a `tuning` one changes how much work is done, or a choice that no formula makes.
 */
export interface ListedSurvivor {
  file: string;
  line: string;
  becomes: string;
  kind: 'equivalent' | 'tuning';
  reason: string;
}

/** What a run found, held against the list. */
export interface Verdict {
  /** Survivors that are not in the list. */
  fresh: { file: string; mutant: Mutant }[];
  listed: number;
  /** Complaints about the list itself. */
  complaints: string[];
}

/** Where a survivor must be no difference at all. */
const ONLY_EQUIVALENTS = /^nodes\/(physics|predictors)\//;

/** Holds the survivors of the files in `ran` against the list; entries of other files are left alone. */
export function judge(
  ran: ReadonlySet<string>,
  survivors: readonly { file: string; mutant: Mutant }[],
  list: readonly ListedSurvivor[],
): Verdict {
  const known = new Set(list.map(keyOf));
  const alive = new Set(survivors.map(keyOfFound));
  const complaints = list.flatMap((entry) => {
    const place = `${entry.file}: ${entry.line} → ${entry.becomes}`;
    if (entry.kind !== 'equivalent' && ONLY_EQUIVALENTS.test(entry.file))
      return [`only equivalents may survive here: ${place}`];
    if (entry.reason.trim() === '') return [`no reason: ${place}`];
    return ran.has(entry.file) && !alive.has(keyOf(entry)) ? [`does not survive any more: ${place}`] : [];
  });
  const fresh = survivors.filter((survivor) => !known.has(keyOfFound(survivor)));
  return { fresh, listed: survivors.length - fresh.length, complaints };
}

function keyOf({ file, line, becomes }: ListedSurvivor): string {
  return JSON.stringify([file, line, becomes]);
}

function keyOfFound({ file, mutant }: { file: string; mutant: Mutant }): string {
  return JSON.stringify([file, mutant.from, mutant.to]);
}
