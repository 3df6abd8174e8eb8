/** What was pressed, as a command names it: `Ctrl+Shift+Z`, `Alt+ArrowLeft`, `?`. Cmd counts as Ctrl; Shift is not told where it makes the sign. */
export function keyText({
  key,
  ctrlKey,
  metaKey,
  altKey,
  shiftKey,
}: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string {
  const isLetter = /^\p{L}$/u.test(key);
  const isSign = key.length === 1 && !isLetter;
  return [
    ctrlKey || metaKey ? 'Ctrl' : '',
    altKey ? 'Alt' : '',
    shiftKey && !isSign ? 'Shift' : '',
    isLetter ? key.toUpperCase() : key,
  ]
    .filter((part) => part !== '')
    .join('+');
}

const SHOWN: Readonly<Record<string, string>> = {
  ArrowLeft: '←',
  ArrowRight: '→',
  ArrowUp: '↑',
  ArrowDown: '↓',
  Delete: 'Del',
  Backspace: '⌫',
  Escape: 'Esc',
};

/** The parts of a shortcut as they stand on the keys. */
export function keyParts(keys: string): string[] {
  return keys.split('+').map((part) => SHOWN[part] ?? part);
}
