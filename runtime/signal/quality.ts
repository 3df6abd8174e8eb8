/** How far a sample can be trusted, worst last: the three classes of OPC UA status codes, and `absent` where there is no sample yet. */
export const GOOD = 0;
export const UNCERTAIN = 1;
export const BAD = 2;
export const ABSENT = 3;

export type QualityCode = 0 | 1 | 2 | 3;
export type QualityName = 'good' | 'uncertain' | 'bad' | 'absent';

const NAMES: readonly QualityName[] = ['good', 'uncertain', 'bad', 'absent'];

/** The word for a code; codes that are none read as `absent`. */
export function qualityName(code: number): QualityName {
  return NAMES[code] ?? 'absent';
}

/** The code for a word; a word that is none, or null, is `absent`. */
export function qualityCode(name: string | null): QualityCode {
  const code = NAMES.indexOf(name as QualityName);
  return code < 0 ? ABSENT : (code as QualityCode);
}
