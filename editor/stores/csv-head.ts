import { detectCsv, HEAD_CHARACTERS } from '@twinloom/runtime/table/detect';

/** What is looked at to find out how a text is written. */
export function headOf(text: string): { head: string; isWhole: boolean } {
  return { head: text.slice(0, HEAD_CHARACTERS), isWhole: text.length <= HEAD_CHARACTERS };
}

/** Whether a text reads as rows of a table. */
export function isTable(text: string): boolean {
  const { head, isWhole } = headOf(text);
  return !('problem' in detectCsv(head, isWhole));
}
