import type { Diagnostic } from '../graph/diagnostic.ts';

/** Why a study does not run: the place in the question, what is wrong with it, what to do. */
export function refusal(code: string, param: string, says: string, remedy: string): Diagnostic {
  return { code, severity: 'error', at: [{ param }], says: `${param}: ${says}`, remedy };
}
