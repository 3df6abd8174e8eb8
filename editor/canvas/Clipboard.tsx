import { useEffect } from 'react';
import { copyText, pasteText, sayCopied } from '../stores/clipboard.ts';
import { openCsvText } from '../stores/open-csv.ts';
import { openFile } from '../stores/flow-file.ts';
import { removeSelected } from '../stores/remove-selected.ts';

/**
 * Copies, cuts and pastes nodes as text while a person types nowhere. What is pasted may also be a CSV file or rows copied from a
 * spreadsheet; anything else is said to be none of these.
 */
export function Clipboard(): null {
  useEffect(() => {
    window.addEventListener('copy', onCopy);
    window.addEventListener('cut', onCopy);
    window.addEventListener('paste', onPaste);
    return () => {
      window.removeEventListener('copy', onCopy);
      window.removeEventListener('cut', onCopy);
      window.removeEventListener('paste', onPaste);
    };
  }, []);
  return null;
}

function onCopy(event: ClipboardEvent): void {
  const text = isElsewhere(event) || isTextMarked() ? undefined : copyText();
  if (text === undefined) return;
  event.clipboardData?.setData('text/plain', text);
  event.preventDefault();
  if (event.type === 'cut') removeSelected();
  else sayCopied();
}

function onPaste(event: ClipboardEvent): void {
  if (isElsewhere(event)) return;
  const [file] = event.clipboardData?.files ?? [];
  const text = event.clipboardData?.getData('text/plain') ?? '';
  if (file) void openFile(file, {});
  else if (text.trimStart().startsWith('{')) pasteText(text);
  else void pasteRows(text);
  event.preventDefault();
}

async function pasteRows(text: string): Promise<void> {
  const { isTable } = await import('../stores/csv-head.ts');
  if (isTable(text)) openCsvText(text, {});
  else pasteText(text);
}

function isElsewhere({ target, defaultPrevented }: ClipboardEvent): boolean {
  const isTyping =
    target instanceof HTMLElement && target.closest('input, textarea, select, [contenteditable]') !== null;
  return defaultPrevented || isTyping || document.querySelector('dialog[open]') !== null;
}

function isTextMarked(): boolean {
  return (window.getSelection()?.toString() ?? '') !== '';
}
