import { PastLog, type NoStand, type PastStand } from './past-log.ts';

/** How a twin stood at `at`, s since 1970, by the journal of a folder. */
export async function standAt(folder: string, twin: string, at: number): Promise<PastStand | NoStand> {
  const log = new PastLog(folder);
  try {
    return await log.standAt(twin, at);
  } finally {
    log.close();
  }
}
