import { useEffect } from 'react';
import { detectCsv } from '@twinloom/runtime/table/detect';
import { headOf, openCsvFile, openCsvText } from '../stores/csv-import.ts';

/** Takes a CSV file, or rows copied from a spreadsheet, that a person pastes while they type nowhere. */
export function usePastedTable(): void {
  useEffect(() => {
    const onPaste = (event: ClipboardEvent): void => {
      const { target, clipboardData } = event;
      const isTyping =
        target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]');
      if (event.defaultPrevented || isTyping || document.querySelector('dialog[open]')) return;
      const [file] = clipboardData?.files ?? [];
      const text = clipboardData?.getData('text/plain') ?? '';
      if (file) void openCsvFile(file, {});
      else if (isTable(text)) openCsvText(text, {});
      else return;
      event.preventDefault();
    };
    window.addEventListener('paste', onPaste);
    return () => window.removeEventListener('paste', onPaste);
  }, []);
}

function isTable(text: string): boolean {
  const { head, isWhole } = headOf(text);
  return !('problem' in detectCsv(head, isWhole));
}
