import { describe, expect, it } from 'vitest';
import { keyParts, keyText } from './key-text.ts';

const none = { ctrlKey: false, metaKey: false, altKey: false, shiftKey: false };

describe('a key', () => {
  it.each([
    [{ ...none, key: 'z', ctrlKey: true }, 'Ctrl+Z'],
    [{ ...none, key: 'Z', metaKey: true, shiftKey: true }, 'Ctrl+Shift+Z'],
    [{ ...none, key: '?', shiftKey: true }, '?'],
    [{ ...none, key: 'ArrowLeft', altKey: true }, 'Alt+ArrowLeft'],
    [{ ...none, key: 'Enter', ctrlKey: true, shiftKey: true }, 'Ctrl+Shift+Enter'],
    [{ ...none, key: '0' }, '0'],
  ])('%j is %s', (event, text) => {
    expect(keyText(event)).toBe(text);
  });

  it('is shown by the sign on it', () => {
    expect(keyParts('Alt+ArrowLeft')).toEqual(['Alt', '←']);
  });
});
